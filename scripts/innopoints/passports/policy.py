"""A policy (`dbt_project/policies/<policy>.yml`): who may have it, what it grants, by which document, and when.

Its conditions are those of `condition`; amounts are in yuan. What does not add up is judged in `policy_checks`.
"""

from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from innopoints.passports.condition import Entry, Rate, Text, Yuan
from innopoints.passports.rule_file import RuleFile
from innopoints.passports.stage_profile import Name


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


class Policy(Entry, RuleFile):
    """One edition of one policy. Without `grant` it opens a door, not a purse."""

    kind: ClassVar[str] = "policy"
    policy: Name
    issuer: Text
    meant_for: Annotated[Literal["enterprises", "individuals"], Field(alias="for")]
    grant: Grant | None = None
