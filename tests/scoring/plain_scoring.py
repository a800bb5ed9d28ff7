"""The scoring rules said a second time, without SQL and without rounding: what the models are held against.

Exact fractions throughout; floating point only where a logarithm, a root or an exponential is asked for. The models
round each step at 12 places or more, so their scores agree to far better than 1e-9.
"""

import math
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from statistics import median

from innopoints.passports.interval import Interval
from innopoints.passports.leaf import AGAINST_PEERS, CarryForward, Indicator, PeerMedian
from innopoints.passports.scheme import Scheme
from innopoints.passports.scheme_tree import MEANS, ceiling, floor, nodes
from innopoints.passports.stage_profile import UNKNOWN, StageProfile

Interim = tuple[Fraction, Fraction]


def plain_scores(scheme: Scheme, profile: StageProfile, zone: dict[str, dict], past=None) -> dict[str, dict]:
    """{enterprise: {status, score, groups: {name: points}, policies: {indicator: policy}}} of a whole zone.

    `zone` is {enterprise: {measure: number or state, "industry": ..., "group": ...}}; `past` {(enterprise, indicator):
    [value one edition ago or None, ...]}.
    """
    stages = {name: _stage(profile, given) for name, given in zone.items()}
    leaves = [node for node in nodes(scheme) if isinstance(node.what, Indicator)]
    cells = {leaf.name: _leaf(scheme, leaf, zone, stages, past or {}) for leaf in leaves}
    return {name: _sheet(scheme, leaves, cells, zone[name], stages[name], name) for name in zone}


def _sheet(scheme, leaves, cells, given, stage, name) -> dict:
    root = next(iter(nodes(scheme)))
    groups = {}
    for group, what in scheme.groups.items():
        _group(scheme, what, group, what.role, cells, stage, name, groups)
    base = _put_together(scheme, root.what, scheme.base_groups, "base", stage, groups)
    states = [_state(given, leaf.what.measure or leaf.name) for leaf in leaves]
    applicable = [state for state in states if state != "not_applicable"]
    coverage = Fraction(states.count("known"), len(applicable)) if applicable else Fraction(0)
    enough = rounded(coverage, 4) >= scheme.minimum_coverage and states.count("known") >= scheme.minimum_known
    total = base and tuple(_beside(scheme, base[end], groups, end) for end in (0, 1))
    scored = bool(total and enough and rounded(total[0], 10) == rounded(total[1], 10))
    policies = {leaf.name: cells[leaf.name][name][1] for leaf in leaves}
    return {
        "status": "scored" if scored else "insufficient_data",
        "score": total[0] if scored else None,
        "groups": groups,
        "policies": policies,
    }


def _beside(scheme, base: Fraction, groups: dict, end: int) -> Fraction:
    """Bonus added, deductions taken; the least score has the greatest deduction, and none takes what is not there."""
    given, taken = base, Fraction(0)
    for name, group in scheme.groups.items():
        if groups[name] and group.role == "bonus":
            given += groups[name][end]
        if groups[name] and group.role == "deduction":
            taken += groups[name][1 - end]
    return given - min(taken, max(given, Fraction(0)))


def _group(scheme, group, name, role, cells, stage, enterprise, groups) -> None:
    ends = {child: cells[child][enterprise][0] for child in group.indicators}
    for child, what in group.groups.items():
        _group(scheme, what, child, role, cells, stage, enterprise, groups)
        ends[child] = groups[child]
    groups[name] = _put_together(scheme, group, group.children, role, stage, ends)


