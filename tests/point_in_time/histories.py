"""A history: everything filed about one enterprise, as it was sent and as it is meant.

A filing is one row that lands at one moment. It may be a record's first version, a correction, an older version that
arrives late, one of the same moment, a deletion, a record deleted and sent again, or a row that cannot be read.
"""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

LANDINGS = [datetime(2025, 2, 1, 18, tzinfo=UTC) + timedelta(days=73 * n) for n in range(9)]
AS_OF_DAYS = [date(2025, 5, 31), date(2025, 6, 1), date(2025, 12, 31), date(2026, 2, 27), date(2026, 6, 30)]
# Days at which something may begin or end: where a rule could be a day, or a year, off.
EDGES = sorted(
    {
        day.replace(year=day.year - years) + timedelta(days=off)
        for day in AS_OF_DAYS
        for years in (0, 1, 2, 3)
        for off in (-1, 0, 1)
    }
)
# Who begins late: until then the table has never landed, and nothing may be said of its measures.
EARLY = ("enterprise", "zone_membership")  # sent at once for most, so that most are in the zone
FIRST_LANDING = {"social_insurance": 3, "patent_event": 2}

# The cell in which a row that cannot be read holds words.
SPOILT = {
    "enterprise": "appr_dt",
    "zone_membership": "leave_dt",
    "social_insurance": "end_ym",
    "cit_annual": "opt_income",
    "vat_return": "sale_amt",
    "credit_rating": "tax_credit_level",
    "tax_payment": "paid_amt",
    "monthly_output": "工业总产值_累计_千元",
    "certificate": "有效期至",
    "adverse_record": "修复日期",
    "patent": "app_dt",
}


@dataclass(frozen=True)
class Filing:
    """`row` is what was sent; the rest is what it means. `landing` and `piece` say when, `order` is its place there."""

    table: str
    landing: int
    piece: int
    order: float
    key: tuple
    version: tuple
    facts: dict
    row: dict
    deletes: bool = False
    readable: bool = True
    held: bool = False


@dataclass
class History:
    """One enterprise's filings, made by `draw`."""

    uscc: str
    draw: random.Random
    filings: list[Filing] = field(default_factory=list)

    def day(self) -> date:
        return self.draw.choice(EDGES)

    def says(self, table: str, key: tuple, sent_key: dict, make, stamps: tuple[str, ...], operation: str | None = None):
        """One record's filings: a few versions, each with facts of its own; `make()` gives (facts, cells)."""
        early = table in EARLY and self.draw.random() < 0.7
        first = 0 if early else max(self.draw.randrange(6), FIRST_LANDING.get(table, 0))
        moments: list[tuple] = []
        for number in range(self.draw.choice([1, 1, 2, 2, 3, 4])):
            facts, cells = make()
            landing = min(first + self.draw.randrange(number + 1) * 2, len(LANDINGS) - 1)
            version = self._version(landing, stamps, moments)
            moments.append(version)
            deletes = operation is not None and number > 0 and self.draw.random() < 0.15
            row = sent_key | cells | dict(zip(stamps, map(text, version), strict=True))
            if operation:
                row[operation] = "D" if deletes else self.draw.choice("IU")
            readable = self.draw.random() > 0.06 or table not in SPOILT
            if not readable:
                row[SPOILT[table]] = "约三百"
            self.filings.append(
                Filing(
                    table=table,
                    landing=landing,
                    piece=self.draw.randrange(2),
                    order=self.draw.random(),
                    key=(table, *key),
                    version=version,
                    facts=facts,
                    row=row,
                    deletes=deletes,
                    readable=readable,
                    held=self.draw.random() < 0.04,
                )
            )

    def _version(self, landing: int, stamps: tuple[str, ...], before: list[tuple]) -> tuple:
        """The office's own moments of a version: newer, older, the same as one before, or not given."""
        if before and self.draw.random() < 0.2:
            return self.draw.choice(before)
        landed = LANDINGS[landing].replace(tzinfo=None)
        changed = [landed - timedelta(days=self.draw.randrange(1, 200), seconds=self.draw.randrange(9)) for _ in stamps]
        moments = [
            moment.date() if stamp.endswith(("_dt", "日期")) else moment
            for moment, stamp in zip(changed, stamps, strict=True)
        ]
        return tuple(None if self.draw.random() < 0.08 else moment for moment in moments)


def text(value) -> str | None:
    """A day or a moment as offices write it."""
    return None if value is None else value.isoformat(sep=" ") if isinstance(value, datetime) else str(value)
