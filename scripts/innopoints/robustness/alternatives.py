"""What each choice of the scheme's makers does to the ranking, had they chosen otherwise: one row an alternative.

    weights         every weight at a quarter more or less (the mean over all draws)
    normalisation   known values put on each indicator's scale by min-max, rank or z-score within the zone
    missing         dropped cells at the floor, or at the median of the stage; filled cells dropped
    left_out        the scheme without one indicator

Source: OECD/JRC Handbook (2008), step 7. Indicators whose points do not follow their value keep their own points under
another normalisation; so do cells that were filled.
"""

from collections.abc import Iterator

import numpy as np

from innopoints.robustness.rank_bands import ranks
from innopoints.robustness.scored import Scored
from innopoints.robustness.tree import Node, scores

_FILLED = ("zero", "peer_median", "carry_forward")


def alternatives(scored: Scored, drawn: np.ndarray) -> list[dict]:
    """Rows of kind, alternative, spearman, mean_shift, largest_shift, moved_a_tenth_share, top_tenth_kept_share."""
    nominal = ranks(scored.score_full, scored.decimals)
    rows = [_weights(nominal, drawn)]
    for kind, name, points in _points(scored):
        score = scores(scored.tree, points, scored.stage)
        there = ~np.isnan(score)
        if there.sum() < 3:
            continue
        before = ranks(scored.score_full[there], scored.decimals)
        rows.append({"kind": kind, "alternative": name} | _compared(before, ranks(score[there], scored.decimals)))
    return rows


def _weights(nominal: np.ndarray, drawn: np.ndarray) -> dict:
    every = [_compared(nominal, drawn[:, draw]) for draw in range(drawn.shape[1])]
    summed = {name: float(np.mean([each[name] for each in every])) for name in every[0]}
    return {"kind": "weights", "alternative": "quarter_more_or_less"} | summed


def _compared(before: np.ndarray, after: np.ndarray) -> dict:
    shift = np.abs(after - before)
    top = max(1, len(before) // 10)
    best = before <= top
    return {
        "spearman": correlation(before, after),
        "mean_shift": float(shift.mean()),
        "largest_shift": int(shift.max()),
        "moved_a_tenth_share": float((shift > len(before) / 10).mean()),
        "top_tenth_kept_share": float((after[best] <= top).mean()),
    }


def correlation(one: np.ndarray, other: np.ndarray) -> float | None:
    """Pearson's r (of ranks: Spearman's); None where one of the two does not vary."""
    if len(one) < 3 or np.ptp(one) == 0 or np.ptp(other) == 0:
        return None
    return float(np.corrcoef(one, other)[0, 1])


def _points(scored: Scored) -> Iterator[tuple[str, str, np.ndarray]]:
    for name in ("minmax", "rank", "zscore"):
        yield "normalisation", name, _normalised(scored, name)
    dropped, filled = np.isnan(scored.points), np.isin(scored.policy, _FILLED)
    floors = np.array([leaf.floor for leaf in scored.tree.leaves])
    if dropped.any():
        yield "missing", "dropped_at_the_floor", np.where(dropped, floors, scored.points)
        yield "missing", "dropped_at_the_stage_median", np.where(dropped, _stage_medians(scored), scored.points)
    if filled.any():
        yield "missing", "filled_dropped", np.where(filled, np.nan, scored.points)
    for leaf in scored.tree.leaves:
        without = scored.points.copy()
        without[:, leaf.column] = np.nan
        yield "left_out", leaf.name, without


def _stage_medians(scored: Scored) -> np.ndarray:
    result = np.full_like(scored.points, np.nan)
    for position in np.unique(scored.stage):
        rows = scored.stage == position
        for column in range(result.shape[1]):
            known = scored.points[rows, column]
            if (~np.isnan(known)).any():
                result[rows, column] = np.nanmedian(known)
    return result


def _normalised(scored: Scored, name: str) -> np.ndarray:
    result = scored.points.copy()
    for leaf in scored.tree.leaves:
        known = (scored.policy[:, leaf.column] == "scored") & ~np.isnan(scored.values[:, leaf.column])
        value, points = scored.values[known, leaf.column], scored.points[known, leaf.column]
        follows = correlation(value, points)
        if follows is not None:
            result[known, leaf.column] = _on_scale(value * np.sign(follows), leaf, name)
    return result


def _on_scale(value: np.ndarray, leaf: Node, name: str) -> np.ndarray:
    if name == "minmax":
        share = (value - value.min()) / np.ptp(value)
    elif name == "rank":
        order = np.sort(value)
        share = (np.searchsorted(order, value, "left") + np.searchsorted(order, value, "right") - 1) / 2
        share = share / (len(value) - 1)
    else:
        share = np.clip(0.5 + (value - value.mean()) / value.std() / 6, 0, 1)
    return leaf.floor + (leaf.max_points - leaf.floor) * share
