"""The founding article recomputed: a pool of 1 billion yuan, 5 million a firm, about 200 firms, 2:6:2 up to 3 %."""

from datetime import date
from decimal import Decimal

from innopoints.passports.risk_pool import read_risk_pools
from innopoints.project import RISK_POOLS
from tests.finance.test_scenarios import stands

POOL = next(each for each in read_risk_pools(RISK_POOLS).values() if each.pool == "zhongkai_zyd")


def test_one_billion_at_five_million_a_firm_is_two_hundred_firms():
    assert POOL.size_cny / POOL.firm_cap_cny == 200


def test_what_the_government_can_lose_at_the_trigger_is_six_million_which_is_its_fund():
    firms = POOL.size_cny / POOL.firm_cap_cny
    assert firms * POOL.firm_cap_cny * POOL.trigger.ratio * POOL.tiers["all"]["government"] == 6_000_000
    assert POOL.fund.committed_cny == 6_000_000


def test_six_of_two_hundred_firms_default_which_is_three_percent_and_shared_two_to_six_to_two(zone):
    found = stands(zone.con, "article", date(2024, 9, 1))
    bears = {each["party"]: each["bears_cny"] for each in found["parties"]}
    assert found["claims"] == 6 and found["claimed_cny"] == 30_000_000
    assert bears == {"government": Decimal(6_000_000), "guarantee": Decimal(18_000_000), "bank": Decimal(6_000_000)}
    assert found["owed_to_bank_cny"] == 24_000_000


def test_the_guarantor_pays_first_and_the_year_after_the_government_gives_all_of_its_fund(zone):
    paid = {}
    for day in (date(2024, 10, 1), date(2025, 3, 28)):
        found = stands(zone.con, "article", day)
        paid[day] = [
            found["available_cny"],
            *(each["paid_cny"] for each in found["parties"] if each["party"] != "bank"),
        ]
    assert paid == {date(2024, 10, 1): [6_000_000, 0, 24_000_000], date(2025, 3, 28): [0, 6_000_000, 18_000_000]}


def test_a_seventh_default_is_over_three_percent_and_the_banks_alone(zone):
    before, after = (stands(zone.con, "article", day) for day in (date(2025, 2, 28), date(2025, 3, 1)))
    bears = [{each["party"]: each["bears_cny"] for each in found["parties"]} for found in (before, after)]
    assert bears[1] == bears[0] | {"bank": bears[0]["bank"] + 5_000_000}


def test_loans_beyond_the_first_billion_are_not_covered(zone):
    assert stands(zone.con, "article", date(2024, 1, 2))["covered_cny"] == 1_000_000_000
    assert stands(zone.con, "article", date(2026, 1, 1))["claims"] == 7
