"""Every sentence of the scenario files beside this one, through the real models: all in one dbt run.

scheme: kexiao_2017
edition: "1.0"              # only where the edition has ended: it is scored as if it had not, as <scheme>_ended
rest: missing               # what a scenario does not give: missing, or a number
scenarios:
  - name: 研发占比正好 6%：档位下限含本数，得满分 50
    given: {rd_intensity_ratio: 0.06}      # a number, or missing | not_applicable | source_missing
    expect: {rd: 50, score: 50}            # a column of score or outcome, or what a group or indicator contributes
"""

import shutil
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
import yaml

from innopoints.project import SCHEMES
from tests.scoring.given_zone import given_zone, score

FILES = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in sorted(Path(__file__).parent.glob("*.yml"))}
ENDED = {
    f"{file['scheme']}_ended": f"{file['scheme']}_{file['edition']}" for file in FILES.values() if "edition" in file
}
SCENARIOS = [
    pytest.param(scheme, scenario, f"{scheme}-{number:03d}", id=scenario["name"])
    for scheme, file in (
        (f"{file['scheme']}_ended" if "edition" in file else file["scheme"], file) for file in FILES.values()
    )
    for number, scenario in enumerate({**each, "rest": file["rest"]} for each in file["scenarios"])
]

# One row per enterprise, scheme and what it is about; an enterprise is named after the scheme it tells of.
SAID = {
    "": [
        "select * from scoring.score",
        "select uscc, scheme, score_low, score_high from scoring.coverage",
        "select * from scoring.outcome where rule_position = 1",
    ],
    "rule": ["select * from scoring.outcome"],
    "condition": ["select * from scoring.condition_result"],
    "contribution": [
        f"select uscc, scheme, {name} as name, sum(contribution) as value from scoring.indicator_points group by all"
        for name in ("group_id", "indicator")
    ],
    "points": [
        "select uscc, scheme, group_id as name, points_low, points_high from scoring.group_points",
        "select uscc, sheet.scheme, indicator as name, points_low, points_high from scoring.leaf_points "
        "join scoring.enterprise_stage as sheet using (sheet) join registry.scheme_indicator using (node)",
    ],
}


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """What the models say of one enterprise a scenario, by name.

    Names are the columns of score and outcome, and each group and indicator: its contribution. `name.points` is a
    number, or [low, high] while it is open; `rule.outcome`, `clause.is_met`, `clause.words_zh` what each rule and
    clause says.
    """
    from innopoints.project import DBT
    from innopoints.registry.measure_meta import read_measures

    measures = read_measures(DBT / "models" / "measures")
    enterprises = {
        uscc: dict.fromkeys(measures, scenario["rest"]) | scenario["given"]
        for _, scenario, uscc in (each.values for each in SCENARIOS)
    }
    home = given_zone(
        tmp_path_factory.mktemp("scenarios"), enterprises, _with_ended(tmp_path_factory.mktemp("schemes"))
    )
    score(home)
    told: dict[str, dict] = {uscc: {} for uscc in enterprises}
    with duckdb.connect(home.candidate, read_only=True) as con:
        for kind, queries in SAID.items():
            for query in queries:
                found = con.execute(f"from ({query}) where starts_with(uscc, scheme || '-')")
                columns = [column[0] for column in found.description]
                for row in found.fetchall():
                    each = dict(zip(columns, row, strict=True))
                    told[each["uscc"]] |= _named(kind, each)
    return told


@pytest.mark.parametrize(("scheme", "scenario", "uscc"), SCENARIOS)
def test_scenario(said, scheme, scenario, uscc):
    # A scheme without rules has no outcome, one without groups no score.
    found, expected = dict.fromkeys(("outcome", "score")) | said[uscc], scenario["expect"]
    assert set(expected) <= set(found), f"nothing is called {set(expected) - set(found)}; there are {sorted(found)}"
    assert {name: found[name] for name in expected} == {name: _exact(value) for name, value in expected.items()}


def test_every_scheme_in_force_has_its_scenarios_and_no_scenario_is_of_another():
    schemes = [yaml.safe_load(path.read_text("utf-8")) for path in SCHEMES.glob("*.yml")]
    ended = {f"{each['scheme']}_ended" for each in schemes if "effective_to" in each}
    assert set(FILES) == {each["scheme"] for each in schemes} | ended
    assert {scheme.values[0] for scheme in SCENARIOS} == set(FILES)


def _with_ended(folder: Path) -> Path:
    """All schemes, and each ended edition once more under a name of its own, in force today, its numbers untouched."""
    shutil.copytree(SCHEMES, folder, dirs_exist_ok=True)
    for name, file in ENDED.items():
        scheme = yaml.safe_load((SCHEMES / f"{file}.yml").read_text("utf-8"))
        del scheme["effective_to"]
        (folder / f"{name}.yml").write_text(
            yaml.safe_dump(scheme | {"scheme": name}, sort_keys=False, allow_unicode=True), "utf-8"
        )
    return folder


def _named(kind: str, row: dict) -> dict:
    if kind == "contribution":
        return {row["name"]: row["value"]}
    if kind == "points":
        low, high = row["points_low"], row["points_high"]
        return {f"{row['name']}.points": low if low == high else [low, high]}
    return {f"{row[kind]}.{column}": value for column, value in row.items()} if kind else row


def _exact(value):
    return Decimal(str(value)) if isinstance(value, float) else value
