"""What it takes to earn more on one indicator: the next value of its measure that gives more points, and how many.

Only methods that look at the enterprise's own value have such a step; a standing among peers moves with the peers.
"""

from decimal import Decimal


def next_step(indicator: dict, bands: list[dict]) -> dict | None:
    """{value, distance, points} to the next step; None at the top, without a value, for a deduction.

    `distance` is what must be added to the measure; below zero it must fall, under the value named where a band ends
    there. For `linear` the step is the goalpost.
    """
    value, points = indicator["value"], indicator["points"]
    if value is None or points is None or indicator["policy"] != "scored" or indicator["role"] == "deduction":
        return None
    found = {"linear": _goalpost, "per_item": _item}.get(indicator["method"])
    step = found(indicator, value, points) if found else _band(bands, value, points)
    if step is None or step[1] <= points:
        return None
    return {"value": step[0], "distance": step[0] - value, "points": step[1] - points}


def _band(bands: list[dict], value: Decimal, points: Decimal) -> tuple[Decimal, Decimal] | None:
    """The nearest band that gives more: its lower bound, which belongs to it; from above its upper, which does not."""
    better = [band for band in bands if band["points"] > points]
    above = [(band["at_least"], band["points"]) for band in better if band["at_least"] is not None]
    if above := [edge for edge in above if edge[0] > value]:
        return min(above)
    below = [(band["below"], band["points"]) for band in better if band["below"] is not None]
    return max((edge for edge in below if edge[0] <= value), default=None)


def _goalpost(indicator: dict, value: Decimal, points: Decimal) -> tuple[Decimal, Decimal]:
    return indicator["low" if indicator["direction"] == "lower" else "high"], indicator["max_points"]


def _item(indicator: dict, value: Decimal, points: Decimal) -> tuple[Decimal, Decimal]:
    return value + 1, min(points + indicator["points_per_item"], indicator["max_points"])
