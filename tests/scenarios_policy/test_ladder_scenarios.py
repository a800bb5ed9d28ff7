"""Every sentence of the ladder files in `ladders/`: which rung, which before, what is lacking for the next.

ladder: quality_sme
rest: 0                      # what a scenario does not give: missing, or a number
scenarios:
  - name: 证书过期：现级为无，曾到专精特新
    given: {past: {专精特新中小企业: 2021-05-06}}    # ended; certificates: [] are valid, since 2024-07-01
    expect: {level: 0, ever_level: 3, promotions: {2021: specialised}}    # columns of ladder_status; rises a year
"""

import pytest
import yaml

from innopoints.project import LADDERS
from tests.scenarios_policy.given_policies import EVERY, LADDER_FILES, LADDER_SCENARIOS, QUEUE


@pytest.fixture(scope="session")
def said(asked):
    """What the models say of each scenario's enterprise on the ladder it is named after."""
    own = "where starts_with(uscc, ladder || '-')"
    told = {row["uscc"]: row | {"promotions": {}} for row in asked(f"from ladder_status {own}")}
    for row in asked(f"from ladder_reached {own} and is_promotion order by uscc, level"):
        told[row["uscc"]]["promotions"][row["reached_date"].year] = row["rung"]
    return told


@pytest.mark.parametrize(
    ("scenario", "uscc"), [pytest.param(each, uscc, id=each["name"]) for _, each, uscc in LADDER_SCENARIOS]
)
def test_scenario(said, scenario, uscc):
    expected = scenario["expect"]
    assert {name: said[uscc][name] for name in expected} == expected, said[uscc]


def test_every_ladder_has_its_scenarios_and_no_scenario_is_of_another():
    written = [yaml.safe_load(path.read_text("utf-8"))["ladder"] for path in LADDERS.glob("*.yml")]
    assert set(written) == {file["ladder"] for file in LADDER_FILES.values()} == set(LADDER_FILES)


def test_every_enterprise_stands_somewhere_on_every_ladder_never_above_where_it_ever_stood(asked):
    (counted,) = asked(
        "select count(*) as n, count(*) filter (level > ever_level) as above, "
        "count(*) filter ((level is null) <> (standing = 'unknown')) as unsaid from ladder_status"
    )
    assert counted == {"n": len(LADDER_FILES) * (len(EVERY) + len(QUEUE)), "above": 0, "unsaid": 0}


def test_what_is_lacking_is_said_in_both_languages_exactly_where_the_next_rung_is_not_reached(asked):
    wrong = "next_rung is not null and (next_outcome = 'passes') <> (next_lacking_zh is null)"
    half = "(next_lacking_zh is null) <> (next_lacking_en is null)"
    assert asked(f"from ladder_status where {wrong} or {half}") == []
