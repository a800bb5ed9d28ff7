"""When a table is due and how much of it: the part of its passport that catches what did not come."""

import calendar
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

_MONTHS = {"month": 1, "quarter": 3, "year": 12}


class Arrives(BaseModel):
    """{every: month, by: 16, none_for: [1]}: each month is due by the 16th of the next one, January never."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    every: Literal["month", "quarter", "year"]
    by: int = Field(ge=1, le=31, description="day of the month; the last one where a month is shorter")
    months_later: int = Field(1, ge=0, le=24, description="how many months after the period's last month it is due")
    none_for: list[Annotated[int, Field(ge=1, le=12)]] = Field(
        [], description="last months of periods that nobody reports"
    )

    def due_on(self, year: int, month: int) -> date:
        """The day by which the period that ends in this month must be there."""
        year, month = _moved(year, month, self.months_later)
        return date(year, month, min(self.by, calendar.monthrange(year, month)[1]))

    def newest_due(self, day: date) -> tuple[int, int]:
        """Year and last month of the newest period whose due day is past on `day`."""
        year, month = day.year, day.month
        while month % _MONTHS[self.every] or month in self.none_for or self.due_on(year, month) >= day:
            year, month = _moved(year, month, -1)
        return year, month

    def period(self, year: int, month: int) -> str:
        """How a file's name says the period that ends in this month: 202603, for a year 2025."""
        return f"{year:04d}" if self.every == "year" else f"{year:04d}{month:02d}"

    def ends(self, year: int, month: int) -> date:
        """The day after the period: what arrives from then on may hold all of it."""
        return date(year, month, calendar.monthrange(year, month)[1]) + timedelta(days=1)

    @model_validator(mode="after")
    def _some_period_is_left(self) -> "Arrives":
        ends = set(range(_MONTHS[self.every], 13, _MONTHS[self.every]))
        if stray := sorted(set(self.none_for) - ends):
            raise ValueError(f"none_for: no {self.every} ends in month {', '.join(map(str, stray))}")
        if ends <= set(self.none_for):
            raise ValueError("none_for leaves no period; leave arrives out instead")
        return self


class Corridor(BaseModel):
    """How many rows a batch may have; outside of it the batch is held and the last good one stays in force."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    at_least: int = Field(0, ge=0)
    at_most: int | None = Field(None, ge=1)
    shrink: float | None = Field(None, ge=0, lt=1, description="share of the batch before that may be missing")

    @model_validator(mode="after")
    def _is_a_corridor(self) -> "Corridor":
        if self.at_most is not None and self.at_most < self.at_least:
            raise ValueError(f"at_most {self.at_most} is below at_least {self.at_least}")
        return self


def _moved(year: int, month: int, months: int) -> tuple[int, int]:
    count = year * 12 + month - 1 + months
    return count // 12, count % 12 + 1
