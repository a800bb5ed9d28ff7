"""Score invented enterprises with the real models: measures are given, everything from there on is the product."""

import json
import os
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from innopoints.home import Home
from innopoints.project import DBT, SCHEMES
from innopoints.registry.register import register
from innopoints.warehouse.inputs import prepare
from innopoints.warehouse.parsed import parsed

STATES = ("missing", "not_applicable", "source_missing")
CELL = pa.schema([(name, pa.string()) for name in ("uscc", "measure", "value", "state")])
PLACE = ("industry", "stage", "group")
"""What an enterprise may be given beside its measures: an industry code, a stage and a peer group of its own."""
DAY = "2026-06-30"


def given_zone(root: Path, enterprises: dict[str, dict], schemes: Path = SCHEMES, rules: Path | None = None) -> Home:
    """A home whose candidate holds the registry and these measures: {uscc: {measure: number or state}}.

    A measure that an enterprise does not name is missing. Raises Refused for a scheme that does not add up.
    """
    home = Home(root)
    register(home, schemes, rules)
    home.warehouse.mkdir()
    prepare(home, batches={}, previous=None, as_of=date(2026, 6, 30))
    with duckdb.connect(home.candidate) as con:
        con.execute("create schema measures")
        measures = sorted(name for (name,) in con.execute("select measure from registry.measure").fetchall())
        place = {name: [each.get(name) for each in enterprises.values()] for name in PLACE}
        uscc = pa.table({"uscc": list(enterprises)} | {name: pa.array(place[name], pa.string()) for name in PLACE})
        cells = pa.Table.from_pylist([cell for each in enterprises.items() for cell in _cells(*each, measures)], CELL)
        given = 'industry as industry_code, stage as given_stage, "group" as peer_group'
        con.execute(f"create table measures.enterprise as select uscc, {given} from uscc")
        value = "cast(value as decimal(28, 10)) as value"
        con.execute("create table measures.measure_news (uscc varchar, measure varchar, origin varchar)")
        con.execute(f"create table measures.measure as select uscc, measure, {value}, state from cells")
        assert len(uscc) * len(measures) == len(cells)
    return home


def _cells(uscc: str, given: dict, measures: list[str]) -> list[dict]:
    if unknown := set(given) - set(measures) - set(PLACE):
        raise LookupError(f"{uscc}: no such measure: {sorted(unknown)}; there are {measures}")
    said = {measure: given.get(measure, "missing") for measure in measures}
    return [
        {"uscc": uscc, "measure": measure, "value": None, "state": value}
        if value in STATES
        else {"uscc": uscc, "measure": measure, "value": str(value), "state": "known"}
        for measure, value in said.items()
    ]


def score(home: Home, command: str = "run", select: tuple[str, ...] = ("scoring",), threads: int = 2) -> None:
    """Run the scoring models, once, in this process; fails with what each failing node says."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    project = parsed(DBT)
    os.environ["INNOPOINTS_CANDIDATE"] = str(home.candidate)
    places = ["--project-dir", str(DBT), "--profiles-dir", str(DBT), "--target-path", str(home.root / "target")]
    variables = json.dumps({"as_of_date": DAY, "known_at": f"{DAY}T18:00:00+00:00"})
    told = [
        "--quiet",
        "--no-write-json",
        "--log-path",
        str(home.logs),
        "--threads",
        str(threads),
        "--vars",
        variables,
        "--select",
        *select,
    ]
    unless = ["--exclude-resource-type", "unit_test"] if command == "build" else []
    ran = dbtRunner(manifest=project).invoke([command, *places, *told, *unless])
    DuckDBConnectionManager.close_all_connections()
    assert ran.exception is None, ran.exception
    assert ran.success, [
        f"{each.node.name}: {each.message}" for each in ran.result if each.status not in ("success", "pass")
    ]
