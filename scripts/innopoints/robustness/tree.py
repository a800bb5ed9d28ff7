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


def scores(tree: Tree, points: np.ndarray, stage: np.ndarray, shift: dict[int, float] | None = None) -> np.ndarray:
    """The score of each row of `points` (enterprises x leaves, NaN for a dropped cell); NaN where nothing is left.

    `shift` multiplies a node's weight; siblings are then scaled so that together they weigh what they did.
    """
    result = np.full(len(points), np.nan)
    for position in np.unique(stage):
        rows = stage == position
        result[rows] = _Stage(tree, points[rows], int(position), shift or {}).total()
    return result


class _Stage:
    """The enterprises of one stage: they share their weights."""

    def __init__(self, tree: Tree, points: np.ndarray, position: int, shift: dict[int, float]):
        self._tree, self._points, self._position, self._shift = tree, points, position, shift

    def total(self) -> np.ndarray:
        root = self._tree.root
        every = self._tree.children(root.node)
        given = self._together(root, [each for each in every if each.role == "base"])
        for role, sign in (("bonus", 1), ("deduction", -1)):
            beside = np.zeros(len(given))
            for each in (each for each in every if each.role == role):
                beside += np.nan_to_num(self._value(each))
            given = given + beside if sign > 0 else given - np.minimum(beside, np.maximum(given, 0))
        return given

    def _value(self, node: Node) -> np.ndarray:
        if node.column is not None:
            return self._points[:, node.column]
        return self._together(node, self._tree.children(node.node))

    def _together(self, node: Node, children: list[Node]) -> np.ndarray:
        values = np.column_stack([self._value(child) for child in children])
        present = ~np.isnan(values)
        factor, weight = self._weighed(children, node.take)
        here = (present * weight).sum(axis=1)
        lacking = ~present.any(axis=1)
        if node.take != "best" and node.role == "base":
            lacking |= here == 0
        with np.errstate(divide="ignore", invalid="ignore"):
            if node.take == "best":
                put = np.where(lacking, np.nan, np.max(np.where(present, values, -np.inf), axis=1))
            elif node.take == "geometric_mean":
                log = np.where(present, np.log(np.maximum(np.where(present, values, 1), 1e-300)) * weight, 0)
                put = np.exp(log.sum(axis=1) / here)
                put = np.where((np.where(present, values, 1) <= 0).any(axis=1), 0, put)
            else:
                put = np.where(present, values * factor, 0).sum(axis=1)
                if node.take == "weighted_mean":
                    put = put / here
                elif node.role == "base":
                    put = np.where(np.isclose(here, weight.sum()), put, put * weight.sum() / here)
        return np.where(lacking, np.nan, np.minimum(put, node.max_points))

    def _weighed(self, children: list[Node], take: str | None) -> tuple[np.ndarray, np.ndarray]:
        pairs = [self._tree.weights[child.node, self._position] for child in children]
        factor, weight = (np.array(each) for each in zip(*pairs, strict=True))
        if take == "best" or not self._shift:
            return factor, weight
        moved = weight * np.array([self._shift.get(child.node, 1.0) for child in children])
        if moved.sum() > 0:
            moved = moved * weight.sum() / moved.sum()
        ratio = np.divide(moved, weight, out=np.ones_like(weight), where=weight > 0)
        return factor * ratio, moved
