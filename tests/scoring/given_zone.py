"""Score invented enterprises with the real models: measures are given, everything from there on is the product."""

import json
import os
from pathlib import Path

import duckdb

from innopoints.home import Home
from innopoints.project import DBT, SCHEMES
from innopoints.registry.register import register
from innopoints.warehouse.inputs import prepare

STATES = ("missing", "not_applicable", "source_missing")
DAY = "2026-06-30"


def given_zone(root: Path, enterprises: dict[str, dict], schemes: Path = SCHEMES) -> Home:
    """A home whose candidate holds the registry and these measures: {uscc: {measure: number or state}}.

    A measure that an enterprise does not name is missing. Raises Refused for a scheme that does not add up.
    """
    home = Home(root)
    register(home, schemes)
    home.warehouse.mkdir()
    prepare(home, batches={}, previous=None)
    with duckdb.connect(home.candidate) as con:
        con.execute("create schema measures")
        con.execute("create table measures.enterprise (uscc text)")
        con.execute("create table measures.measure (uscc text, measure text, value decimal(28, 10), state text)")
        measures = sorted(name for (name,) in con.execute("select measure from registry.measure").fetchall())
        for uscc, given in enterprises.items():
            if unknown := set(given) - set(measures):
                raise LookupError(f"{uscc}: no such measure: {sorted(unknown)}")
            con.execute("insert into measures.enterprise values (?)", [uscc])
            rows = [_row(uscc, measure, given.get(measure, "missing")) for measure in measures]
            con.executemany("insert into measures.measure values (?, ?, ?, ?)", rows)
    return home


def _row(uscc: str, measure: str, given) -> list:
    return [uscc, measure, None, given] if given in STATES else [uscc, measure, str(given), "known"]


def score(home: Home, command: str = "run", select: tuple[str, ...] = ("scoring",)) -> None:
    """Run the scoring models, once, in this process; fails with what each failing node says."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    os.environ["INNOPOINTS_CANDIDATE"] = str(home.candidate)
    places = ["--project-dir", str(DBT), "--profiles-dir", str(DBT), "--target-path", str(home.root / "target")]
    variables = json.dumps({"as_of_date": DAY, "known_at": f"{DAY}T18:00:00+00:00"})
    told = ["--quiet", "--log-path", str(home.logs), "--vars", variables, "--select", *select]
    unless = ["--exclude-resource-type", "unit_test"] if command == "build" else []
    ran = dbtRunner().invoke([command, *places, *told, *unless])
    DuckDBConnectionManager.close_all_connections()
    assert ran.exception is None, ran.exception
    assert ran.success, [
        f"{each.node.name}: {each.message}" for each in ran.result if each.status not in ("success", "pass")
    ]
