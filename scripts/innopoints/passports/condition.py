"""A condition over the enterprise profile: the clause in which policies, products and ladders are written.

all_of | any_of | none_of ── clauses, nested as in `rule`, over more subjects:
    measure: m, op, value      score: scheme, op, value      by_hand: why
    stage: scheme, among       tier: scheme, among           outcome: scheme or scheme.rule (its rule passes)
    industry: [C39, I]         certificate: [高新技术企业]     one of them, valid on the as-of day
"""

from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from innopoints.passports.rule import JUNCTIONS, Clause
from innopoints.passports.stage_profile import Name

Text = Annotated[str, Field(min_length=1)]
Yuan = Annotated[Decimal, Field(gt=0, max_digits=18, decimal_places=2)]
Rate = Annotated[Decimal, Field(gt=0, max_digits=10, decimal_places=4)]
Industry = Annotated[str, Field(pattern=r"^[A-T]([0-9]{1,4})?$")]

LISTED = ("stage", "tier", "industry", "certificate")
"""Subjects that hold when the fact is one of a list; they and `outcome` are asked of the SQL as yes or no."""


class Condition(Clause):
    """One clause. `among` lists the stages or tiers of the scheme that will do."""

    subjects: ClassVar[tuple[str, ...]] = (
        "measure", "score", "stage", "tier", "outcome", "industry", "certificate", "by_hand",
    )  # fmt: skip
    compared: ClassVar[tuple[str, ...]] = ("measure", "score")

    all_of: dict[Name, "Condition"] | None = None
    any_of: dict[Name, "Condition"] | None = None
    none_of: dict[Name, "Condition"] | None = None
    group: None = None
    score: Name | None = None
    stage: Name | None = None
    tier: Name | None = None
    outcome: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$")] | None = None
    industry: Annotated[list[Industry], Field(min_length=1)] | None = None
    certificate: Annotated[list[Text], Field(min_length=1)] | None = None
    among: Annotated[list[Name], Field(min_length=1)] | None = None

    @property
    def subject_name(self) -> str | None:
        """Which measure or scheme; a list has no name of its own."""
        return None if self.subject in (None, "industry", "certificate") else getattr(self, self.subject)

    @property
    def choices(self) -> list[str]:
        """The list one of which is enough; empty for other subjects."""
        if self.subject not in LISTED:
            return []
        return (self.among if self.subject in ("stage", "tier") else getattr(self, self.subject)) or []


class Entry(BaseModel):
    """What has to hold to get in: conditions under one junction, with the title of what they lead to."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    title: Text
    title_en: Text
    all_of: dict[Name, Condition] | None = None
    any_of: dict[Name, Condition] | None = None
    none_of: dict[Name, Condition] | None = None

    @property
    def junctions(self) -> dict[str, dict[str, Condition]]:
        """Which junctions are written; a sound entry has one."""
        return {name: getattr(self, name) for name in JUNCTIONS if getattr(self, name) is not None}

    @property
    def rule(self) -> Condition:
        """The whole of the conditions as one clause."""
        return Condition(title=self.title, title_en=self.title_en, **self.junctions)
