"""Whatever happened to any number of loans, ledgers and subsidies are right to the cent: the SQL against a slow walk.

The daily run puts 2,000 drawn histories through the models, `make faults` 10,000; each in one run of dbt.
"""

from collections import Counter

import duckdb
import pytest

from tests.finance import oracle
from tests.finance.given_loans import TODAY, given_loans, with_rules
from tests.finance.histories import POOLS, SUBSIDIES, drawn, pool_files, subsidy_files

COUNTS = [2_000, pytest.param(10_000, marks=pytest.mark.faults)]


@pytest.fixture(scope="module", params=COUNTS)
def drawn_zone(request, tmp_path_factory):
    """(warehouse, loans, their events)."""
    loans, events = drawn(request.param, seed=20260630)
    root = tmp_path_factory.mktemp("drawn")
    with with_rules(root, pool_files(), subsidy_files()):
        home = given_loans(root / "home", loans, [each for told in events.values() for each in told])
    with duckdb.connect(home.candidate, read_only=True) as con:
        yield con, loans, events


def sums(con: duckdb.DuckDBPyConnection, query: str, *values) -> Counter:
    """{key columns: cents} of what a query gives, key first and the amount last, without those that are nothing."""
    return Counter({tuple(key): int(amount * 100) for *key, amount in con.execute(query, values).fetchall() if amount})


@pytest.mark.parametrize("pool", POOLS)
def test_every_entry_of_a_pool_is_what_a_walk_through_its_days_books(drawn_zone, pool):
    con, loans, events = drawn_zone
    walked = [oracle.Loan(loan, events[loan["bank"], loan["loan_no"]], TODAY) for loan in loans]
    booked = sums(
        con,
        "select entry, entry_date, bank, loan_no, account, party, sum(debit_cny - credit_cny) "
        "from finance.risk_pool_ledger where pool = ? group by all",
        pool,
    )
    expected = oracle.ledger(pool_files()[pool], walked, TODAY)
    assert {key[0] for key in expected} >= {"cover", "default", "recovery", "payout", "paid_back"}
    assert booked == expected


def test_what_the_parties_bear_is_what_is_left_of_the_losses_and_what_they_paid_and_owe(drawn_zone):
    con, *_ = drawn_zone
    of_pool = {}
    for pool, account, amount in con.execute(
        "select pool, account, sum(debit_cny - credit_cny) from finance.risk_pool_ledger group by all"
    ).fetchall():
        of_pool.setdefault(pool, Counter())[account] = amount
    for accounts in of_pool.values():
        assert accounts["covered"] == -accounts["cover_given"] >= 0
        assert accounts["loss"] == -(accounts["loan"] + accounts["payable"] + accounts["cash"] + accounts["fund"]
                                     + accounts["committed"]) > 0  # fmt: skip


def test_debits_equal_credits_in_every_entry_and_no_fund_is_overdrawn_on_any_day(drawn_zone):
    con, *_ = drawn_zone
    assert (
        con.execute(
            "select * from finance.risk_pool_ledger group by all having sum(debit_cny) < 0 or sum(credit_cny) < 0"
        ).fetchall()
        == []
    )
    assert (
        con.execute(
            "select pool, entry, bank, loan_no, place from finance.risk_pool_ledger group by all "
            "having sum(debit_cny) <> sum(credit_cny)"
        ).fetchall()
        == []
    )
    lowest = con.execute(
        "select min(available) from (select sum(debit_cny - credit_cny) over (partition by pool order by entry_date) "
        "as available from finance.risk_pool_ledger where account = 'fund')"
    ).fetchone()
    assert lowest[0] >= 0


@pytest.mark.parametrize("subsidy", SUBSIDIES)
def test_every_loan_gets_for_every_year_what_adding_up_its_days_gives(drawn_zone, subsidy):
    con, loans, events = drawn_zone
    granted = sums(
        con, "select year, bank, loan_no, kind, amount_cny from finance.interest_subsidy where subsidy = ?", subsidy
    )
    expected = oracle.subsidy(subsidy_files()[subsidy], loans, events, TODAY)
    assert len(granted) > 300
    assert granted == Counter({key: amount for key, amount in expected.items() if amount})
