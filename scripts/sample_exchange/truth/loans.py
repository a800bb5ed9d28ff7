"""What was owed on loans: the days of each year on which a loan was paid as agreed, and what was owed at their ends.

Such a day is one on which something is owed at its end, before the due day, not overdue, and not after a default.
"""

from collections.abc import Iterator

import numpy as np

from sample_exchange.chunk import Chunk
from sample_exchange.offices import loan_events
from sample_exchange.offices.bank_returns import loan_numbers
from sample_exchange.offices.consent import BANKS
from sample_exchange.world.periods import DAY


def performing_years(chunk: Chunk) -> Iterator[tuple[str, str, int, int, int]]:
    """(bank, loan_no, year, days, fen x days) of every year with such a day, up to the last day of the data."""
    loans, events, end = chunk.loans, chunk.loan_events, chunk.horizon.day + DAY
    numbers = loan_numbers(loans.line, chunk.number).tolist()
    for loan in range(len(loans)):
        happened = events[events.loan == loan]
        first = loans.start[loan]
        owed = np.zeros(int((end - first).astype(int)), np.int64)
        counts = np.ones(len(owed), bool)
        for kind, when, amount in zip(happened.kind, happened.when, happened.amount, strict=True):
            since = int((when - first).astype(int))
            if kind == loan_events.DRAWN:
                owed[since:] += amount
            elif kind in (loan_events.REPAID, loan_events.RECOVERED):
                owed[since:] -= amount
            elif kind in (loan_events.OVERDUE, loan_events.DEFAULTED):
                counts[since:] = False
            elif kind == loan_events.CURED:
                counts[since:] = True
        counts[max(int((loans.due[loan] - first).astype(int)), 0) :] = False
        years = (first + np.arange(len(owed)) * DAY).astype("datetime64[Y]").astype(int) + 1970
        counts &= owed > 0
        for year in np.unique(years[counts]).tolist():
            mine = counts & (years == year)
            yield BANKS[loans.bank[loan]], numbers[loan], year, int(mine.sum()), int(owed[mine].sum()) * 10_000
