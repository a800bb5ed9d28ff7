"""A scheme (`dbt_project/schemes/<scheme>.yml`): an indicator table as data, dated and cited.

    scheme ── groups (sum with ceiling | best) ── indicators (bands | linear | per_item | flag) ── one measure each

All numbers are in the measure's own unit (yuan, ratio 0-1, count). Points are Decimal, at most two places.
What adds up and what does not is judged in `scheme_checks`; this module only says what may be written.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from innopoints.passports.stage_profile import Certainty, Name

Points = Annotated[Decimal, Field(ge=0, max_digits=7, decimal_places=2)]
SomePoints = Annotated[Decimal, Field(gt=0, max_digits=7, decimal_places=2)]
Text = Annotated[str, Field(min_length=1)]
Measured = Annotated[Decimal, Field(max_digits=28, decimal_places=10)]
Missing = Literal["zero", "drop_and_renormalise"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Band(_Strict):
    """`at_least` <= value < `below` is worth `points`."""

    at_least: Measured | None = None
    below: Measured | None = None
    points: Points
    certainty: Certainty | None = None


class Linear(_Strict):
    """From no points at one goalpost to all `points` at the other; values beyond a goalpost count as the goalpost."""

    low: Measured
    high: Measured
    points: Points
    direction: Literal["higher", "lower"]


class PerItem(_Strict):
    """`points` for each item, at most `cap`."""

    points: Points
    cap: Points


class Flag(_Strict):
    """`points` when the measure is 1 or more, else none."""

    points: Points


def _bands(written):
    """Turn the short form {0.30: 20, 0.25: 16, else: 0} into bands; the long form is already a list."""
    if not isinstance(written, dict):
        return written
    bounds = [key for key in written if key != "else"]
    if wrong := [key for key in bounds if isinstance(key, bool) or not isinstance(key, int | float)]:
        raise ValueError(f"{wrong[0]!r} is no lower bound; a key is a number or `else`")
    bounds.sort()
    bands = [
        {"at_least": low, "below": high, "points": written[low]}
        for low, high in zip(bounds, [*bounds[1:], None], strict=True)
    ]
    if "else" in written:
        bands.insert(0, {"at_least": None, "below": bounds[0] if bounds else None, "points": written["else"]})
    return bands


class Indicator(_Strict):
    """A leaf: one measure and exactly one way to give it points. Titles default to the measure's."""

    title: Text | None = None
    title_en: Text | None = None
    measure: Name | None = None
    bands: Annotated[list[Band] | None, BeforeValidator(_bands)] = None
    linear: Linear | None = None
    per_item: PerItem | None = None
    flag: Flag | None = None
    missing: Missing | None = None
    certainty: Certainty | None = None
    note: Text | None = None

    @property
    def methods(self) -> list[str]:
        return [name for name in ("bands", "linear", "per_item", "flag") if getattr(self, name) is not None]

    @property
    def max_points(self) -> Decimal:
        """The most this indicator can give."""
        if self.bands is not None:
            return max((band.points for band in self.bands), default=Decimal(0))
        if self.per_item:
            return self.per_item.cap
        return (self.linear or self.flag).points


class Group(_Strict):
    """Indicators put together: their sum up to `max`, or the best of them.

    A `deduction` group takes its points away from the total instead of being a part of it.
    """

    title: Text
    title_en: Text
    max: SomePoints
    take: Literal["sum", "best"] = "sum"
    role: Literal["base", "deduction"] = "base"
    indicators: dict[Name, Indicator] = Field(min_length=1)


class Condition(_Strict):
    """What must hold: the score, a group's points or a measure against `value`; or a fact only a person can check."""

    title: Text
    title_en: Text
    score: Literal[True] | None = None
    group: Name | None = None
    measure: Name | None = None
    by_hand: Text | None = None
    op: Literal[">=", ">", "<=", "<", "=", "!="] | None = None
    value: Measured | None = None
    certainty: Certainty | None = None

    @property
    def subjects(self) -> list[str]:
        return [name for name in ("score", "group", "measure", "by_hand") if getattr(self, name) is not None]


class Conditions(_Strict):
    """`requires`: all, or the enterprise fails; `direct_pass`: any one suffices; `pass`: all, otherwise it fails."""

    requires: dict[Name, Condition] = {}
    direct_pass: dict[Name, Condition] = {}
    pass_: dict[Name, Condition] = Field(default={}, alias="pass")

    def by_kind(self) -> list[tuple[str, str, Condition]]:
        """(kind, id, condition) in the order written."""
        kinds = {"requires": self.requires, "direct_pass": self.direct_pass, "pass": self.pass_}
        return [(kind, name, each) for kind, every in kinds.items() for name, each in every.items()]


class Scheme(_Strict):
    """One edition of one scheme; it ends by a date, never by deletion."""

    scheme: Name
    edition: Annotated[str, Field(pattern=r"^[0-9a-z][0-9a-z._-]*$")]
    title: Text
    title_en: Text
    reference: Text
    status: Literal["official", "illustrative"]
    effective_from: date
    effective_to: date | None = None
    total: SomePoints
    stages: Name
    minimum_coverage: Annotated[Decimal, Field(ge=0, le=1, decimal_places=4)]
    missing: Missing
    zero_because: Text | None = None
    outage: Literal["drop_and_renormalise", "block"]
    groups: dict[Name, Group] = Field(min_length=1)
    weights: dict[Name, dict[Name, Points]] = {}
    conditions: Conditions = Conditions()

    @property
    def certainty(self) -> str:
        """How sure a number is that says nothing itself."""
        return "verified" if self.status == "official" else "illustrative"

    @property
    def base_groups(self) -> dict[str, Group]:
        return {name: group for name, group in self.groups.items() if group.role == "base"}
