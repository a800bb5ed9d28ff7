"""Exact numbers with ten decimals: a value is an integer of 10^-10, or None when it is not known."""

from decimal import Decimal

SCALE = 10**10


def counts(numbers) -> list[int]:
    return [int(number) * SCALE for number in numbers]


def from_fen(fen: int | None) -> int | None:
    return None if fen is None else int(fen) * (SCALE // 100)


def ratio(numerator: int | None, denominator: int | None) -> int | None:
    """Rounded half-up (away from zero) to ten decimals; None unless both are known and the divisor is above zero."""
    if numerator is None or denominator is None or denominator <= 0:
        return None
    doubled = abs(int(numerator)) * SCALE * 2 + int(denominator)
    size = doubled // (2 * int(denominator))
    return size if numerator >= 0 else -size


def growth(now: int | None, before: int | None) -> int | None:
    """now / before - 1; None if either is unknown or `before` is not above zero."""
    return None if now is None or before is None else ratio(int(now) - int(before), before)


def half_up_fen(fen: int, percent: int) -> int:
    """A percentage of an amount, rounded half-up to whole fen."""
    return (int(fen) * int(percent) * 2 + 100) // 200


def decimal(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value).scaleb(-10)
