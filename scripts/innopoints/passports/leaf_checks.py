"""Judge one indicator: one method, a scale that holds its points, goalposts in order, a transform that can be taken."""

from collections.abc import Collection, Iterator

from innopoints.passports.interval import Interval, cover_problems
from innopoints.passports.leaf import AGAINST_PEERS, METHODS, CarryForward, Indicator, PeerMedian
from innopoints.passports.scheme import Scheme
from innopoints.passports.scheme_tree import Node, ceiling, floor

_STRETCHED = ("linear", "minmax", "zscore")
"""Methods for which the distance between values matters, so that a transform or winsorising does."""


def method_problems(node: Node) -> list[str]:
    """Whether the indicator says in exactly one way how it earns points; nothing else can be judged before."""
    if len(node.what.methods) == 1:
        return []
    written = " and ".join(node.what.methods) or "no method"
    return [f"{node.key}: {written} written; allowed: exactly one of {', '.join(METHODS)}"]


def leaf_problems(node: Node, scheme: Scheme, measures: Collection[str]) -> list[str]:
    """Why the indicator at `node` cannot be scored; empty when it can."""
    leaf, key, (method,) = node.what, node.key, node.what.methods
    if leaf.judged:
        return [*_judged(key, leaf), *_scale(node, scheme, method)]
    problems = unknown_measure(f"{key}.measure", leaf.measure or node.name, measures)
    problems += [*_scale(node, scheme, method), *_goalposts(key, leaf, method)]
    if leaf.peers and not (method in AGAINST_PEERS or leaf.winsorise or "peer_median" in policies_of(leaf.missing)):
        allowed = f"allowed with {', '.join(AGAINST_PEERS)}, winsorise or missing: peer_median"
        problems.append(f"{key}.peers: {method} looks at no peers; {allowed}")
    for name in ("transform", "winsorise"):
        if getattr(leaf, name) and method not in _STRETCHED:
            problems.append(f"{key}.{name}: changes nothing in {method}; allowed with {', '.join(_STRETCHED)}")
    if leaf.winsorise and leaf.winsorise.low >= leaf.winsorise.high:
        problems.append(f"{key}.winsorise: low must be below high, both shares of the peers from 0 to 1")
    return problems


def _judged(key: str, leaf: Indicator) -> Iterator[str]:
    for name in ("measure", "missing", "transform", "winsorise", "peers", "floor"):
        if getattr(leaf, name) is not None:
            yield f"{key}.{name}: a person gives these points, no measure does; leave {name} out"
    if not (leaf.title and leaf.title_en):
        yield f"{key}.title: no measure lends its name; write title and title_en"


def _scale(node: Node, scheme: Scheme, method: str) -> Iterator[str]:
    leaf, key = node.what, node.key
    low, high = floor(scheme, leaf), leaf.max_points
    top = ceiling(scheme, node.parent.what)
    if high > top and leaf.weight is None:
        yield f"{key}.{method}: gives up to {high}, beyond the group's max of {top}"
    if low >= high and (method not in ("bands", "levels") or high > 0):
        what = "judged.min" if leaf.judged else "floor"
        yield f"{key}.{what}: {low} is not below the {high} points it can give"
    if leaf.step_points and min(leaf.step_points) < low:
        yield f"{key}.{method}: gives {min(leaf.step_points)}, below the floor of {low}"
    if method in ("flag", "per_item") and low != 0:
        yield f"{key}.floor: {method} starts at 0; write bands instead"
    if leaf.zscore and not low <= leaf.zscore.mean <= high:
        yield f"{key}.zscore.mean: {leaf.zscore.mean} is outside the scale from {low} to {high}"


def _goalposts(key: str, leaf: Indicator, method: str) -> Iterator[str]:
    if leaf.bands is not None:
        ends = [Interval(band.at_least, band.below) for band in leaf.bands]
        yield from cover_problems(f"{key}.bands", ends) if ends else [f"{key}.bands: empty; write at least `else`"]
        for band in leaf.bands:
            if band.low > band.high:
                yield f"{key}.bands: [{band.low}, {band.high}] is no range; write the lower number of points first"
    if leaf.linear and leaf.linear.low >= leaf.linear.high:
        yield (f"{key}.linear: low must be below high; say which way is better with direction: higher | lower")
    elif leaf.linear and leaf.transform == "log" and leaf.linear.low <= 0:
        yield (f"{key}.linear.low: {leaf.linear.low} has no logarithm; it must be above 0")
    elif leaf.linear and leaf.transform == "sqrt" and leaf.linear.low < 0:
        yield (f"{key}.linear.low: {leaf.linear.low} has no square root; it must be 0 or more")
    if leaf.per_item and leaf.per_item.points > leaf.per_item.cap:
        yield (f"{key}.per_item: one item gives {leaf.per_item.points}, beyond its cap")


def policies_of(missing) -> set[str]:
    """The names of the policies a `missing:` may end in."""
    if isinstance(missing, CarryForward):
        return {"carry_forward"} | policies_of(missing.otherwise)
    return {"peer_median"} if isinstance(missing, PeerMedian) else {missing} - {None}


def unknown_measure(key: str, measure: str, measures: Collection[str]) -> list[str]:
    """One sentence when nobody computes `measure`."""
    if measure in measures:
        return []
    return [f"{key}: unknown measure {measure!r}; allowed: {', '.join(sorted(measures))}"]
