"""How much dearer is the scoring layer than one SQL script written by hand for one scheme? Both in one run, in turns.

    python scripts/bench/scoring_layer.py --enterprises 100000

The layer is the compiled SQL of dbt_project/models/scoring, which knows no scheme; the other is `scoring_by_hand.sql`,
which knows zone_default by heart: its goalposts, bands and weights stand in it. Both start from the same measures of
invented enterprises and end with the same tables, compared row by row before a ratio is printed.
"""

import argparse
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
from parts.paired import paired, peak_mib

from innopoints.home import Home
from innopoints.project import DBT, SCHEMES
from innopoints.registry.register import register
from innopoints.warehouse.inputs import prepare

DAY = "2026-06-30"
BY_HAND = Path(__file__).with_name("scoring_by_hand.sql")
BY_HEART = Path(__file__).parent / "parts" / "zone_default.yml"
"""zone_default as it was when the script was written: whoever changes the scheme need not change the script."""
KEPT_OPEN = ("indicator_points", "group_points")
"""Views of the layer; written out here, for the script writes its tables out too."""
SAME = {
    "score": "uscc, scheme, stage, status, score_full, score, score_rank, scored_count, stage_rank, "
    "stage_scored_count, known_count, applicable_count, coverage_ratio",
    "indicator_points": "uscc, scheme, stage, group_id, indicator, measure, value, state, policy, points, contribution",
    "group_points": "uscc, scheme, group_id, points_low",
    "score_reason": "uscc, scheme, direction, position, indicator, contribution, peer_median_contribution, reason_zh, "
    "reason_en",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--enterprises", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = _zone(Path(folder), asked.enterprises)
        layer, script = _compiled(home), BY_HAND.read_text("utf-8")
        with duckdb.connect(home.candidate, config={"threads": asked.threads}) as con:
            con.execute("set preserve_insertion_order = false")
            ours, bare, ratio = paired(
                lambda: _seconds(con, "scoring", lambda: _layer(con, layer)),
                lambda: _seconds(con, "by_hand", lambda: con.execute(script)),
                rounds=asked.rounds,
            )
            _compare(con)
    print(
        f"scoring {asked.enterprises:,} enterprises, processor time: layer {ours:.2f} s, script by hand {bare:.2f} s,"
    )
    print(f"  {ratio:.2f} times its time (goal: at most 1.5), {peak_mib()} MiB at most")


def _seconds(con: duckdb.DuckDBPyConnection, schema: str, work: Callable[[], object]) -> float:
    """Processor time, not the wall's: what else the machine does weighs on neither side."""
    con.execute(f"drop schema if exists {schema} cascade")
    start = time.process_time()
    work()
    return time.process_time() - start


def _zone(root: Path, enterprises: int) -> Home:
    """A candidate with the registry of zone_default alone, and invented measures of as many enterprises."""
    home, schemes = Home(root / "home"), root / "schemes"
    shutil.copytree(SCHEMES / "stages", schemes / "stages")
    shutil.copy(BY_HEART, schemes)
    register(home, schemes)
    home.warehouse.mkdir()
    prepare(home, batches={}, previous=None, as_of=date.fromisoformat(DAY))
    with duckdb.connect(home.candidate) as con:
        con.execute("create schema measures")
        con.execute(
            "create table measures.enterprise as select '91441300MA' || lpad(i::varchar, 8, '0') as uscc, "
            "'C' || (13 + i % 30)::varchar || '10' as industry_code, null::varchar as given_stage, "
            f"null::varchar as peer_group from range({enterprises}) as numbered(i)"
        )
        # A number in [0, 1) from the name, so that the same enterprises have the same measures on every machine.
        con.execute(
            "create table measures.measure as with drawn as (select uscc, measure, unit, absent_state, "
            "('0x' || substr(md5(uscc || measure), 1, 7))::integer / 268435456.0 as chance from measures.enterprise, "
            "registry.measure) select uscc, measure, case when chance < 0.85 then cast(case unit when 'ratio' "
            "then round(chance * 0.4, 10) when 'cny' then round(chance * chance * 90000000, 2) else round(chance * 6) "
            "end as decimal(28, 10)) end as value, case when chance < 0.85 then 'known' else absent_state end as state "
            "from drawn"
        )
        con.execute("create table measures.measure_news (uscc varchar, measure varchar, origin varchar)")
    return home


def _compiled(home: Home) -> list[tuple[str, str, str]]:
    """(model, materialisation, SQL) of the scoring layer, each after what it reads."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    os.environ["INNOPOINTS_CANDIDATE"] = str(home.candidate)
    told = ["--project-dir", str(DBT), "--profiles-dir", str(DBT), "--target-path", str(home.root / "target")]
    variables = json.dumps({"as_of_date": DAY, "known_at": f"{DAY}T18:00:00+00:00"})
    ran = dbtRunner().invoke(
        ["run", "--quiet", "--empty", *told, "--log-path", str(home.logs), "--vars", variables, "--select", "scoring"]
    )
    DuckDBConnectionManager.close_all_connections()
    if not ran.success:
        raise SystemExit(f"the scoring layer does not compile: {ran.exception or ran.result}")
    ran = dbtRunner().invoke(
        ["compile", "--quiet", *told, "--log-path", str(home.logs), "--vars", variables, "--select", "scoring"]
    )
    DuckDBConnectionManager.close_all_connections()
    nodes = [each.node for each in ran.result if each.node.resource_type == "model"]
    layer = [(node.name, node.config.materialized, node.compiled_code) for node in nodes if node.language == "sql"]
    # What a new edition makes of old values: there is none here.
    with duckdb.connect(home.candidate) as con:
        con.execute("create table main.rescored_indicator as from scoring.rescored_indicator")
    return [("rescored_indicator", "view", "from main.rescored_indicator"), *layer]


def _layer(con: duckdb.DuckDBPyConnection, layer: list[tuple[str, str, str]]) -> None:
    con.execute("create schema scoring")
    for name, kind, sql in layer:
        con.execute(f"create {kind} scoring.{name} as {sql}")
    for name in KEPT_OPEN:
        con.execute(f"create table scoring.{name}_written as select {SAME[name]} from scoring.{name}")


def _compare(con: duckdb.DuckDBPyConnection) -> None:
    for table, columns in SAME.items():
        one, other = (f"(select {columns} from {schema}.{table})" for schema in ("scoring", "by_hand"))
        (differing,) = con.execute(
            f"select (select count(*) from ({one} except all {other})) + "
            f"(select count(*) from ({other} except all {one}))"
        ).fetchone()
        if differing:
            raise SystemExit(
                f"{table}: {differing} rows differ between the layer and the script; no ratio is worth printing"
            )


if __name__ == "__main__":
    main()
