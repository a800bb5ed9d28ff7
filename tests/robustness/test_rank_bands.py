"""How sure a rank is, on zones small enough to work out by hand."""

from dataclasses import replace

import numpy as np
import pytest

from innopoints.robustness.alternatives import alternatives
from innopoints.robustness.rank_bands import drawn_ranks, rank_bands, ranks
from innopoints.robustness.scored import Scored
from innopoints.robustness.structure import alpha, correlation_flags, effective_weights
from innopoints.robustness.tree import Node, Tree, scores

TOP = Node(0, None, "total", "total", "sum", "base", 0, 100)
GROUP = Node(1, 0, "only", "group", "sum", "base", 0, 100)


def zone(points, weights=(50, 50), take="sum") -> Scored:
    """Two or more indicators of one group, one stage; NaN is a dropped cell."""
    points = np.array(points, dtype=float)
    group = replace(GROUP, take=take)
    leaves = {
        number + 2: Node(number + 2, 1, f"leaf_{number}", "indicator", None, "base", 0, weight, number)
        for number, weight in enumerate(weights)
    }
    weighed = {(number + 2, 1): (1.0, float(weight)) for number, weight in enumerate(weights)} | {(1, 1): (1.0, 100.0)}
    tree, stage = Tree({0: TOP, 1: group} | leaves, weighed), np.ones(len(points), dtype=int)
    return Scored(
        scheme="invented",
        edition="1",
        decimals=2,
        tree=tree,
        uscc=[f"enterprise-{number}" for number in range(len(points))],
        stage=stage,
        stage_name=["all"] * len(points),
        points=points,
        held=np.full(len(points), np.nan),
        values=points,
        policy=np.where(np.isnan(points), "drop_and_renormalise", "scored").astype(object),
        score_full=scores(tree, points, stage),
    )


def test_equal_scores_share_a_rank_and_the_next_rank_is_left_out():
    assert ranks(np.array([3.0, 5.0, 5.0, 1.0]), 2).tolist() == [3, 1, 1, 4]


def test_scores_that_differ_only_beyond_the_published_places_are_equal():
    assert ranks(np.array([1.004, 1.001, 0.9]), 2).tolist() == [1, 1, 3]
    assert ranks(np.array([0.125, 0.13]), 2).tolist() == [1, 1], "half rounds up"


def test_without_any_spread_the_band_is_the_published_rank():
    given = zone([[10, 40], [30, 30], [50, 0], [5, 5]])
    band = rank_bands(drawn_ranks(given, spread=0, draws=5))
    nominal = ranks(given.score_full, given.decimals)
    assert all((each == nominal).all() for each in band.values())


def test_an_enterprise_better_in_everything_is_first_under_all_weights_and_close_ones_change_places():
    given = zone([[50, 50], [30, 20], [20, 30.5], [1, 1]])
    band = rank_bands(drawn_ranks(given))
    assert [band["rank_low"][0], band["rank_high"][0]] == [1, 1]
    assert [band["rank_low"][3], band["rank_high"][3]] == [4, 4]
    assert [band["rank_low"][1], band["rank_high"][1]] == [2, 3]
    assert [band["rank_low"][2], band["rank_high"][2]] == [2, 3]


def test_the_draws_are_the_same_in_every_study():
    given = zone(np.random.default_rng(1).uniform(0, 50, (40, 2)))
    assert (drawn_ranks(given, draws=20) == drawn_ranks(given, draws=20)).all()


def test_a_dropped_cell_gives_its_weight_to_the_others():
    assert zone([[25, np.nan]]).score_full.tolist() == [50]
    assert zone([[25, np.nan]], take="best").score_full.tolist() == [25]
    assert np.isnan(zone([[np.nan, np.nan]]).score_full).all()


def test_leaving_out_the_only_indicator_that_differs_makes_all_equal():
    rows = alternatives(given := zone([[10, 7], [20, 7], [30, 7]]), drawn_ranks(given, draws=5))
    told = {row["alternative"]: row for row in rows}
    assert told["leaf_0"]["spearman"] is None, "nothing is left to rank by"
    assert told["leaf_0"]["largest_shift"] == 2
    assert told["leaf_1"]["spearman"] == pytest.approx(1)


def test_an_indicator_that_never_differs_weighs_nothing_whatever_it_was_meant_to():
    first, second = effective_weights(zone([[10, 7], [20, 7], [30, 7]], weights=(20, 80)))
    assert (first["nominal_weight"], second["nominal_weight"]) == (pytest.approx(0.2), pytest.approx(0.8))
    assert (first["effective_weight"], second["effective_weight"]) == (pytest.approx(1), pytest.approx(0))


def test_indicators_that_say_the_same_or_contradict_each_other_are_named():
    same = correlation_flags(zone([[1, 2.1], [2, 4], [3, 6.2], [4, 8]]))
    against = correlation_flags(zone([[1, 8], [2, 6], [3, 4], [4, 2.5]]))
    assert [(row["flag"], row["correlation"] > 0.92) for row in same] == [("nearly_the_same", True)]
    assert [row["flag"] for row in against] == ["against_each_other"]


def test_alpha_of_columns_that_say_the_same_is_one_and_of_independent_ones_near_zero():
    column = np.arange(10.0)
    assert alpha(np.column_stack([column, 2 * column, column + 1])) == pytest.approx(1)
    assert abs(alpha(np.random.default_rng(7).normal(size=(5000, 4)))) < 0.1
    assert alpha(np.column_stack([column, np.ones(10)])) is None
