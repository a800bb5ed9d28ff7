"""Dirt that is a matter of a whole row: amounts in another unit, a month that is not filed, a total that falls."""

import numpy as np

from sample_exchange.dirt.choose import choose
from sample_exchange.dirt.settled import amounts_of, settled
from sample_exchange.dirt.spellings import thousandfold
from sample_exchange.offices.research import LINES
from sample_exchange.offices.rows import Note, Rows

MONTH, TO_DATE, PERIOD = "工业总产值_本月_千元", "工业总产值_累计_千元", "报告期"


def _whole_row_slip(amounts: list[str], leading: str, share: float):
    def plant(rows: Rows, rng: np.random.Generator) -> None:
        """Every amount of the row a thousand times too large: its own arithmetic still holds."""
        for row in choose(rows, settled(rows, leading), share, rng):
            right = rows.columns[leading][row]
            for name in amounts:
                rows.columns[name][row] = thousandfold(rows.columns[name][row], rng)
            note = Note("whole_row_slip", "rejected", rows.meant[row], leading, rows.columns[leading][row], right)
            rows.notes.append((row, note))

    return plant


def _january_report(rows: Rows, rng: np.random.Generator) -> None:
    """A report for January, which is not filed: February carries both months."""
    february = np.array([period.endswith("02") for period in rows.columns[PERIOD].tolist()], bool)
    extra = rows.copies(choose(rows, february, 0.0005, rng))
    for row, period in enumerate(extra.columns[PERIOD].tolist()):
        january = f"{period[:4]}01"
        extra.columns[PERIOD][row] = january
        extra.notes.append((row, Note("january_report", "rejected", extra.meant[row], PERIOD, january, period)))
    rows.add(extra)


def _year_to_date_falls(rows: Rows, rng: np.random.Generator) -> None:
    """The month's own amount written as the year to date, below what the two months before had reached."""
    to_date, made = amounts_of(rows, TO_DATE), amounts_of(rows, MONTH)
    periods, meant = rows.columns[PERIOD].tolist(), rows.meant.tolist()
    reached: dict[tuple[str, int], float] = {}
    for key, amount in zip(zip(meant, map(int, periods), strict=True), to_date, strict=True):
        reached[key] = min(amount, reached.get(key, amount))

    def falls(row: int) -> bool:
        before = [reached.get((meant[row], int(periods[row]) - back), 0) for back in (1, 2)]
        return int(periods[row][4:]) >= 4 and 0 < 1.2 * made[row] < min(before)

    for row in choose(rows, np.fromiter(map(falls, range(len(rows))), bool, len(rows)), 0.0005, rng):
        right = rows.columns[TO_DATE][row]
        rows.columns[TO_DATE][row] = rows.columns[MONTH][row]
        note = Note("year_to_date_falls", "rejected", meant[row], TO_DATE, rows.columns[MONTH][row], right)
        rows.notes.append((row, note))


WHOLE_ROWS = {
    "rd_deduction": [_whole_row_slip(LINES, "line_40", 0.001)],
    "monthly_output": [_january_report, _year_to_date_falls, _whole_row_slip([MONTH, TO_DATE], TO_DATE, 0.0005)],
}
WHOLE_ROW_KINDS = {"whole_row_slip", "january_report", "year_to_date_falls"}
