"""The formulas of the OECD/JRC Handbook on Constructing Composite Indicators, in fifty digits and without SQL."""

from decimal import ROUND_HALF_UP, Decimal, localcontext

DIGITS = 50


def line(value: Decimal, low: Decimal, high: Decimal, bottom=0, top=1, log: bool = False) -> Decimal:
    """Between two goalposts, capped, onto the scale from `bottom` to `top`."""
    value = min(max(value, low), high)
    if log:
        value, low, high = value.ln(), low.ln(), high.ln()
    return bottom + (top - bottom) * (value - low) / (high - low)


def minmax(values: list[Decimal], lower_is_better: bool = False) -> list[Decimal]:
    """0 for the worst and 1 for the best."""
    low, high = min(values), max(values)
    return [(high - x if lower_is_better else x - low) / (high - low) for x in values]


def zscores(values: list[Decimal], lower_is_better: bool = False, population: bool = False) -> list[Decimal]:
    """Standard deviations better than the mean; the sample's deviation divides by n - 1."""
    mean = sum(values) / len(values)
    spread = sum((x - mean) ** 2 for x in values) / (len(values) - (0 if population else 1))
    return [(mean - x if lower_is_better else x - mean) / spread.sqrt() for x in values]


def mid_ranks(values: list[Decimal]) -> list[Decimal]:
    """The share of values below, and half of those equal, oneself among them."""
    return [(sum(y < x for y in values) + Decimal(sum(y == x for y in values)) / 2) / len(values) for x in values]


def median(values: list[Decimal]) -> Decimal:
    """The middle one, or halfway between the two in the middle."""
    ordered, half = sorted(values), len(values) // 2
    return ordered[half] if len(values) % 2 else (ordered[half - 1] + ordered[half]) / 2


def mean(parts: list[tuple[Decimal, Decimal | None]]) -> Decimal | None:
    """Weighted arithmetic mean of the (weight, points) that are there."""
    there = [(weight, points) for weight, points in parts if points is not None]
    return sum(w * x for w, x in there) / sum(w for w, _ in there) if there else None


def geometric(parts: list[tuple[Decimal, Decimal | None]]) -> Decimal | None:
    """Weighted geometric mean of the (weight, points) that are there."""
    there = [(weight, points) for weight, points in parts if points is not None]
    if not there or any(x == 0 for _, x in there):
        return Decimal(0) if there else None
    return (sum(w * x.ln() for w, x in there) / sum(w for w, _ in there)).exp()


def competition_ranks(scores: dict[str, Decimal], places: int) -> dict[str, int]:
    """1 2 2 4: one more than the number of scores that are higher once rounded half up."""
    rounded = {unit: x.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) for unit, x in scores.items()}
    return {unit: 1 + sum(other > own for other in rounded.values()) for unit, own in rounded.items()}


def in_fifty_digits(function):
    """Run a function with that much precision."""

    def run(*args):
        with localcontext() as context:
            context.prec = DIGITS
            return function(*args)

    return run
