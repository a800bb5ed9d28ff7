"""A ladder (`dbt_project/ladders/<ladder>.yml`): the rungs an enterprise climbs (梯队培育), lowest first.

A rung is held by one of its `certificates`, or, where it has none, by meeting its conditions on the day. Its conditions
(those of `condition`) say who gets there: an OR over certificates and facts, so that a rung may be skipped.
"""

from typing import Annotated, ClassVar

from pydantic import Field

from innopoints.passports.condition import Entry, Text
from innopoints.passports.rule_file import RuleFile
from innopoints.passports.stage_profile import Certainty, Name


class Rung(Entry):
    """One level; `certainty` where it is less sure than its ladder."""

    certificates: Annotated[list[Text], Field(min_length=1)] | None = None
    certainty: Certainty | None = None


class Ladder(RuleFile):
    """One edition of one ladder."""

    kind: ClassVar[str] = "ladder"
    ladder: Name
    issuer: Text
    rungs: Annotated[dict[Name, Rung], Field(min_length=2)]
