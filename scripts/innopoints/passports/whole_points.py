"""Judge whether a scheme that promises whole points can only give whole points."""

from collections.abc import Iterator
from decimal import Decimal

from innopoints.passports.leaf import Indicator
from innopoints.passports.leaf_checks import policies_of
from innopoints.passports.scheme import Scheme
from innopoints.passports.scheme_tree import nodes

_WHOLE_METHODS = ("bands", "levels", "flag", "judged")
_SPREADS = {"drop_and_renormalise", "peer_median", "carry_forward"}


def whole_problems(scheme: Scheme) -> list[str]:
    """Everything that could give a part of a point; empty when nothing can, or nothing was promised."""
    return [*_problems(scheme)] if scheme.whole_points else []


def _problems(scheme: Scheme) -> Iterator[str]:
    if scheme.weights or scheme.take not in ("sum", "best"):
        yield "whole_points: weights and means give parts of points; allowed: sum and best, without weights"
    if scheme.outage == "drop_and_renormalise":
        yield "outage: drop_and_renormalise gives parts of points; allowed with whole_points: block"
    for node in nodes(scheme):
        if isinstance(node.what, Indicator):
            yield from _leaf(node.key, node.what, policies_of(node.what.missing or scheme.missing))
        elif node.take not in ("sum", "best"):
            yield f"{node.key}.take: {node.take} gives parts of points; allowed with whole_points: sum, best"


def _leaf(key: str, leaf: Indicator, policies: set[str]) -> Iterator[str]:
    (method,) = leaf.methods
    if method not in _WHOLE_METHODS:
        yield f"{key}.{method}: gives parts of points; allowed with whole_points: {', '.join(_WHOLE_METHODS)}"
    for spread in sorted(policies & _SPREADS if not leaf.judged else ()):
        yield f"{key}.missing: {spread} gives parts of points; allowed with whole_points: zero, block"
    ends = leaf.step_points or [leaf.max_points, leaf.judged.min if leaf.judged else Decimal(0)]
    for points in sorted(points for points in ends if points != points.to_integral_value()):
        yield f"{key}.{method}: {points} is no whole number, as whole_points promises"
