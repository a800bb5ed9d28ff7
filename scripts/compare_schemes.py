"""What a change of scheme files does to a zone: for a pull request, between two revisions.

    python scripts/compare_schemes.py origin/main HEAD --out var/scheme_changes

Every scheme that differs is scored on both sides over one synthetic zone (合成数据), whose measures are known without
running the pipeline, by the models of the working tree. Prints a table a scheme; exits 0 whatever moved.
"""

import argparse
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import duckdb
import yaml

from innopoints.errors import InnopointsError
from innopoints.home import Home
from innopoints.project import DBT, ROOT
from innopoints.registry.measure_meta import read_measures
from innopoints.trial.against import score_side
from innopoints.trial.comparison import Sides, write_comparison
from innopoints.trial.progress import Progress
from innopoints.trial.run import scratch
from innopoints.trial.scheme import read_trial_scheme
from innopoints.trial.summary import rows_of
from innopoints.trial.table import literal
from innopoints.warehouse.objections import no_objections
from sample_exchange.generate import generate

SCHEMES = "dbt_project/schemes"
SEED = 20260630


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before", help="the revision to compare with, e.g. origin/main")
    parser.add_argument("after", nargs="?", default="HEAD")
    parser.add_argument("--out", type=Path, default=ROOT / "var" / "scheme_changes")
    parser.add_argument("--enterprises", type=int, default=300)
    options = parser.parse_args()
    changed = git("diff", "--name-only", options.before, options.after, "--", SCHEMES).split()
    pairs = scheme_pairs(options.before, options.after, changed)
    if not pairs:
        print("No scheme changed.")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        zone = Path(folder) / "zone"
        generate(zone, options.enterprises, SEED, date(2026, 6, 30))
        for name, (before, after) in pairs.items():
            compare(name, before, after, zone, Path(folder), options.out)
    return 0


def git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True, text=True).stdout


def scheme_pairs(before: str, after: str, changed: list[str]) -> dict[str, tuple[str | None, str]]:
    """{file name: (text before, text after)} of each scheme that differs.

    A new edition's file is compared with the newest edition of its scheme before; a new scheme with nothing.
    """
    pairs = {}
    for path in changed:
        if Path(path).parent.as_posix() != SCHEMES or not path.endswith(".yml") or not exists(after, path):
            continue
        text = git("show", f"{after}:{path}")
        old = (
            git("show", f"{before}:{path}") if exists(before, path) else newest(before, yaml.safe_load(text)["scheme"])
        )
        pairs[Path(path).name] = (old, text)
    return pairs


def exists(revision: str, path: str) -> bool:
    return bool(git("ls-tree", revision, path))


def newest(revision: str, scheme: str) -> str | None:
    paths = git("ls-tree", "--name-only", revision, f"{SCHEMES}/").split()
    texts = [git("show", f"{revision}:{path}") for path in paths if path.endswith(".yml")]
    editions = [text for text in texts if yaml.safe_load(text)["scheme"] == scheme]
    return max(editions, key=lambda text: str(yaml.safe_load(text)["effective_from"]), default=None)


def compare(name: str, before: str | None, after: str, zone: Path, folder: Path, out: Path) -> None:
    """Print what one scheme's change moves, and write its tables and report below `out`."""
    if before is None:
        print(f"\n{name}: a new scheme, nothing to compare with.")
        return
    texts = {"before": before, "after": after}
    files = {side: place(folder / side, text) for side, text in texts.items()}
    home, progress = Home(ROOT / "var"), Progress()
    try:
        with scratch(folder / "scratch") as con:
            lay_zone(con, zone)
            for side, path in files.items():
                score_side(con, home, read_trial_scheme(path), path, side, progress)
            scheme = read_trial_scheme(files["after"])
            sides = Sides(scheme, name, name, {f"{side}/{name}": path for side, path in files.items()}, 2)
            write_comparison(con, sides, out / Path(name).stem)
            progress.done()
            say(con, name, out)
    except InnopointsError as error:
        print(f"\n{name}: cannot be compared: {error}")


def place(folder: Path, text: str) -> Path:
    said = yaml.safe_load(text)
    path = folder / f"{said['scheme']}.yml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def lay_zone(con: duckdb.DuckDBPyConnection, zone: Path) -> None:
    """The synthetic zone as the scoring models read it; nobody has authorised a bank, nothing was published before."""
    absent = {name: meta.absent for name, meta in read_measures(DBT / "models" / "measures").items()}
    for schema in ("measures", "history", "scoring"):
        con.execute(f"create schema {schema}")
    con.execute(
        f"""create table measures.enterprise as
            select distinct uscc, industry_code, null::varchar as given_stage, null::varchar as peer_group
            from read_parquet({literal(zone / "truth" / "enterprises.parquet")}) where in_population"""
    )
    con.execute("create table dictionary (measure varchar, absent varchar)")
    con.executemany("insert into dictionary values (?, ?)", list(absent.items()))
    con.execute(
        f"""create table measures.measure as
            select enterprise.uscc, dictionary.measure, truth.value,
                case when truth.value is null then dictionary.absent else 'known' end as state
            from measures.enterprise as enterprise
            cross join dictionary
            left join read_parquet({literal(zone / "truth" / "measures.parquet")}) as truth
                on enterprise.uscc = truth.uscc and dictionary.measure = truth.measure"""
    )
    con.execute(
        "create table history.past_indicator "
        "(uscc varchar, scheme varchar, indicator varchar, value decimal(38, 18), editions_ago integer)"
    )
    no_objections(con)
    con.execute("create table may_see (bank varchar, title varchar, uscc varchar)")


def say(con: duckdb.DuckDBPyConnection, name: str, out: Path) -> None:
    head = ("name", "enterprises", "up", "down", "same", "mean_before", "mean", "largest_rise", "largest_fall")
    print(f"\n### {name}, before and after, on a synthetic zone (合成数据)\n")
    print(f"| {' | '.join(head)} |\n|{'---|' * len(head)}")
    for row in rows_of(con, "from groups where kind in ('all', 'stage') order by kind, name"):
        print(f"| {' | '.join('—' if row[each] is None else str(row[each]) for each in head)} |")
    print("\n| indicator | enterprises moved | mean change |\n|---|---|---|")
    for row in rows_of(
        con, "from indicators where enterprises_moved > 0 order by abs(mean_delta) desc, indicator limit 10"
    ):
        print(f"| {row['title_zh']} `{row['indicator']}` | {row['enterprises_moved']} | {row['mean_delta']} |")
    print(f"\nReport: {out / Path(name).stem / 'report.html'}")


if __name__ == "__main__":
    sys.exit(main())
