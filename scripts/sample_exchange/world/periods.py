"""Months, quarters and the days a score is asked about.

A month is one number, year * 12 + month - 1, so that months add and subtract; a day is numpy's datetime64[D].
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

HISTORY_FROM = 2023 * 12  # January 2023: the first month the offices exchange
DAY = np.timedelta64(1, "D")


def first_day(month) -> np.ndarray:
    return (np.asarray(month) - 1970 * 12).astype("datetime64[M]").astype("datetime64[D]")


def last_day(month) -> np.ndarray:
    return first_day(np.asarray(month) + 1) - DAY


def month_of(days) -> np.ndarray:
    return np.asarray(days).astype("datetime64[M]").astype(np.int64) + 1970 * 12


def day(year: int, month: int, number: int) -> np.datetime64:
    return np.datetime64(date(year, month, number))


def years_before(when: date, years: int) -> np.datetime64:
    """`when` minus whole years; 29 February becomes 28 February."""
    try:
        return np.datetime64(when.replace(year=when.year - years))
    except ValueError:
        return np.datetime64(when.replace(year=when.year - years, day=28))


@dataclass(frozen=True)
class Horizon:
    """The last day of the data, and what is closed on it."""

    through: date

    @property
    def day(self) -> np.datetime64:
        return np.datetime64(self.through)

    @property
    def month(self) -> int:
        """The month that holds the last day, complete or not."""
        return self.through.year * 12 + self.through.month - 1

    @property
    def complete_month(self) -> int:
        return self.month if self.day == last_day(self.month) else self.month - 1

    @property
    def closed_tax_year(self) -> int:
        """The annual return of a year is due on 31 May of the next; the year is closed from 1 June."""
        return self.through.year - 1 if (self.through.month, self.through.day) > (5, 31) else self.through.year - 2

    @property
    def last_calendar_year(self) -> int:
        return self.through.year - 1

    def years(self, number: int) -> np.datetime64:
        return years_before(self.through, number)