def _put_together(scheme, what, children, role, stage, ends) -> Interim | None:
    """The least and the most points; None when every child is dropped."""
    kept = [name for name in children if ends[name] is not None]
    if not kept:
        return None
    row = scheme.weights.get(stage, {})
    tops = {name: ceiling(scheme, child) for name, child in children.items()}
    plain = {name: Decimal(1) if what.take in MEANS else tops[name] for name in children}
    plain |= {name: child.weight for name, child in children.items() if child.weight is not None}
    plain |= {name: row[name] for name in children if name in row}
    weights = {name: Fraction(weight) for name, weight in plain.items()}
    present, top = sum(weights[name] for name in kept), Fraction(ceiling(scheme, what))
    if what.take != "best" and not present and role == "base":
        return None
    together = []
    for end in (0, 1):
        points = {name: Fraction(ends[name][end]) for name in kept}
        if what.take == "best":
            value = max(points.values())
        elif what.take == "weighted_mean":
            value = sum(weights[name] * points[name] for name in kept) / present
        elif what.take == "geometric_mean":
            logs = [weights[name] / present * Fraction(math.log(points[name])) for name in kept if points[name] > 0]
            value = Fraction(math.exp(sum(logs))) if min(points.values()) > 0 else Fraction(0)
        else:
            value = sum(points[name] / Fraction(tops[name]) * weights[name] for name in kept)
            value = value * sum(weights.values()) / present if role == "base" else value
        together.append(min(value, top))
    return tuple(together)


def _leaf(scheme: Scheme, leaf, zone: dict, stages: dict, past: dict) -> dict[str, tuple[Interim | None, str]]:
    """{enterprise: (least and most points or None, policy)} of one indicator."""
    what, measure = leaf.what, leaf.what.measure or leaf.name
    used = {
        name: Fraction(Decimal(str(given[measure])))
        for name, given in zone.items()
        if _state(given, measure) == "known"
    }
    policies = dict.fromkeys(used, "scored")
    missing = what.missing or scheme.missing
    last = missing.otherwise if isinstance(missing, CarryForward) else missing
    median_peers = last.peer_median if isinstance(last, PeerMedian) else what.peers or scheme.peers
    known = defaultdict(list)
    for name, value in used.items():
        known[_peers(median_peers, zone[name], stages[name])].append(value)
    for name, given in zone.items():
        state = _state(given, measure)
        before = [
            value
            for value in past.get((name, leaf.name), [])[: getattr(missing, "carry_forward", 0)]
            if value is not None
        ]
        of_peers = known[_peers(median_peers, given, stages[name])]
        if state in ("missing", "source_missing") and before:
            used[name], policies[name] = Fraction(before[0]), "carry_forward"
        elif state == "source_missing":
            policies[name] = scheme.outage
        elif state == "missing" and (last == "peer_median" or isinstance(last, PeerMedian)):
            policies[name] = "peer_median" if of_peers else "drop_and_renormalise"
            if of_peers:
                used[name] = median(of_peers)
        elif state == "missing":
            policies[name] = last
        elif state == "not_applicable":
            policies[name] = "drop_and_renormalise"
    points = _points(
        scheme, what, used, {name: _peers(what.peers or scheme.peers, zone[name], stages[name]) for name in zone}
    )
    ends = {"zero": (floor(scheme, what),) * 2, "block": (floor(scheme, what), what.max_points)}
    return {
        name: ((points[name],) * 2 if name in points else ends.get(policies[name]), policies[name]) for name in zone
    }


def _points(scheme: Scheme, what: Indicator, used: dict, peers: dict) -> dict[str, Fraction]:
    populations = defaultdict(dict)
    for name, value in used.items():
        populations[peers[name]][name] = value
    points = {}
    for population in populations.values():
        held = _winsorised(what, population)
        standing = _standing(what, held) if what.methods[0] in AGAINST_PEERS else {}
        for name, value in held.items():
            points[name] = _on_scale(scheme, what, value, standing.get(name))
    return points


def _on_scale(scheme: Scheme, what: Indicator, value: Fraction, standing: Fraction | None) -> Fraction:
    low, high = Fraction(floor(scheme, what)), Fraction(what.max_points)
    if what.bands is not None:
        return Fraction(next(b.points for b in what.bands if _within(Interval(b.at_least, b.below), value)))
    if what.levels is not None:
        return Fraction(next((points for level, points in what.levels.items() if level == value), what.levels["else"]))
    if what.flag:
        return high if value >= 1 else Fraction(0)
    if what.per_item:
        return min(Fraction(what.per_item.points) * max(value, Fraction(0)), high)
    if what.zscore:
        return min(max(Fraction(what.zscore.mean) + Fraction(what.zscore.sd) * standing, low), high)
    if what.linear:
        ends = [Fraction(end) for end in (what.linear.low, what.linear.high)]
        held = min(max(value, ends[0]), ends[1])
        at, first, last = (_transformed(what, each) for each in (held, *ends))
        along = (at - first) / (last - first)
        standing = along if what.linear.direction == "higher" else 1 - along
    return low + (high - low) * standing


