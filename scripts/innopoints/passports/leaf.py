"""An indicator: one measure and one way to give it points on a scale from `floor` to the most it can give.

    steps       bands | levels | flag | per_item        points written out
    judged      judged                                  points only a person gives: a range until then
    line        linear                                  between two goalposts in the measure's own unit
    peers       percentile | minmax | zscore | rank     against the enterprises of this run, so they move when those do

Raw values are winsorised first, then transformed, then given points. Points are Decimal, at most six places.
"""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from innopoints.passports.stage_profile import Certainty, Name

Points = Annotated[Decimal, Field(ge=0, lt=10_000, decimal_places=6)]
SomePoints = Annotated[Decimal, Field(gt=0, lt=10_000, decimal_places=6)]
SignedPoints = Annotated[Decimal, Field(gt=-10_000, lt=10_000, decimal_places=6)]
Weight = Annotated[Decimal, Field(ge=0, lt=10_000, decimal_places=18)]
Text = Annotated[str, Field(min_length=1)]
Measured = Annotated[Decimal, Field(ge=-(10**12), le=10**12, decimal_places=18)]
Direction = Literal["higher", "lower"]
Peers = Literal["zone", "stage", "industry", "stage_industry", "group"]
Otherwise = Literal["zero", "drop_and_renormalise", "peer_median", "block"]

METHODS = ("bands", "levels", "flag", "per_item", "judged", "linear", "percentile", "minmax", "zscore", "rank")
AGAINST_PEERS = ("percentile", "minmax", "zscore", "rank")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Band(_Strict):
    """`at_least` <= value < `below` is worth `points`: a number, or [low, high] where a person decides within it."""

    at_least: Measured | None = None
    below: Measured | None = None
    points: Points | tuple[Points, Points]
    certainty: Certainty | None = None

    @property
    def low(self) -> Decimal:
        return self.points[0] if isinstance(self.points, tuple) else self.points

    @property
    def high(self) -> Decimal:
        return self.points[1] if isinstance(self.points, tuple) else self.points


class Linear(_Strict):
    """From the floor at one goalpost to all `points` at the other; values beyond a goalpost count as the goalpost."""

    low: Measured
    high: Measured
    points: SomePoints
    direction: Direction


class PerItem(_Strict):
    """`points` for each item, at most `cap`."""

    points: SomePoints
    cap: SomePoints


class Flag(_Strict):
    """`points` when the measure is 1 or more, else none."""

    points: SomePoints


class Judged(_Strict):
    """Points that only a person gives: from `min` to `max`, and no more is known from data."""

    min: Points = Decimal(0)
    max: SomePoints


class MinMax(_Strict):
    """Linear between the least and the greatest value of the peers."""

    points: SomePoints
    direction: Direction


class Rank(_Strict):
    """All `points` for the first of the peers, the floor for the last: (n - rank) / (n - 1), ties share the better."""

    points: SomePoints
    direction: Direction


class Percentile(_Strict):
    """The share of peers an enterprise is ahead of; `as` says which of the usual formulas.

    percent_rank  below / (n - 1)            cumulative    (below + equal) / n
    mid_rank      (below + equal / 2) / n    average_rank  (below + (equal + 1) / 2) / n
    `equal` counts the enterprise itself.
    """

    points: SomePoints
    direction: Direction
    as_: Literal["percent_rank", "mid_rank", "average_rank", "cumulative"] = Field(default="percent_rank", alias="as")


class ZScore(_Strict):
    """`mean` points at the peers' mean, `sd` points more for each standard deviation; capped at floor and points."""

    points: SomePoints
    direction: Direction
    mean: SignedPoints
    sd: SomePoints
    deviation: Literal["sample", "population"] = "sample"


class Winsorise(_Strict):
    """Values below the `low` quantile of the peers count as it, values above the `high` quantile as that one."""

    low: Annotated[Decimal, Field(ge=0, le=1, decimal_places=4)] = Decimal(0)
    high: Annotated[Decimal, Field(ge=0, le=1, decimal_places=4)] = Decimal(1)


class PeerMedian(_Strict):
    """Take the middle known value of these peers; where none is known, drop the indicator."""

    peer_median: Peers


class CarryForward(_Strict):
    """Take the value of the latest of the last `carry_forward` editions that knew it; else do `otherwise`."""

    carry_forward: Annotated[int, Field(ge=1, le=12)]
    otherwise: Otherwise | PeerMedian


Missing = Otherwise | PeerMedian | CarryForward


def _bands(written):
    """Turn the short form {0.30: 20, 0.25: 16, else: 0} into bands; the long form is already a list."""
    if not isinstance(written, dict):
        return written
    bounds = _numbers(written, "lower bound")
    bands = [
        {"at_least": low, "below": high, "points": written[low]}
        for low, high in zip(bounds, [*bounds[1:], None], strict=True)
    ]
    if "else" in written:
        bands.insert(0, {"at_least": None, "below": bounds[0] if bounds else None, "points": written["else"]})
    return bands


def _levels(written):
    """{5: 3, 4: 2, else: 0}: exactly these values have these points; `else` is every other value."""
    if isinstance(written, dict):
        _numbers(written, "level")
        if "else" not in written:
            raise ValueError("a value that is no level has no points; say what it gets with `else`")
    return written


def _numbers(written: dict, what: str) -> list:
    keys = [key for key in written if key != "else"]
    if wrong := [key for key in keys if isinstance(key, bool) or not isinstance(key, int | float)]:
        raise ValueError(f"{wrong[0]!r} is no {what}; a key is a number or `else`")
    return sorted(keys)


class Indicator(_Strict):
    """A leaf: one measure and exactly one way to give it points. Titles default to the measure's."""

    title: Text | None = None
    title_en: Text | None = None
    measure: Name | None = None
    weight: Weight | None = None
    floor: SignedPoints | None = None
    bands: Annotated[list[Band] | None, BeforeValidator(_bands)] = None
    levels: Annotated[dict[Measured | Literal["else"], Points] | None, BeforeValidator(_levels)] = None
    flag: Flag | None = None
    per_item: PerItem | None = None
    judged: Judged | None = None
    linear: Linear | None = None
    percentile: Percentile | None = None
    minmax: MinMax | None = None
    zscore: ZScore | None = None
    rank: Rank | None = None
    peers: Peers | None = None
    winsorise: Winsorise | None = None
    transform: Literal["log", "sqrt"] | None = None
    missing: Missing | None = None
    certainty: Certainty | None = None
    note: Text | None = None

    @property
    def methods(self) -> list[str]:
        return [name for name in METHODS if getattr(self, name) is not None]

    @property
    def max_points(self) -> Decimal:
        """The most this indicator can give."""
        if self.bands is not None:
            return max((band.high for band in self.bands), default=Decimal(0))
        if self.levels is not None:
            return max(self.levels.values())
        if self.judged:
            return self.judged.max
        if self.per_item:
            return self.per_item.cap
        return getattr(self, self.methods[0]).points

    @property
    def step_points(self) -> list[Decimal]:
        """Every number of points written out, for the methods that write them out."""
        if self.bands is not None:
            return [points for band in self.bands for points in (band.low, band.high)]
        return list(self.levels.values()) if self.levels is not None else []
