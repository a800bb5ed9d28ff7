"""The one division: exact to ten places, half up, never infinity; Python's decimal arithmetic is the oracle."""

from decimal import ROUND_HALF_UP, Context, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

AMOUNT = st.decimals(min_value=-(10**13), max_value=10**13, places=2)
EXACT = Context(prec=80)
TYPES = {"top": "decimal(18, 2)", "bottom": "decimal(18, 2)"}


def oracle(top: Decimal, bottom: Decimal) -> Decimal | None:
    if bottom == 0:
        return None
    return EXACT.divide(top, bottom).quantize(Decimal("1e-10"), ROUND_HALF_UP, EXACT)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(AMOUNT, AMOUNT), min_size=1, max_size=50))
def test_a_ratio_is_what_decimal_arithmetic_says(macro, values, pairs):
    tops, bottoms = zip(*pairs, strict=True)
    expected = [oracle(top, bottom) for top, bottom in pairs]
    # Ratios of 10^15 and more do not fit decimal(28, 10) beside ten places: no measure is near.
    pairs = [(t, b, e) for t, b, e in zip(tops, bottoms, expected, strict=True) if e is None or abs(e) < 10**15]
    if pairs:
        got = values(macro("ratio('top', 'bottom')"), TYPES, top=[p[0] for p in pairs], bottom=[p[1] for p in pairs])
        assert got == [p[2] for p in pairs]


@pytest.mark.parametrize(
    ("top", "bottom", "expected"),
    [
        ("1", "3", "0.3333333333"),
        ("2", "3", "0.6666666667"),
        ("-2", "3", "-0.6666666667"),
        ("1", "-3", "-0.3333333333"),
        ("0.01", "20000000000", "0E-10"),
        ("1", "20000000000", "1E-10"),  # 0.00000000005: exactly half goes up
        ("-1", "20000000000", "-1E-10"),  # and away from zero
        ("0", "5", "0"),
        ("5", "0", None),
    ],
)
def test_the_edges_of_a_ratio(macro, values, top, bottom, expected):
    [got] = values(macro("ratio('top', 'bottom')"), TYPES, top=[Decimal(top)], bottom=[Decimal(bottom)])
    assert got == (None if expected is None else Decimal(expected))


def test_the_scale_is_the_callers(macro, values):
    got = values(macro("ratio('top', 'bottom', 4)"), TYPES, top=[Decimal(2)], bottom=[Decimal(3)])
    assert got == [Decimal("0.6667")]