def _standing(what: Indicator, held: dict[str, Fraction]) -> dict[str, Fraction]:
    """From worst (0) to best (1) among these peers; standard deviations above the mean for zscore."""
    said = getattr(what, what.methods[0])
    sign = -1 if said.direction == "lower" else 1
    values = {name: sign * number for name, each in held.items() if (number := _transformed(what, each)) is not None}
    every, n = list(values.values()), len(values)
    nowhere = Fraction(9000 if what.zscore else 1) if sign < 0 else Fraction(-9000 if what.zscore else 0)
    found = dict.fromkeys(held, nowhere)
    for name, value in values.items():
        below, equal = sum(other < value for other in every), every.count(value)
        half = Fraction(1, 2)
        if what.zscore:
            mean = sum(every) / n
            squares = sum((other - mean) ** 2 for other in every)
            freedom = n - 1 if what.zscore.deviation == "sample" else n
            found[name] = (value - mean) / Fraction(math.sqrt(squares / freedom)) if squares else Fraction(0)
        elif what.minmax:
            least, most = min(every), max(every)
            found[name] = (value - least) / (most - least) if most > least else half
        elif what.rank:
            found[name] = Fraction(below + equal - 1, n - 1) if n > 1 else half
        else:
            found[name] = {
                "percent_rank": Fraction(below, n - 1) if n > 1 else half,
                "mid_rank": Fraction(2 * below + equal, 2 * n),
                "average_rank": Fraction(2 * below + equal + 1, 2 * n),
                "cumulative": Fraction(below + equal, n),
            }[what.percentile.as_]
    return found


def _winsorised(what: Indicator, population: dict[str, Fraction]) -> dict[str, Fraction]:
    if what.winsorise is None:
        return population
    ordered = sorted(population.values())
    low, high = (_quantile(ordered, Fraction(share)) for share in (what.winsorise.low, what.winsorise.high))
    return {name: min(max(value, low), high) for name, value in population.items()}


def _quantile(ordered: list[Fraction], share: Fraction) -> Fraction:
    place = share * (len(ordered) - 1)
    low, high = ordered[math.floor(place)], ordered[math.ceil(place)]
    return low + (place - math.floor(place)) * (high - low)


def _transformed(what: Indicator, value: Fraction) -> Fraction | None:
    if what.transform == "log":
        return Fraction(math.log(value)) if value > 0 else None
    if what.transform == "sqrt":
        return Fraction(math.sqrt(value)) if value >= 0 else None
    return value


def _peers(peers: str, given: dict, stage: str) -> tuple:
    industry = (given.get("industry") or "")[:3]
    return {
        "zone": (),
        "stage": (stage,),
        "industry": (industry,),
        "stage_industry": (stage, industry),
        "group": (given.get("group") or "",),
    }[peers]


def _stage(profile: StageProfile, given: dict) -> str:
    if _state(given, profile.measure) != "known":
        return UNKNOWN
    value = given[profile.measure]
    return next(name for name, stage in profile.stages.items() if _within(Interval(stage.at_least, stage.below), value))


def _within(interval: Interval, value) -> bool:
    return (interval.at_least is None or value >= interval.at_least) and (
        interval.below is None or value < interval.below
    )


def _state(given: dict, measure: str) -> str:
    value = given.get(measure, "missing")
    return value if isinstance(value, str) else "known"


def rounded(exact: Fraction, places: int) -> Decimal:
    """Half up, away from zero, of the exact quotient."""
    scaled = abs(exact) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return (Decimal(whole if exact >= 0 else -whole) / 10**places).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
