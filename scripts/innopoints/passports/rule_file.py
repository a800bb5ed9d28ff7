"""What every file of rules says of itself, whatever its kind: by which document, how sure, and from when to when."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from innopoints.passports.condition import Text
from innopoints.passports.stage_profile import Certainty


class RuleFile(BaseModel):
    """One edition of a policy, product, ladder, pool or subsidy; it ends by a date, never by deletion."""

    kind: ClassVar[str]
    """What the file is, and the key that names it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    edition: Annotated[str, Field(pattern=r"^[0-9a-z][0-9a-z._-]*$")] = "1"
    title: Text
    title_en: Text
    reference: Text
    certainty: Literal["official", "remembered", "illustrative"]
    effective_from: date
    effective_to: date | None = None

    @property
    def name(self) -> str:
        return getattr(self, self.kind)

    @property
    def clause_certainty(self) -> Certainty:
        """How sure a clause is that says nothing itself."""
        return "verified" if self.certainty == "official" else self.certainty
