"""A scheme (`dbt_project/schemes/<scheme>.yml`): an indicator table as data, dated and cited.

    scheme ── groups, up to five deep (sum | best | weighted_mean | geometric_mean) ── indicators ── one measure each

All numbers are in the measure's own unit (yuan, ratio 0-1, count). Points are Decimal, at most six places.
What adds up and what does not is judged in `scheme_checks`; this module only says what may be written.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from innopoints.passports.leaf import Indicator, Measured, Missing, Peers, SignedPoints, SomePoints, Text, Weight
from innopoints.passports.rule import Clause
from innopoints.passports.stage_profile import Name

Take = Literal["sum", "best", "weighted_mean", "geometric_mean"]
Ratio = Annotated[Decimal, Field(ge=0, le=1, decimal_places=4)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Group(_Strict):
    """Indicators and groups put together: their sum up to `max`, the best of them, or a mean of one common scale.

    At the top a `bonus` group adds its points above the total, a `deduction` group takes them away.
    """

    title: Text
    title_en: Text
    max: SomePoints | None = None
    weight: Weight | None = None
    take: Take = "sum"
    role: Literal["base", "bonus", "deduction"] = "base"
    indicators: dict[Name, Indicator] = {}
    groups: dict[Name, "Group"] = {}

    @property
    def children(self) -> dict[str, "Indicator | Group"]:
        """Indicators first, then groups, each in the order written."""
        return {**self.indicators, **self.groups}


class OwnMeasure(_Strict):
    """What a scheme tried out on a table of its own says of an indicator that no dictionary describes."""

    title: Text
    title_en: Text
    unit: Text = "number"


class Tier(_Strict):
    """The first `top` of the enterprises ranked together."""

    title: Text
    title_en: Text
    top: Annotated[Decimal, Field(gt=0, le=1, decimal_places=4)]


def _grades(written):
    """{80: A, 60: B, else: C}: the published score's lower bounds, as a list from the lowest."""
    if not isinstance(written, dict) or not written:
        return written
    bounds = sorted(key for key in written if key != "else" and not isinstance(key, str | bool))
    if wrong := [key for key in written if key not in bounds and key != "else"]:
        raise ValueError(f"{wrong[0]!r} is no lower bound; a key is a number or `else`")
    if "else" not in written:
        raise ValueError("a score below the lowest bound has no grade; say which it has with `else`")
    ends = zip([None, *bounds], [*bounds, None], strict=True)
    return [{"at_least": low, "below": high, "grade": written["else" if low is None else low]} for low, high in ends]


class Grade(_Strict):
    """`at_least` <= published score < `below`."""

    at_least: Measured | None
    below: Measured | None
    grade: Text


class Scheme(_Strict):
    """One edition of one scheme; it ends by a date, never by deletion.

    With groups it gives a score; a scheme of `rules` alone only says who passes. `published: false` keeps it in the
    house. `whole_points`: experts give no halves, so `> 70` means 71 or more. `minimum_known`: so many indicators at
    least must be known for a score, because where few apply a high coverage is soon reached.
    """

    scheme: Name
    edition: Annotated[str, Field(pattern=r"^[0-9a-z][0-9a-z._-]*$")]
    title: Text
    title_en: Text
    reference: Text
    status: Literal["official", "illustrative"]
    effective_from: date
    effective_to: date | None = None
    total: SomePoints | None = None
    whole_points: bool = False
    published: bool = True
    take: Take = "sum"
    decimals: Annotated[int, Field(ge=0, le=6)] = 2
    stages: Name | list[Name] | None = None
    peers: Peers = "zone"
    floor: SignedPoints = Decimal(0)
    minimum_coverage: Ratio | None = None
    minimum_known: Annotated[int, Field(ge=0)] = 0
    missing: Missing | None = None
    zero_because: Text | None = None
    outage: Literal["drop_and_renormalise", "block"] | None = None
    measures: dict[Name, OwnMeasure] = {}
    groups: dict[Name, Group] = {}
    weights: dict[Name, dict[Name, Weight]] = {}
    rules: dict[Name, Clause] = {}
    tiers: dict[Name, Tier] = {}
    tiers_within: Literal["stage", "zone"] = "stage"
    grades: Annotated[list[Grade], BeforeValidator(_grades)] = []

    @property
    def certainty(self) -> str:
        """How sure a number is that says nothing itself."""
        return "verified" if self.status == "official" else "illustrative"

    @property
    def base_groups(self) -> dict[str, Group]:
        return {name: group for name, group in self.groups.items() if group.role == "base"}
