"""A rule over what is known of an enterprise: clauses that hold, fail, or cannot be told yet, put together in a tree.

    all_of ── every clause holds          measure: revenue_cny   a number of the measure dictionary
    any_of ── one of them is enough       score: true            the score of the scheme the rule stands in
    none_of ─ not one of them holds       group: rd              points of one of its groups
                                          by_hand: why           a fact no source carries: a person looks at the proof

Values are in the measure's own unit (yuan, ratio 0-1, count, years), points for a score or group.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from innopoints.passports.stage_profile import Certainty, Name

MAX_DEPTH = 5
"""The rule itself is depth 1; the SQL puts clauses together from this depth up."""

JUNCTIONS = ("all_of", "any_of", "none_of")
SUBJECTS = ("score", "group", "measure", "by_hand")


class Clause(BaseModel):
    """One clause: a junction of clauses under it, a number against `value`, or a fact for a person to check."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    subjects: ClassVar[tuple[str, ...]] = SUBJECTS
    """What a clause that holds no other may speak of."""
    compared: ClassVar[tuple[str, ...]] = ("score", "group", "measure")
    """Those of them that are a number against `value`."""

    title: Annotated[str, Field(min_length=1)]
    title_en: Annotated[str, Field(min_length=1)]
    all_of: dict[Name, "Clause"] | None = None
    any_of: dict[Name, "Clause"] | None = None
    none_of: dict[Name, "Clause"] | None = None
    score: Literal[True] | None = None
    group: Name | None = None
    measure: Name | None = None
    by_hand: Annotated[str, Field(min_length=1)] | None = None
    op: Literal[">=", ">", "<=", "<", "=", "!="] | None = None
    value: Annotated[Decimal, Field(max_digits=28, decimal_places=10)] | None = None
    certainty: Certainty | None = None

    @property
    def kinds(self) -> list[str]:
        """Which of the junctions and subjects are written; a sound clause has one."""
        return [name for name in (*JUNCTIONS, *self.subjects) if getattr(self, name) is not None]

    @property
    def junction(self) -> str | None:
        return next((name for name in self.kinds if name in JUNCTIONS), None)

    @property
    def subject(self) -> str | None:
        return next((name for name in self.kinds if name in self.subjects), None)

    @property
    def subject_name(self) -> str | None:
        """Which measure or group; what a person looks at."""
        return getattr(self, self.subject) if self.subject and self.subject != "score" else None

    @property
    def clauses(self) -> dict[str, "Clause"]:
        """The clauses put together under this one; none for a leaf."""
        return getattr(self, self.junction) if self.junction else {}


def walk(name: str, clause: Clause, key: str, depth: int = 1) -> Iterator[tuple[str, str, Clause, int]]:
    """(key in the file, name, clause, depth) of a rule and everything under it, in the order of the file."""
    yield key, name, clause, depth
    for junction in JUNCTIONS:
        for inner, each in (getattr(clause, junction) or {}).items():
            yield from walk(inner, each, f"{key}.{junction}.{inner}", depth + 1)
