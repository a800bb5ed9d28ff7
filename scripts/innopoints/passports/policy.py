"""A policy (`dbt_project/policies/<policy>.yml`): who may have it, what it grants, by which document, and when.

    all_of | any_of | none_of ── clauses, nested as in `rule`, over more subjects:
        measure: m, op, value      score: scheme, op, value      by_hand: why
        stage: scheme, among       tier: scheme, among           outcome: scheme or scheme.rule (its rule passes)
        industry: [C39, I]         certificate: [高新技术企业]     one of them, valid on the as-of day

Amounts are in yuan. What does not add up is judged in `policy_checks`.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from innopoints.passports.rule import JUNCTIONS, Clause
from innopoints.passports.stage_profile import Certainty, Name

Text = Annotated[str, Field(min_length=1)]
Yuan = Annotated[Decimal, Field(gt=0, max_digits=18, decimal_places=2)]
Rate = Annotated[Decimal, Field(gt=0, max_digits=10, decimal_places=4)]
Industry = Annotated[str, Field(pattern=r"^[A-T]([0-9]{1,4})?$")]

SCHEME_SUBJECTS = ("score", "stage", "tier", "outcome")
LISTED = ("stage", "tier", "industry", "certificate")
"""Subjects that hold when the fact is one of a list; they and `outcome` are asked of the SQL as yes or no."""


class Condition(Clause):
    """One clause of a policy. `among` lists the stages or tiers of the scheme that will do."""

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


class Order(BaseModel):
    """Who is paid first while a budget lasts. Not known comes last; equal ones follow the credit code."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    measure: Name | None = None
    score: Name | None = None
    first: Literal["highest", "lowest"]


class Grant(BaseModel):
    """`fixed_cny`, or a `share` of a measure in yuan, or `each_cny` for each of what a measure counts; up to a cap."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    fixed_cny: Yuan | None = None
    measure: Name | None = None
    share: Annotated[Rate, Field(le=1)] | None = None
    each_cny: Rate | None = None
    cap_cny: Yuan | None = None
    budget_cny: Yuan | None = None
    order: Order | None = None
    certainty: Literal["official", "remembered", "illustrative"] | None = None

    @property
    def kinds(self) -> list[str]:
        """Which formulas are written; a sound grant has one."""
        return [name for name in ("fixed_cny", "share", "each_cny") if getattr(self, name) is not None]


class Policy(BaseModel):
    """One edition of one policy; it ends by a date, never by deletion. Without `grant` it opens a door, not a purse."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    policy: Name
    edition: Annotated[str, Field(pattern=r"^[0-9a-z][0-9a-z._-]*$")] = "1"
    title: Text
    title_en: Text
    issuer: Text
    reference: Text
    certainty: Literal["official", "remembered", "illustrative"]
    meant_for: Annotated[Literal["enterprises", "individuals"], Field(alias="for")]
    effective_from: date
    effective_to: date | None = None
    all_of: dict[Name, Condition] | None = None
    any_of: dict[Name, Condition] | None = None
    none_of: dict[Name, Condition] | None = None
    grant: Grant | None = None

    @property
    def rule(self) -> Condition:
        """The whole of its conditions as one clause."""
        return Condition(title=self.title, title_en=self.title_en, **{name: getattr(self, name) for name in JUNCTIONS})

    @property
    def clause_certainty(self) -> Certainty:
        """How sure a clause is that says nothing itself."""
        return "verified" if self.certainty == "official" else self.certainty
