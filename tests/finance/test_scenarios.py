"""Every rule of pools and subsidies at its edges, each a sentence and an example, through the real models."""

from datetime import date
from decimal import Decimal
from functools import cache

import pytest

from innopoints.finance.position import positions_in
from tests.finance.given_loans import TODAY
from tests.finance.scenarios import POOL_SCENARIOS, SUBSIDY_SCENARIOS

NAMES = {"claims": "claims", "claimed": "claimed_cny", "covered": "covered_cny", "available": "available_cny",
         "owed_to_bank": "owed_to_bank_cny"}  # fmt: skip


@cache
def of_day(con, day: date) -> dict[str, dict]:
    return {each["pool"]: each for each in positions_in(con, day)}


def stands(con, pool: str, day: date) -> dict:
    return of_day(con, day)[pool]


@pytest.mark.parametrize(("pool", "scenario"), POOL_SCENARIOS, ids=[each["name"] for _, each in POOL_SCENARIOS])
def test_pool(zone, pool, scenario):
    told = scenario["expect"]
    by_day = told if isinstance(next(iter(told)), date) else {TODAY: told}
    for day, expected in by_day.items():
        found = stands(zone.con, pool, day)
        for name, value in expected.items():
            if name in ("bears", "paid"):
                parties = {each["party"]: each[f"{name}_cny"] for each in found["parties"]}
                wanted = {party: Decimal(str(amount)) for party, amount in value.items()}
                if name == "paid":
                    parties = {party: amount for party, amount in parties.items() if party in wanted}
                nothing = dict.fromkeys({*parties, *wanted}, Decimal(0))
                assert nothing | parties == nothing | wanted, (day, name)
            else:
                assert found[NAMES[name]] == Decimal(str(value)), (day, name)


@pytest.mark.parametrize(
    ("subsidy", "scenario"), SUBSIDY_SCENARIOS, ids=[each["name"] for _, each in SUBSIDY_SCENARIOS]
)
def test_subsidy(zone, subsidy, scenario):
    found = zone.con.execute(
        "select year, loan_no, kind, amount_cny from finance.interest_subsidy where subsidy = ? and amount_cny <> 0",
        [subsidy],
    ).fetchall()
    said = {}
    for year, loan_no, kind, amount in found:
        name = loan_no.removeprefix(f"{subsidy}-") + (" taken back" if kind == "take_back" else "")
        said.setdefault(year, {})[name] = amount
    expected = {
        year: {loan: Decimal(str(amount)) for loan, amount in loans.items()}
        for year, loans in scenario["expect"].items()
    }
    assert said == expected
