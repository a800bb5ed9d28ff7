"""How long a fund lasts: against what can be worked out by hand, and by what must hold for any supposition."""

from dataclasses import replace
from itertools import pairwise
from math import comb, inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from innopoints.finance.whatif import Assumed, Start, by_year, dry_years, simulate

START = Start(
    available_cny=6e6, due_cny=0.0, sizes_cny=(5e6,) * 40, room_cny=inf, share=0.2, share_above=0.0, trigger=inf
)
ASSUMED = Assumed(default_rate=0.02, growth=0.0, correlation=0.0, years=5, draws=4000, seed=1)


def test_with_no_default_the_fund_stays_whole_for_ever():
    outcome = simulate(START, replace(ASSUMED, default_rate=0))
    assert (outcome.available_cny == 6e6).all() and not outcome.dry_in.any()


def test_what_is_due_already_is_paid_in_the_first_year_and_may_be_more_than_there_is():
    outcome = simulate(replace(START, due_cny=1e6), replace(ASSUMED, default_rate=0))
    assert (outcome.available_cny[:, 0] == 6e6).all() and (outcome.available_cny[:, 1:] == 5e6).all()
    assert (simulate(replace(START, due_cny=7e6), replace(ASSUMED, default_rate=0)).dry_in == 1).all()


def test_when_every_loan_defaults_the_fund_pays_a_fifth_of_them_the_year_after_and_is_dry():
    outcome = simulate(START, replace(ASSUMED, default_rate=1))
    assert (outcome.lost_cny[:, 1] == 200e6).all() and (outcome.dry_in == 2).all()
    assert (outcome.available_cny[:, 1] == 6e6).all() and (outcome.available_cny[:, 2] == 0).all()


def test_independent_loans_give_the_binomial_chance_that_the_fund_is_dry_in_the_second_year():
    # 6 million pay a fifth of six loans of 5 million; a seventh default among the 40 of the first year is too much.
    chance = 1 - sum(comb(40, k) * 0.1**k * 0.9 ** (40 - k) for k in range(7))
    outcome = simulate(START, replace(ASSUMED, default_rate=0.1, draws=20_000))
    assert (outcome.dry_in == 2).mean() == pytest.approx(chance, abs=4 * (chance * (1 - chance) / 20_000) ** 0.5)


def test_correlated_loans_lose_the_same_on_average_and_more_in_bad_years():
    alone, together = (simulate(START, replace(ASSUMED, correlation=each, draws=20_000)) for each in (0.0, 0.3))
    assert together.lost_cny[:, 1:].mean() == pytest.approx(alone.lost_cny[:, 1:].mean(), rel=0.05)
    assert np.percentile(together.lost_cny[:, 1], 99) > np.percentile(alone.lost_cny[:, 1], 99)


def test_in_a_year_over_the_trigger_the_fund_pays_the_share_that_then_holds():
    outcome = simulate(replace(START, trigger=0.03), replace(ASSUMED, default_rate=1))
    assert outcome.is_above[:, 1:].all() and (outcome.available_cny == 6e6).all()


def test_growing_lending_ends_where_the_pool_has_no_room_left():
    outcome = simulate(replace(START, room_cny=500e6), replace(ASSUMED, growth=0.5))
    assert outcome.lent_cny.tolist() == pytest.approx([0, 300e6, 200e6, 0, 0, 0])


@settings(max_examples=40, deadline=None)
@given(
    rate=st.floats(0.001, 0.5), growth=st.floats(-0.5, 1), correlation=st.floats(0, 0.9), fund=st.floats(1e5, 1e8),
    seed=st.integers(0, 2**32),
)  # fmt: skip
def test_for_any_supposition(rate, growth, correlation, fund, seed):
    assumed = Assumed(rate, growth, correlation, years=4, draws=200, seed=seed)
    start = replace(START, available_cny=fund)
    outcome, again = simulate(start, assumed), simulate(start, assumed)
    assert np.array_equal(outcome.available_cny, again.available_cny)
    assert (np.diff(outcome.available_cny, axis=1) <= 0).all() and (outcome.available_cny >= 0).all()
    years = by_year(outcome)
    assert all(one["dry_share"] <= later["dry_share"] for one, later in pairwise(years))
    for row in years:
        available = [row[f"available_p{each}_cny"] for each in (5, 25, 50, 75, 95)]
        assert available == sorted(available)
    known = [year for year in dry_years(outcome).values() if year is not None]
    assert known == sorted(known)
    richer = simulate(replace(start, available_cny=2 * fund), assumed)
    assert (np.where(richer.dry_in == 0, 99, richer.dry_in) >= np.where(outcome.dry_in == 0, 99, outcome.dry_in)).all()
