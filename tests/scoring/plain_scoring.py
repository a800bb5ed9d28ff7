"""The scoring rules said a second time, in exact fractions and without SQL: what the models are held against.

Rounding is where the design puts it and nowhere else: an indicator's points at 6 places, a group's contribution at 10.
"""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from innopoints.passports.interval import Interval
from innopoints.passports.scheme import Group, Indicator, Scheme
from innopoints.passports.stage_profile import UNKNOWN, StageProfile


def plain_score(scheme: Scheme, profile: StageProfile, given: dict) -> dict:
    """{status, score_full, groups: {id: contribution}} of an enterprise with these measures: a number or a state."""
    weights = scheme.weights.get(_stage(profile, given)) or {
        name: group.max for name, group in scheme.base_groups.items()
    }
    ends = {name: _group(group, scheme, given) for name, group in scheme.groups.items()}
    present = sum((Fraction(weights[name]) for name in scheme.base_groups if ends[name]), Fraction(0))
    low, high = (_contributions(scheme, ends, weights, present, end) for end in (0, 1))
    states = [_state(given, i.measure) for group in scheme.groups.values() for i in group.indicators.values()]
    applicable = [state for state in states if state != "not_applicable"]
    coverage = Fraction(states.count("known"), len(applicable)) if applicable else Fraction(0)
    enough = rounded(coverage, 4) >= scheme.minimum_coverage
    if not present or not enough or sum(low.values()) != sum(high.values()):
        return {"status": "insufficient_data", "score_full": None, "groups": dict.fromkeys(scheme.groups)}
    return {"status": "scored", "score_full": sum(low.values()), "groups": low}


def _contributions(scheme: Scheme, ends: dict, weights: dict, present: Fraction, end: int) -> dict[str, Decimal]:
    given = {}
    for name, group in scheme.base_groups.items():
        share = ends[name][end] / Fraction(group.max) if ends[name] and present else Fraction(0)
        given[name] = rounded(
            share * Fraction(weights[name]) * Fraction(scheme.total) / present if present else share, 10
        )
    left = sum(given.values())
    for name, group in scheme.groups.items():
        if group.role == "deduction":
            # The least score is the one with the greatest deduction.
            taken = ends[name][1 - end] if ends[name] else Fraction(0)
            given[name] = -min(rounded(taken, 10), group.max, left)
    return given


def _group(group: Group, scheme: Scheme, given: dict) -> tuple[Fraction, Fraction] | None:
    """The least and the most points the group can have; None when every indicator is dropped."""
    cells = [
        (_cell(indicator, scheme, given), Fraction(indicator.max_points)) for indicator in group.indicators.values()
    ]
    kept = [(cell, most) for cell, most in cells if cell is not None]
    if not kept:
        return None
    scale = Fraction(1)
    if group.take == "sum" and group.role == "base":
        scale = sum(most for _, most in cells) / sum(most for _, most in kept)
    together = max if group.take == "best" else sum
    return tuple(min(together([cell[end] for cell, _ in kept]) * scale, Fraction(group.max)) for end in (0, 1))


def _cell(indicator: Indicator, scheme: Scheme, given: dict) -> tuple[Fraction, Fraction] | None:
    state = _state(given, indicator.measure)
    if state == "known":
        points = Fraction(_points(indicator, Decimal(given[indicator.measure])))
        return points, points
    if state == "source_missing":
        return (Fraction(0), Fraction(indicator.max_points)) if scheme.outage == "block" else None
    return (Fraction(0), Fraction(0)) if (indicator.missing or scheme.missing) == "zero" else None


def _points(indicator: Indicator, value: Decimal) -> Decimal:
    if indicator.bands is not None:
        return next(band.points for band in indicator.bands if _within(Interval(band.at_least, band.below), value))
    if indicator.flag:
        return indicator.flag.points if value >= 1 else Decimal(0)
    if indicator.per_item:
        return min(indicator.per_item.points * max(value, Decimal(0)), indicator.per_item.cap)
    line = indicator.linear
    along = (Fraction(min(max(value, line.low), line.high)) - Fraction(line.low)) / Fraction(line.high - line.low)
    return rounded((along if line.direction == "higher" else 1 - along) * Fraction(line.points), 6)


def _stage(profile: StageProfile, given: dict) -> str:
    if _state(given, profile.measure) != "known":
        return UNKNOWN
    return next(
        name
        for name, stage in profile.stages.items()
        if _within(Interval(stage.at_least, stage.below), given[profile.measure])
    )


def _within(interval: Interval, value: Decimal) -> bool:
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
