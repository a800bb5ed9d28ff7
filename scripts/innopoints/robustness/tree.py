"""A scheme's tree in numpy: the scores of many enterprises at once, under any weights.

The product's scores come from the SQL models; this is the same arithmetic in floating point, for the thousands of times
a study scores a zone. `scored.py` refuses to study a scheme whose published scores it does not give again.
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Node:
    """One place in the tree, as registry.scheme_node says; `column` is a leaf's column in the matrix of points."""

    node: int
    parent: int | None
    name: str
    kind: str
    take: str | None
    role: str
    floor: float
    max_points: float
    column: int | None = None


@dataclass(frozen=True)
class Tree:
    """Nodes in the order written, and {(node, stage position): (factor, weight)} as registry.scheme_weight says."""

    nodes: dict[int, Node]
    weights: dict[tuple[int, int], tuple[float, float]]

    def children(self, node: int) -> list[Node]:
        return [each for each in self.nodes.values() if each.parent == node]

    @property
    def root(self) -> Node:
        return next(each for each in self.nodes.values() if each.parent is None)

    @property
    def leaves(self) -> list[Node]:
        return sorted((each for each in self.nodes.values() if each.column is not None), key=lambda each: each.column)


def scores(tree: Tree, points: np.ndarray, stage: np.ndarray, shift: dict[int, np.ndarray] | None = None) -> np.ndarray:
    """The score of each row of `points` (enterprises x leaves, NaN for a dropped cell); NaN where nothing is left.

    `shift` multiplies a node's weight, once for each draw; siblings are then scaled so that together they weigh what
    they did, and the answer is enterprises x draws. Only elementwise sums, products and quotients in a fixed order, so
    that every processor gives the same digits (logarithms of geometric means aside).
    """
    draws = len(next(iter(shift.values()))) if shift else 1
    result = np.full((len(points), draws), np.nan)
    for position in np.unique(stage):
        rows = np.flatnonzero(stage == position)
        for some in np.array_split(rows, max(1, len(rows) * draws // _IN_CACHE)):
            result[some] = _Stage(tree, points[some], int(position), shift or {}).total()
    return result if shift else result[:, 0]


_IN_CACHE = 1 << 15
"""Numbers worked on at once: a block of them stays in the processor's cache."""

Values = tuple[np.ndarray, np.ndarray]
"""Values (enterprises x draws, 0 where there is none) and whether there is one (enterprises x 1)."""


class _Stage:
    """Enterprises of one stage: they share their weights."""

    def __init__(self, tree: Tree, points: np.ndarray, position: int, shift: dict[int, np.ndarray]):
        self._tree, self._points, self._position, self._shift = tree, points, position, shift

    def total(self) -> np.ndarray:
        root = self._tree.root
        every = self._tree.children(root.node)
        given, there = self._together(root, [each for each in every if each.role == "base"])
        for role, sign in (("bonus", 1), ("deduction", -1)):
            beside = 0.0
            for each in (each for each in every if each.role == role):
                beside = beside + self._value(each)[0]
            given = given + beside if sign > 0 else given - np.minimum(beside, np.maximum(given, 0))
        return np.where(there, given, np.nan)

    def _value(self, node: Node) -> Values:
        if node.column is None:
            return self._together(node, self._tree.children(node.node))
        points = self._points[:, node.column, None]
        there = ~np.isnan(points)
        return np.where(there, points, 0.0), there

    def _together(self, node: Node, children: list[Node]) -> Values:
        values = [self._value(child) for child in children]
        there = np.logical_or.reduce([present for _, present in values])
        factors, weights = self._weighed(children, node.take)
        if node.take == "best":
            best = values[0][0]
            for place, (value, present) in enumerate(values):
                value = np.where(present, value, -np.inf)
                best = np.maximum(best, value) if place else value
            return np.where(there, np.minimum(best, node.max_points), 0.0), there
        here = sum(present * weight for (_, present), weight in zip(values, weights, strict=True))
        if node.role == "base":
            there = there & (here > 0).any(axis=1, keepdims=True)
        with np.errstate(divide="ignore", invalid="ignore"):
            if node.take == "geometric_mean":
                put = _geometric(values, weights, here)
            else:
                put = sum(value * factor for (value, _), factor in zip(values, factors, strict=True))
                if node.take == "weighted_mean":
                    put = put / here
                elif node.role == "base" and not all(present.all() for _, present in values):
                    whole = sum(1.0 * weight for weight in weights)
                    put = np.where(here == whole, put, put * whole / here)
        return np.where(there, np.minimum(put, node.max_points), 0.0), there

    def _weighed(self, children: list[Node], take: str | None) -> tuple[list, list]:
        pairs = [self._tree.weights[child.node, self._position] for child in children]
        factors, weights = [factor for factor, _ in pairs], [weight for _, weight in pairs]
        if take == "best" or not self._shift:
            return factors, weights
        moved = [weight * self._shift[child.node] for child, weight in zip(children, weights, strict=True)]
        if (together := sum(moved))[0] > 0:
            moved = [each * sum(weights) / together for each in moved]
        ratios = [each / weight if weight > 0 else 1.0 for each, weight in zip(moved, weights, strict=True)]
        return [factor * ratio for factor, ratio in zip(factors, ratios, strict=True)], moved


def _geometric(values: list[Values], weights: list, here: np.ndarray) -> np.ndarray:
    log, nothing = 0.0, False
    for (value, present), weight in zip(values, weights, strict=True):
        above = present & (value > 0)
        log = log + np.where(above, np.log(np.where(above, value, 1.0)) * weight, 0.0)
        nothing = nothing | (present & ~above)
    return np.where(nothing, 0.0, np.exp(log / here))
