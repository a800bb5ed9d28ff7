"""Every sentence of the ladder files in `ladders/`: which rung, which before, what is lacking for the next.

ladder: quality_sme
rest: 0                      # what a scenario does not give: missing, or a number
scenarios:
  - name: 证书过期：现级为无，曾到专精特新
    given: {past: {专精特新中小企业: 2021-05-06}}    # ended; certificates: [] are valid, since 2024-07-01
    expect: {level: 0, ever_level: 3, promotions: {2021: specialised}}    # columns of ladder_status; rises a year
"""

import csv

import openpyxl
import pytest
import yaml

from innopoints.errors import WrongUse
from innopoints.project import LADDERS
from innopoints.report.ladder import ladder
from innopoints.report.ladder_list import write_ladder
from tests.scenarios_policy.given_policies import FIRMS, LADDER_FILES, LADDER_SCENARIOS


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
    assert counted == {"n": len(LADDER_FILES) * FIRMS, "above": 0, "unsaid": 0}


def test_what_is_lacking_is_said_in_both_languages_exactly_where_the_next_rung_is_not_reached(asked):
    wrong = "next_rung is not null and (next_outcome = 'passes') <> (next_lacking_zh is null)"
    half = "(next_lacking_zh is null) <> (next_lacking_en is null)"
    assert asked(f"from ladder_status where {wrong} or {half}") == []


def test_nothing_is_missed_exactly_where_the_next_rung_is_not_ruled_out(asked):
    assert asked("from ladder_status where (next_outcome <> 'cannot_pass') <> (next_missed_count = 0)") == []


def test_promotions_a_year_are_the_rises_of_the_enterprises(asked):
    rises = "select count(*) filter (is_promotion) as rose, count(reached_date) as reached from ladder_reached"
    counted = "select sum(promotion_count) as rose, sum(reached_count) as reached from ladder_promotion"
    assert asked(counted) == asked(rises) and asked("from ladder_promotion where promotion_count > reached_count") == []


def test_the_screen_counts_every_rung_and_says_how_many_are_not_known(zone, asked):
    told = ladder(zone)
    gazelles, sme = told.split("优质中小企业梯队", 1)
    assert "瞪羚培育企业" in gazelles and " 2024" not in gazelles and " 2024\n" in sme
    (counted,) = asked(
        "select count(*) filter (level = 3) as now, count(*) filter (level = 3 and next_missed_count = 1) as near, "
        "count(*) filter (level is null) as unknown from ladder_status where ladder = 'quality_sme'"
    )
    (ever,) = asked("select count(*) as n from ladder_reached where ladder = 'quality_sme' and level = 3")
    line = next(line for line in told.splitlines() if "专精特新中小企业" in line).split()
    assert [int(line[place]) for place in (2, 3, 6)] == [counted["now"], ever["n"], counted["near"]]
    assert f"Not known of {counted['unknown']}: " in told


def test_an_enterprise_sees_its_way_up_and_what_is_lacking(zone):
    told = ladder(zone, "quality_sme-004")
    assert "quality_sme: level 3 专精特新中小企业, ever 4" in told
    assert "2023-04-01  隐形冠军或单项冠军企业  ended  rose" in told and "next: 隐形冠军或单项冠军企业" in told
    with pytest.raises(WrongUse, match="neither an enterprise of the zone nor a ladder in force; in force: gazelle, q"):
        ladder(zone, "quality")


def test_the_list_has_a_row_an_enterprise_with_the_gap_in_words_and_comes_out_the_same_twice(zone, tmp_path):
    for name in ("a.xlsx", "b.xlsx", "a.csv"):
        assert write_ladder(zone, "quality_sme", tmp_path / name)["enterprises"] == FIRMS
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    head, *rows = openpyxl.load_workbook(tmp_path / "a.xlsx").active.iter_rows(values_only=True)
    rows = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    assert len(rows) == FIRMS
    past = rows["quality_sme-004"]
    assert [past[name] for name in ("现级", "曾到最高级名称", "下一级")] == [
        "3",
        "隐形冠军或单项冠军企业",
        "隐形冠军或单项冠军企业",
    ]
    assert past["还差什么"].startswith("（营业收入增长率高于 5%：现 0.00%，差 5.00 个百分点；")
    assert rows["gazelle-000"]["另在"] == "瞪羚企业" and past["另在"] is None
    assert rows["quality_sme-009"]["是否在梯队"] == "资质数据未到"
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file))) == len(rows) + 1
    with pytest.raises(WrongUse, match="--out takes one ladder, not ''; in force: gazelle, quality_sme"):
        write_ladder(zone, "", tmp_path / "all.csv")
