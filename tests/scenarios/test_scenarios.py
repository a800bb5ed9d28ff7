"""Every sentence of the scenario files beside this one, through the real models: all in one dbt run.

scheme: kexiao_2017
rest: missing                       # what a scenario does not give: missing, or a number
scenarios:
  - name: 研发占比正好 6%：档位下限含本数，得满分 50
    given: {rd_intensity_ratio: 0.06}      # a number, or missing | not_applicable | source_missing
    expect: {rd: 50, score: 50}            # a column of the score or outcome, or a group's or indicator's contribution
"""

import json
import os
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
import yaml

from innopoints.home import Home
from innopoints.project import DBT
from innopoints.registry.register import register
from innopoints.warehouse.inputs import prepare

FILES = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(Path(__file__).parent.glob("*.yml"))]
SCENARIOS = [
    (file, each, f"{file['scheme']}-{number:03d}") for file in FILES for number, each in enumerate(file["scenarios"])
]


@pytest.fixture(scope="module")
def scored(tmp_path_factory):
    """The warehouse after `dbt run --select scoring` on one enterprise a scenario."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    home = Home(tmp_path_factory.mktemp("scenarios"))
    register(home)
    home.warehouse.mkdir()
    prepare(home, batches={}, previous=None)
    with duckdb.connect(home.candidate) as con:
        _give(con)
    os.environ["INNOPOINTS_CANDIDATE"] = str(home.candidate)
    places = ["--project-dir", str(DBT), "--profiles-dir", str(DBT), "--target-path", str(home.root / "target")]
    variables = json.dumps({"as_of_date": "2026-06-30", "known_at": "2026-07-01T02:00:00+00:00"})
    ran = dbtRunner().invoke(
        ["run", "--quiet", *places, "--log-path", str(home.logs), "--select", "scoring", "--vars", variables]
    )
    DuckDBConnectionManager.close_all_connections()
    assert ran.success, [each.message for each in ran.result if each.status != "success"]
    with duckdb.connect(home.candidate, read_only=True) as con:
        yield con


def _give(con) -> None:
    """Write what the scenarios give as schema measures, which the scoring models read as it stands."""
    con.execute("create schema measures")
    con.execute("create table measures.enterprise (uscc text)")
    con.execute("create table measures.measure (uscc text, measure text, value decimal(28, 10), state text)")
    measures = {name for (name,) in con.execute("select measure from registry.measure").fetchall()}
    for file, scenario, uscc in SCENARIOS:
        assert set(scenario["given"]) <= measures, f"{scenario['name']}: {set(scenario['given']) - measures}"
        con.execute("insert into measures.enterprise values (?)", [uscc])
        for measure in sorted(measures):
            given = scenario["given"].get(measure, file["rest"])
            known = not isinstance(given, str)
            row = [uscc, measure, str(given) if known else None, "known" if known else given]
            con.execute("insert into measures.measure values (?, ?, ?, ?)", row)


@pytest.mark.parametrize(("file", "scenario", "uscc"), [pytest.param(*each, id=each[1]["name"]) for each in SCENARIOS])
def test_scenario(scored, file, scenario, uscc):
    said = _columns(scored, "score natural join scoring.outcome", file["scheme"], uscc)
    for table, name in (("group_points", "group_id"), ("indicator_points", "indicator")):
        amount = "contribution" if table == "indicator_points" else "contribution_low"
        rows = scored.execute(
            f"select {name}, {amount} from scoring.{table} where uscc = ? and scheme = ?", [uscc, file["scheme"]]
        )
        said |= dict(rows.fetchall())
    expected = scenario["expect"]
    assert set(expected) <= set(said), f"nothing is called {set(expected) - set(said)}; there are {sorted(said)}"
    assert {name: said[name] for name in expected} == {name: _exact(value) for name, value in expected.items()}


def _columns(con, table: str, scheme: str, uscc: str) -> dict:
    rows = con.execute(f"select * from scoring.{table} where uscc = ? and scheme = ?", [uscc, scheme])
    return dict(zip([column[0] for column in rows.description], rows.fetchone(), strict=True))


def _exact(value):
    return Decimal(str(value)) if isinstance(value, float) else value
