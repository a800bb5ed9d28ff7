"""Periods in order, each a population of its own; stages as the table gives them."""

import pytest

from tests.trial.tried import WORKED, tried

MISSING = ("missing: drop_and_renormalise", "missing: {carry_forward: 1, otherwise: drop_and_renormalise}")
ROWS = """unit,period,stage,life_expectancy_years,expected_schooling_years,mean_schooling_years,gni_per_capita_usd
A,2019,small,80,15,12,40000
B,2019,large,70,12,9,10000
C,2019,large,75,12,9,10000
A,2020,small,,15,12,40000
B,2020,large,72,12,9,10000
A,2021,small,,15,12,40000
A,10,small,60,10,8,4000
"""


@pytest.fixture(scope="module")
def tables(home, tmp_path_factory):
    """HDI with one period's grace: a value that is not known is that of the period before."""
    folder = tmp_path_factory.mktemp("periods")
    scheme = (WORKED / "hdi.yml").read_text("utf-8").replace("minimum_coverage: 1", "minimum_coverage: 0.5")
    assert MISSING[0] in scheme
    (folder / "hdi.yml").write_text(scheme.replace(*MISSING), "utf-8")
    (folder / "values.csv").write_text(ROWS, "utf-8")
    return tried(home, folder / "hdi.yml", folder / "values.csv", folder / "out")


def test_periods_stand_in_the_order_of_their_numbers(tables):
    assert [row["period"] for row in tables["scores"] if row["unit"] == "A"] == ["10", "2019", "2020", "2021"]


def test_a_value_is_carried_forward_from_the_period_before_and_no_further(tables):
    life = {
        row["period"]: (row["policy"], row["imputed_value"])
        for row in tables["indicators"]
        if (row["unit"], row["indicator"]) == ("A", "life_expectancy_years")
    }
    assert life["2020"] == ("carry_forward", "80")
    assert life["2021"] == ("drop_and_renormalise", "")
    score = {row["period"]: row["score_full"] for row in tables["scores"] if row["unit"] == "A"}
    assert score["2020"] == score["2019"]
    assert score["2021"] != score["2019"]


def test_each_period_is_ranked_on_its_own_and_each_stage_within_it(tables):
    places = {
        (row["unit"], row["period"]): (row["rank"], row["stage_rank"], row["scored_count"], row["stage_scored_count"])
        for row in tables["scores"]
    }
    assert places["C", "2019"] == ("2", "1", "3", "2")
    assert places["B", "2019"] == ("3", "2", "3", "2")
    assert places["B", "2020"] == ("2", "1", "2", "1")
    assert places["A", "2021"] == ("1", "1", "1", "1")
