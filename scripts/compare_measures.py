"""What a change of measures does to a zone: for a pull request, between two revisions.

    python scripts/compare_measures.py origin/main HEAD

Both revisions, each with its own passports, models and code, pull and build the same synthetic offices (合成数据);
then every cell and every score is compared. Nothing runs when no model below the scores changed.
Prints two tables; exits 0 whatever moved. What the earlier revision cannot build is said, with its own words.
"""

import argparse
import os
import subprocess
import sys
import tarfile
import tempfile
from io import BytesIO
from pathlib import Path

import duckdb

from innopoints.project import ROOT
from sample_night import connections, exchange, serving

SQL = tuple(f"dbt_project/models/{layer}" for layer in ("staging", "identity", "measures"))
SEED, DAY, DUE = 20260630, "2026-06-30", "2026-06-30T18:00:00+00:00"
# One process a revision: a command a step would pay the import of dbt and Great Expectations thirty times.
STEPS = """
import sys
from innopoints.errors import InnopointsError
from innopoints.nightly import steps
from innopoints.project import SOURCES
day, due = sys.argv[1:]
for name in [*sorted(path.stem for path in SOURCES.glob("*.yml")), None]:
    for step in ("ingest",) if name else ("register", "build"):
        try:
            steps.run(step, name or "", run="compare", due=due, as_of=day)
        except InnopointsError as error:
            print(f"{step} {name or ''}: {error}", file=sys.stderr)
            if step == "build":
                sys.exit(1)
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before", help="the revision to compare with, e.g. origin/main")
    parser.add_argument("after", nargs="?", default="HEAD")
    parser.add_argument("--enterprises", type=int, default=120)
    options = parser.parse_args()
    changed = ["git", "diff", "--name-only", options.before, options.after, "--", *SQL]
    if not [path for path in output(changed).decode().split() if path.endswith(".sql")]:
        print("No measure changed.")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "offices"
        exchange("generate", "--to", data, "--enterprises", options.enterprises, "--seed", SEED, "--through", DAY)
        warehouses = build_both(Path(folder), data, {"before": options.before, "after": options.after})
        if warehouses:
            with compared(**warehouses) as con:
                say(con, options.enterprises)
    return 0


def output(words: list[str]) -> bytes:
    return subprocess.run(words, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout


def build_both(folder: Path, data: Path, revisions: dict[str, str]) -> dict[str, Path] | None:
    """Both warehouses, built side by side; None, after saying why, when one cannot be built."""
    with serving(data) as bureau:
        building = {}
        for side, revision in revisions.items():
            with tarfile.open(fileobj=BytesIO(output(["git", "archive", revision]))) as tree:
                tree.extractall(folder / side, filter="data")
            own = {"PYTHONPATH": str(folder / side / "scripts"), "INNOPOINTS_PROJECT": str(folder / side)}
            home = {"INNOPOINTS_HOME": str(folder / f"{side}-home")}
            environment = os.environ | connections(data, bureau, set()) | own | home
            command = [sys.executable, "-c", STEPS, DAY, DUE]
            building[side] = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
        said = {side: process.communicate()[1] for side, process in building.items()}
    for side, process in building.items():
        if process.returncode:
            print(f"Measures changed, but {side} ({revisions[side]}) could not be built:\n{said[side][-2000:]}")
            return None
    return {side: folder / f"{side}-home" / "warehouse" / "candidate.duckdb" for side in revisions}


def compared(before: Path, after: Path) -> duckdb.DuckDBPyConnection:
    """A connection with `cell` and `moved`: each measure and each score of both warehouses, side by side."""
    con = duckdb.connect()
    for side, path in (("before", before), ("after", after)):
        con.execute(f"attach '{path}' as {side} (read_only)")
    con.execute(
        """create table cell as
           select measure, earlier.state = 'known' as was_known, later.state = 'known' as is_known,
               earlier.value as value_before, later.value,
               earlier.state is null as is_new, later.state is null as is_gone,
               (earlier.value, earlier.state) is distinct from (later.value, later.state) as differs
           from before.measures.measure as earlier
           full outer join after.measures.measure as later using (uscc, measure)"""
    )
    for side in ("before", "after"):
        con.execute(
            f"""create view {side}_score as
                select uscc, scheme, score.score, score.status, score_low, score_high
                from {side}.scoring.score inner join {side}.scoring.coverage using (uscc, scheme)"""
        )
    con.execute(
        """create table moved as
           select scheme, earlier.score as score_before, later.score,
               earlier.status is distinct from later.status as other_status,
               (earlier.score_low, earlier.score_high) is distinct from (later.score_low, later.score_high)
                   as other_range
           from before_score as earlier full outer join after_score as later using (uscc, scheme)"""
    )
    return con


def say(con: duckdb.DuckDBPyConnection, enterprises: int) -> None:
    """Print what differs, measure by measure and scheme by scheme."""
    print(f"\n### Measures, before and after, on {enterprises} synthetic enterprises (合成数据)")
    table(
        con,
        """select measure,
               case when bool_and(is_new) then 'new' when bool_and(is_gone) then 'gone' else 'changed' end as what,
               count(*) filter (differs) as cells, count(*) filter (was_known) as known_before,
               count(*) filter (is_known) as known, max(value - value_before) as largest_rise,
               min(value - value_before) as largest_fall
           from cell group by measure having bool_or(differs) order by measure""",
        "No cell differs.",
    )
    table(
        con,
        """select scheme, count(*) filter (score > score_before) as up, count(*) filter (score < score_before) as down,
               count(*) filter (other_status) as other_status, count(*) filter (other_range) as other_range,
               max(score - score_before) as largest_rise, min(score - score_before) as largest_fall
           from moved group by scheme
           having bool_or(score is distinct from score_before or other_status or other_range) order by scheme""",
        "No score differs.",
    )


def table(con: duckdb.DuckDBPyConnection, query: str, none: str) -> None:
    found = con.execute(query)
    head = [column[0] for column in found.description]
    rows = found.fetchall()
    print(f"\n| {' | '.join(head)} |\n|{'---|' * len(head)}" if rows else f"\n{none}")
    for row in rows:
        print(f"| {' | '.join('—' if each is None else str(each) for each in row)} |")


if __name__ == "__main__":
    sys.exit(main())
