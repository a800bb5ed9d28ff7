"""What the next band would take, as an enterprise reads it."""

from decimal import Decimal

import pytest

from innopoints.explain.next_step import next_step
from innopoints.explain.page import said

BANDS = [(None, "0.02", 0), ("0.02", "0.05", 10), ("0.05", None, 40)]
DEBT = [(None, "0.55", 5), ("0.55", "0.75", 3), ("0.75", None, 0)]


def step(value, points, bands=(), **method) -> tuple | None:
    """(value of the next step, what it takes, what it gives)."""
    indicator = {"value": Decimal(value), "points": Decimal(points), "policy": "scored", "role": "base"}
    written = [
        {"at_least": low and Decimal(low), "below": high and Decimal(high), "points": Decimal(worth)}
        for low, high, worth in bands
    ]
    found = next_step(indicator | {"method": "bands"} | method, written)
    return found and tuple(str(found[name]) for name in ("value", "distance", "points"))


def test_研发占比_3_的下一档是_5_差两个百分点多得_30_分():
    assert step("0.03", 10, BANDS) == ("0.05", "0.02", "30")


def test_最高档没有下一档():
    assert step("0.08", 40, BANDS) is None


def test_负债率_80_降到_75_以下多得_3_分():
    assert step("0.80", 0, DEBT) == ("0.75", "-0.05", "3")


def test_按件计分再多一件但不超过上限():
    item = {"method": "per_item", "points_per_item": Decimal(2), "max_points": Decimal(5)}
    assert step(1, 2, **item) == ("2", "1", "2")
    assert step(2, 4, **item) == ("3", "1", "1")
    assert step(3, 5, **item) is None


def test_线性指标的下一步是目标值():
    goal = {
        "method": "linear",
        "low": Decimal(0),
        "high": Decimal(100),
        "max_points": Decimal(4),
        "direction": "higher",
    }
    assert step(25, 1, **goal) == ("100", "75", "3")


def test_扣分项和没有数据的指标没有下一步():
    assert step("0.03", 10, BANDS, role="deduction") is None
    assert step("0.03", 10, BANDS, policy="drop_and_renormalise") is None


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        ("0.082", "ratio", "8.20 %"),
        ("3500000", "cny", "350.00 万元"),
        ("3.0000000000", "count", "3"),
        (None, "cny", "—"),
    ],
)
def test_a_value_is_said_in_the_unit_people_use(value, unit, words):
    assert said(value and Decimal(value), unit) == words
