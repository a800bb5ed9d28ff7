"""Indices the world publishes, scored from their published tables: the same numbers, the same ranks."""

from decimal import Decimal

import pytest

from tests.trial.textbook import competition_ranks, geometric, in_fifty_digits, line, mean
from tests.trial.tried import WORKED, read, tried

HDI = ("life_expectancy_years", "expected_schooling_years", "mean_schooling_years", "gni_per_capita_usd")
TAI_GOALPOSTS = {
    "patents_per_million": ("0", "994"),
    "royalties_usd_per_thousand": ("0", "272.6"),
    "internet_hosts_per_thousand": ("0", "232.4"),
    "technology_exports_percent": ("0", "80.8"),
    "telephones_per_thousand": ("1", "901"),
    "electricity_kwh_per_capita": ("22", "6969"),
    "mean_schooling_years": ("0.8", "12.0"),
    "science_enrolment_percent": ("0.1", "27.4"),
}
TAI_LOGARITHMS = {"telephones_per_thousand", "electricity_kwh_per_capita"}
TAI_BUDGET = ("0.11", "0.11", "0.11", "0.18", "0.10", "0.06", "0.15", "0.18")


@pytest.fixture(scope="module")
def hdi(home, tmp_path_factory):
    out = tmp_path_factory.mktemp("hdi") / "out"
    return tried(home, WORKED / "hdi.yml", WORKED / "hdi_2021.csv", out)["scores"]


@in_fifty_digits
def hdi_by_hand(row: dict) -> Decimal:
    life, expected, schooling, income = (Decimal(row[name]) for name in HDI)
    health = line(life, Decimal(20), Decimal(85))
    education = mean([(1, line(expected, Decimal(0), Decimal(18))), (1, line(schooling, Decimal(0), Decimal(15)))])
    return geometric([(1, health), (1, education), (1, line(income, Decimal(100), Decimal(75_000), log=True))])


def test_hdi_is_what_undp_printed(hdi):
    printed = {row["unit"]: row["hdi"] for row in read(WORKED / "hdi_2021_published.csv")}
    assert {row["unit"]: row["score"] for row in hdi} == printed
    assert len(printed) >= 20


def test_hdi_agrees_with_the_formula_to_nine_places(hdi):
    exact = {row["unit"]: hdi_by_hand(row) for row in read(WORKED / "hdi_2021.csv")}
    assert max(abs(Decimal(row["score_full"]) - exact[row["unit"]]) for row in hdi) < Decimal("1e-9")
    assert {row["unit"]: int(row["rank"]) for row in hdi} == competition_ranks(exact, 3)


def test_countries_equal_at_three_decimals_share_a_rank_and_the_next_is_skipped(hdi):
    """Belgium 0.93690 and New Zealand 0.93689 differ, but not as published: both 7th, and nobody is 8th."""
    place = {row["unit"]: (row["score"], row["rank"]) for row in hdi}
    assert place["Belgium"] == place["New Zealand"] == ("0.937", "7")
    assert place["Canada"] == ("0.936", "9")
    full = {row["unit"]: row["score_full"] for row in hdi}
    assert full["Belgium"] != full["New Zealand"]


@pytest.mark.parametrize("scheme", ["tai_equal", "tai_budget"])
def test_technology_achievement_index(home, tmp_path, scheme):
    weights = (
        dict.fromkeys(TAI_GOALPOSTS, "1")
        if scheme == "tai_equal"
        else dict(zip(TAI_GOALPOSTS, TAI_BUDGET, strict=True))
    )
    scores = tried(home, WORKED / f"{scheme}.yml", WORKED / "tai_1999.csv", tmp_path / "out")["scores"]
    exact = tai_by_hand(weights)
    assert max(abs(Decimal(row["score_full"]) - exact[row["unit"]]) for row in scores) < Decimal("1e-9")
    assert {row["unit"]: int(row["rank"]) for row in scores} == competition_ranks(exact, 3)
    if scheme == "tai_equal":
        printed = {row["unit"]: row["tai"] for row in read(WORKED / "tai_1999_published.csv")}
        assert {row["unit"]: row["score"] for row in scores} == printed


@in_fifty_digits
def tai_by_hand(weights: dict[str, str]) -> dict[str, Decimal]:
    points: dict[str, list] = {}
    for row in read(WORKED / "tai_1999.csv"):
        low, high = map(Decimal, TAI_GOALPOSTS[row["indicator"]])
        reached = line(Decimal(row["value"]), low, high, log=row["indicator"] in TAI_LOGARITHMS)
        points.setdefault(row["unit"], []).append((Decimal(weights[row["indicator"]]), reached))
    return {unit: mean(parts) for unit, parts in points.items()}
