"""Objections (异议): how long an edition may be objected to before it takes effect, and which objections are open.

    dags/objection.yml            window_days: 5      0: no window, an edition takes effect on the day it is published
    dags/answers/objections.csv   uscc,scheme,opened_on,closed_on,decision,freeze,because    one line an objection

An objection counts from `opened_on` and no longer from `closed_on` on (days in Shanghai, compared with known_at), so
that an old day computed again stays as it was. An empty `scheme` means every published one.
"""

from collections.abc import Collection
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from innopoints.credit_code import credit_code
from innopoints.errors import Refused
from innopoints.passports.csv_lines import read_lines
from innopoints.project import ANSWERS, ROOT
from innopoints.yaml_file import read

RULES = ROOT / "dags" / "objection.yml"
OBJECTIONS = ANSWERS / "objections.csv"
Decision = Literal["", "upheld", "rejected", "withdrawn"]


class Window(BaseModel):
    """The objection window (公示期) of the zone."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    window_days: int = Field(ge=0, le=60, description="calendar days from the day of publication; 0: no window")

    def days(self, published_on: date) -> dict[str, str | None]:
        """{effective_from, in_objection_until}: of day D, with 5 days: objections until D+4, in effect from D+5."""
        effective_from = published_on + timedelta(days=self.window_days)
        last = effective_from - timedelta(days=1) if self.window_days else None
        return {"effective_from": effective_from.isoformat(), "in_objection_until": last and last.isoformat()}


class Objection(BaseModel):
    """One line of the zone office."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    uscc: str
    scheme: str
    opened_on: date
    closed_on: date | None
    decision: Decision
    freeze: bool = Field(description="keep the row as the edition before has it, until the objection is closed")
    because: str = Field(min_length=2)

    @field_validator("uscc")
    @classmethod
    def _code(cls, text: str) -> str:
        if (code := credit_code(text)) is None:
            raise ValueError(f"{text!r} is not a credit code with right check digits")
        return code

    @field_validator("closed_on", mode="before")
    @classmethod
    def _open(cls, text: str | None) -> str | None:
        return text or None

    @model_validator(mode="after")
    def _closed_with_a_decision(self) -> "Objection":
        if (self.closed_on is None) != (self.decision == ""):
            raise ValueError("closed_on and decision (upheld, rejected, withdrawn) go together")
        if self.closed_on and self.closed_on < self.opened_on:
            raise ValueError(f"closed_on {self.closed_on} is before opened_on {self.opened_on}")
        return self


def read_window(path: Path | None = None) -> Window:
    """The zone's rule. Raises Refused naming file, key and what is allowed."""
    return read(path or RULES, Window)


def read_objections(
    schemes: Collection[str], known: Collection[str] | None = None, path: Path | None = None
) -> list[dict]:
    """Every objection as a row of the registry; `schemes` are the published ones, `known` the enterprises one may name.

    Raises Refused naming file and line for whatever does not fit, all lines at once.
    """
    path = path or OBJECTIONS
    lines, wrong = read_lines(path, Objection)
    for line, each in lines:
        if each.scheme and each.scheme not in schemes:
            wrong.append(
                f"{path} line {line}: scheme: {each.scheme!r}; allowed: {', '.join(sorted(schemes))}, or empty"
            )
        if known is not None and each.uscc not in known:
            wrong.append(f"{path} line {line}: uscc: {each.uscc} is no enterprise the registration office has sent")
    if wrong:
        raise Refused("\n".join(wrong))
    return [each.model_dump(exclude={"decision", "because"}) | {"line": line} for line, each in lines]
