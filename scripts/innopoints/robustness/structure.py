"""What the indicators really weigh, and which of them say the same or contradict each other.

Source: OECD/JRC Handbook (2008), step 4 (multivariate analysis: Cronbach's alpha, correlations) and step 8 (effective
weights); Paruolo, Saisana and Saltelli (2013) on nominal against effective weights.
"""

from itertools import combinations

import numpy as np

from innopoints.robustness.alternatives import correlation
from innopoints.robustness.scored import Scored
from innopoints.robustness.tree import Node

SAME = 0.92
"""Two indicators beyond this correlation count one thing twice (JRC's rule of thumb)."""


def effective_weights(scored: Scored) -> list[dict]:
    """One row an indicator: the share it was meant to have, and its share of what makes scores differ (squared r)."""
    leaves = scored.tree.leaves
    meant = np.array([_meant(scored, leaf) for leaf in leaves])
    squared = np.array([_squared(scored.points[:, leaf.column], scored.score_full) for leaf in leaves])
    together = squared.sum()
    return [
        {
            "indicator": leaf.name,
            "group": scored.tree.nodes[leaf.parent].name,
            "known_share": float((~np.isnan(scored.points[:, leaf.column])).mean()),
            "nominal_weight": float(meant[place] / meant.sum()) if meant.sum() else 0.0,
            "effective_weight": float(squared[place] / together) if together else 0.0,
            "correlation_with_score": _pairwise(scored.points[:, leaf.column], scored.score_full),
        }
        for place, leaf in enumerate(leaves)
    ]


def correlation_flags(scored: Scored) -> list[dict]:
    """Pairs that are nearly the same anywhere in the scheme, or pull against each other within one group."""
    rows = []
    for one, other in combinations(scored.tree.leaves, 2):
        r = _pairwise(scored.points[:, one.column], scored.points[:, other.column])
        same_group = one.parent == other.parent
        if r is not None and (r > SAME or (same_group and r < 0)):
            flag = "nearly_the_same" if r > SAME else "against_each_other"
            rows.append({"indicator": one.name, "other": other.name, "flag": flag, "correlation": r})
    return rows


def alphas(scored: Scored) -> list[dict]:
    """Cronbach's alpha of each group's own indicators, standardised, over the enterprises that have all of them."""
    rows = []
    for group in (each for each in scored.tree.nodes.values() if each.column is None):
        columns = [each.column for each in scored.tree.children(group.node) if each.column is not None]
        if len(columns) < 2:
            continue
        points = scored.points[:, columns]
        whole = points[~np.isnan(points).any(axis=1)]
        rows.append({"group": group.name, "indicators": len(columns), "enterprises": len(whole), "alpha": alpha(whole)})
    return rows


def alpha(points: np.ndarray) -> float | None:
    """k r / (1 + (k - 1) r), r the mean correlation of the columns; None with fewer than two columns that vary."""
    points = points[:, np.ptp(points, axis=0) > 0] if len(points) > 2 else points[:, :0]
    k = points.shape[1]
    if k < 2:
        return None
    r = np.corrcoef(points, rowvar=False)[np.triu_indices(k, 1)].mean()
    return float(k * r / (1 + (k - 1) * r)) if 1 + (k - 1) * r else None


def _pairwise(one: np.ndarray, other: np.ndarray) -> float | None:
    both = ~np.isnan(one) & ~np.isnan(other)
    return correlation(one[both], other[both])


def _squared(points: np.ndarray, score: np.ndarray) -> float:
    r = _pairwise(points, score)
    return 0.0 if r is None else r * r


def _meant(scored: Scored, leaf: Node) -> float:
    """Points of the total from the worst to the best of this indicator, the mean over the enterprises' stages."""
    positions, counts = np.unique(scored.stage, return_counts=True)
    worth = 0.0
    for position, count in zip(positions, counts, strict=True):
        along, node = leaf.max_points - leaf.floor, leaf
        while node.parent is not None:
            parent = scored.tree.nodes[node.parent]
            factor, weight = scored.tree.weights[node.node, int(position)]
            if parent.take in ("weighted_mean", "geometric_mean"):
                siblings = [each for each in scored.tree.children(parent.node) if each.role == node.role]
                factor = weight / sum(scored.tree.weights[each.node, int(position)][1] for each in siblings)
            along, node = along * factor, parent
        worth += along * count / len(scored.stage)
    return worth
