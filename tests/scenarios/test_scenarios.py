"""Every sentence of the scenario files beside this one, through the real models: all in one dbt run.

scheme: kexiao_2017
rest: missing               # what a scenario does not give: missing, or a number
scenarios:
  - name: 研发占比正好 6%：档位下限含本数，得满分 50
    given: {rd_intensity_ratio: 0.06}      # a number, or missing | not_applicable | source_missing
    expect: {rd: 50, score: 50}            # a column of score or outcome, or what a group or indicator contributes
"""

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
import yaml

from tests.scoring.given_zone import given_zone, score

SCENARIOS = [
    pytest.param(file["scheme"], scenario, f"{file['scheme']}-{number:03d}", id=scenario["name"])
    for file in (yaml.safe_load(path.read_text("utf-8")) for path in sorted(Path(__file__).parent.glob("*.yml")))
    for number, scenario in enumerate({**each, "rest": file["rest"]} for each in file["scenarios"])
]


@pytest.fixture(scope="module")
def scored(tmp_path_factory):
    """The warehouse with one enterprise a scenario, scored."""
    from innopoints.project import DBT
    from innopoints.registry.measure_meta import read_measures

    measures = read_measures(DBT / "models" / "measures")
    enterprises = {
        uscc: dict.fromkeys(measures, scenario["rest"]) | scenario["given"]
        for _, scenario, uscc in (each.values for each in SCENARIOS)
    }
    home = given_zone(tmp_path_factory.mktemp("scenarios"), enterprises)
    score(home)
    with duckdb.connect(home.candidate, read_only=True) as con:
        yield con


@pytest.mark.parametrize(("scheme", "scenario", "uscc"), SCENARIOS)
def test_scenario(scored, scheme, scenario, uscc):
    said = _said(scored, scheme, uscc)
    expected = scenario["expect"]
    assert set(expected) <= set(said), f"nothing is called {set(expected) - set(said)}; there are {sorted(said)}"
    assert {name: said[name] for name in expected} == {name: _exact(value) for name, value in expected.items()}


def _said(con, scheme: str, uscc: str) -> dict:
    """What the models say of one enterprise: columns of score and outcome, contributions by group and indicator."""
    key = [uscc, scheme]
    said = _row(con, "select * from scoring.score where uscc = ? and scheme = ?", key)
    said |= _row(con, "select * from scoring.outcome where uscc = ? and scheme = ? and rule_position = 1", key)
    for name in ("group_id", "indicator"):
        sql = (
            f"select {name}, sum(contribution) from scoring.indicator_points where uscc = ? and scheme = ? group by all"
        )
        said |= con.execute(sql, key).fetchall()
    return said


def _row(con, sql: str, key: list) -> dict:
    """One row by column; without any, nothing is known of its columns."""
    found = con.execute(sql, key)
    columns = [column[0] for column in found.description]
    return dict(zip(columns, found.fetchone() or [None] * len(columns), strict=True))


def _exact(value):
    return Decimal(str(value)) if isinstance(value, float) else value
