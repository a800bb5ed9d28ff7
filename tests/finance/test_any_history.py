"""Whatever happened to any number of loans, ledgers and subsidies are right to the cent: the SQL against a slow walk.

The daily run puts 2,000 drawn histories through the models, `make proofs` 10,000; each in one run of dbt.
"""

from collections import Counter

import duckdb
import pytest

from tests.finance import oracle
from tests.finance.given_loans import TODAY
from tests.finance.histories import POOLS, SUBSIDIES, pool_files, subsidy_files


@pytest.fixture(scope="module", params=["zone", pytest.param("large_zone", marks=pytest.mark.proofs)])
def drawn(request):
    return request.getfixturevalue(request.param)


def sums(con: duckdb.DuckDBPyConnection, query: str, *values) -> Counter:
    """{key columns: cents} of what a query gives, key first and the amount last, without those that are nothing."""
    return Counter({tuple(key): int(amount * 100) for *key, amount in con.execute(query, values).fetchall() if amount})


@pytest.mark.parametrize("pool", POOLS)
def test_every_entry_of_a_pool_is_what_a_walk_through_its_days_books(drawn, pool):
    walked = [oracle.Loan(loan, drawn.events[loan["bank"], loan["loan_no"]], TODAY) for loan in drawn.loans]
    booked = sums(
        drawn.con,
        "select entry, entry_date, bank, loan_no, account, party, sum(debit_cny - credit_cny) "
        "from finance.risk_pool_ledger where pool = ? group by all",
        pool,
    )
    expected = oracle.ledger(pool_files()[pool], walked, TODAY, drawn.held)
    assert {key[0] for key in expected} >= {"cover", "default", "recovery", "payout", "paid_back"}
    assert booked == expected


def test_what_parties_bear_is_what_they_paid_wrote_off_and_still_owe(drawn):
    found = drawn.con.execute(
        "select pool, account, sum(debit_cny - credit_cny) from finance.risk_pool_ledger "
        "where entry <> 'fund' group by all"
    ).fetchall()
    assert len({pool for pool, *_ in found}) >= len(POOLS)
    for pool in {pool for pool, *_ in found}:
        stands = Counter({account: amount for of, account, amount in found if of == pool})
        assert stands["covered"] == -stands["cover_given"] >= 0
        assert stands["loss"] == -sum(stands[each] for each in ("loan", "payable", "cash", "fund"))


def test_debits_equal_credits_in_every_entry_and_no_fund_is_overdrawn_on_any_day(drawn):
    uneven = "having sum(debit_cny) <> sum(credit_cny) or min(least(debit_cny, credit_cny)) <> 0"
    assert drawn.con.execute(
        f"select pool, entry, bank, loan_no, place from finance.risk_pool_ledger group by all {uneven}"
    ).fetchall() == []  # fmt: skip
    (lowest,) = drawn.con.execute(
        "select min(available) from (select sum(debit_cny - credit_cny) over (partition by pool order by entry_date) "
        "as available from finance.risk_pool_ledger where account = 'fund')"
    ).fetchone()
    assert lowest >= 0


@pytest.mark.parametrize("subsidy", SUBSIDIES)
def test_every_loan_gets_for_every_year_what_adding_up_its_days_gives(drawn, subsidy):
    granted = sums(
        drawn.con,
        "select year, bank, loan_no, kind, amount_cny from finance.interest_subsidy where subsidy = ?",
        subsidy,
    )
    expected = oracle.subsidy(subsidy_files()[subsidy], drawn.loans, drawn.events, TODAY)
    assert len(granted) > 200
    assert granted == Counter({key: amount for key, amount in expected.items() if amount})


@pytest.mark.parametrize("cut", ["all", "stage"])
def test_auc_gini_and_ks_are_what_counting_every_pair_gives(drawn, cut):
    slices = {}
    for row, is_bad in oracle.observed(drawn.past, drawn.loans, drawn.events):
        if row["scheme"] == "zone_default":
            slices.setdefault("all" if cut == "all" else row["stage"], []).append((int(row["score"]), is_bad))
    found = drawn.con.execute(
        "select item, observed_count, default_count, status, auc, auc_low, auc_high, gini, ks, ks_low, ks_high "
        "from finance.outcome_backtest where scheme = 'zone_default' and cut = ? order by item",
        [cut],
    ).fetchall()
    assert [item for item, *_ in found] == sorted(slices)
    for item, seen, defaults, status, area, low, high, gini, gap, gap_low, gap_high in found:
        points = slices[item]
        assert (seen, defaults, status) == (len(points), sum(is_bad for _, is_bad in points), "measured")
        expected, error = oracle.auc(points)
        near = pytest.approx
        assert (float(area), float(gini)) == (near(float(expected), abs=6e-5), near(float(2 * expected - 1), abs=6e-5))
        assert (float(low), float(high)) == tuple(
            near(float(expected) + side * 1.959964 * error, abs=6e-5) for side in (-1, 1)
        )
        assert float(gap) == near(float(oracle.ks(points)), abs=6e-5)
        assert 0 <= gap_low <= gap <= gap_high <= 1
