"""Half-open intervals: the lower bound is inside ("以上"含本数), the upper is not."""

from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple


class Interval(NamedTuple):
    """`at_least` <= x < `below`; None leaves that end open."""

    at_least: Decimal | None
    below: Decimal | None


def cover_problems(key: str, intervals: list[Interval]) -> list[str]:
    """Why the intervals do not hold every number exactly once, in words; empty when they do."""
    ordered = sorted(intervals, key=lambda each: (each.at_least is not None, each.at_least or 0))
    problems = [
        f"{key}: {each.at_least} to {each.below} holds no number; write the lower bound first"
        for each in ordered
        if each.at_least is not None and each.below is not None and each.at_least >= each.below
    ]
    if problems:
        return problems
    if ordered[0].at_least is not None:
        problems.append(
            f"{key}: gap: nothing is said below {ordered[0].at_least}; leave the lowest one open or add `else`"
        )
    if ordered[-1].below is not None:
        problems.append(f"{key}: gap: nothing is said from {ordered[-1].below} up; leave `below` of the highest out")
    for low, high in pairwise(ordered):
        if low.below is None or high.at_least is None or high.at_least < low.below:
            problems.append(
                f"{key}: overlap: a value at {high.at_least} falls in two of them; each must start where one ends"
            )
        elif high.at_least > low.below:
            problems.append(f"{key}: gap: nothing is said from {low.below} to {high.at_least}")
    return problems
