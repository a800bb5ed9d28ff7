"""What happened to each loan (借据变动), day by day: drawn, repaid, overdue, in default, paid by the guarantor.

Amounts in hundredths of 万元. The balance of a loan is what the borrower still owes: what a guarantor pays changes
who is owed, not how much.
"""

import numpy as np

from sample_exchange.world.draws import days_later
from sample_exchange.world.facts import Facts
from sample_exchange.world.periods import DAY, Horizon, first_day, last_day, month_of

KINDS = ["放款", "还款", "逾期", "结清逾期", "不良", "代偿", "追偿回收"]
DRAWN, REPAID, OVERDUE, CURED, DEFAULTED, PAID_OUT, RECOVERED = range(7)
DEFAULT_AFTER = 91 * DAY  # more than ninety days overdue
FIRST_REPORT = 2024 * 12 + 11  # the quarter that ends in December 2024; it holds everything before


def events(rng: np.random.Generator, loans: Facts, horizon: Horizon) -> Facts:
    """One row per loan and event in the order they happened; `loan` says which. Drawn once, repaid by quarter."""
    every = _events(loans, DRAWN, np.arange(len(loans)), loans.start, loans.principal)
    loan, when, amount = _repayments(loans, horizon)
    may_be_late = ~loans.bad[loan] & (when < loans.due[loan])
    late = np.where(may_be_late & (rng.random(len(loan)) < 0.03), rng.integers(3, 10, len(loan)), 0) * DAY
    every = every.then(_events(loans, REPAID, loan, when + late, amount))
    slow = late > 0 * DAY
    for kind, day in ((OVERDUE, when), (CURED, when + late)):
        every = every.then(_events(loans, kind, loan[slow], day[slow], amount[slow] * 0))
    bad = np.flatnonzero(loans.bad)
    left = loans.principal[bad] - np.bincount(loan, amount, len(loans)).astype(np.int64)[bad]
    stop = loans.stop[bad]
    paid = days_later(rng, stop + DEFAULT_AFTER, 30, 60)
    every = every.then(_events(loans, OVERDUE, bad, stop, left * 0))
    every = every.then(_events(loans, DEFAULTED, bad, stop + DEFAULT_AFTER, left * 0))
    covered = loans.pool[bad] < 2
    every = every.then(_events(loans, PAID_OUT, bad[covered], paid[covered], left[covered] * 8 // 10))
    back = np.rint(left * rng.uniform(0.1, 0.4, len(bad))).astype(np.int64)
    every = every.then(_events(loans, RECOVERED, bad, days_later(rng, paid, 60, 200), back))
    every = every[report_month(every.when) <= last_report(horizon)]
    every = every[np.lexsort((every.kind, every.when, every.loan))]
    first = np.searchsorted(every.loan, every.loan)
    return every.but(number=np.arange(len(every)) - first + 1)


def _events(loans: Facts, kind: int, loan: np.ndarray, when: np.ndarray, amount: np.ndarray) -> Facts:
    return Facts(loan=loan, kind=np.full(len(loan), kind), when=when, amount=amount)


def _repayments(loans: Facts, horizon: Horizon) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Four fifths of a loan are repaid quarter by quarter, ten days before its end, and the rest when it is due."""
    first = min(month_of(loans.start).min() if len(loans) else FIRST_REPORT, FIRST_REPORT) // 3 * 3 + 2
    quarters = np.arange(first, last_report(horizon) + 1, 3)
    start, due = loans.start[:, None], loans.due[:, None]
    ends = last_day(quarters)[None, :]
    share = (ends - start).astype(int) / (due - start).astype(int)
    left = np.rint(loans.principal[:, None] * np.clip(1 - 0.8 * share, 0, 1) / 100).astype(np.int64) * 100
    when = np.where(due <= ends, due, ends - 10 * DAY)
    left = np.where(due <= ends, 0, left)
    paid = (when > start) & (~loans.bad[:, None] | (when < loans.stop[:, None]))
    level = np.minimum.accumulate(np.where(paid, left, loans.principal[:, None]), axis=1)
    before = np.concatenate([loans.principal[:, None], level[:, :-1]], axis=1)
    loan, at = np.nonzero(before > level)
    return loan, when[loan, at], (before - level)[loan, at]


def owed(events: Facts, loan: np.ndarray, day: np.ndarray) -> np.ndarray:
    """What the borrower of each loan owes at the end of a day."""
    sign = np.select([events.kind == DRAWN, np.isin(events.kind, (REPAID, RECOVERED))], [1, -1], 0)
    total = np.concatenate([[0], np.cumsum(events.amount * sign)])
    # Events are ordered by loan and day: one number says both.
    place = events.loan * 100_000 + (events.when - first_day(1970 * 12)).astype(int)
    asked = loan * 100_000 + (day - first_day(1970 * 12)).astype(int)
    return total[np.searchsorted(place, asked, side="right")] - total[np.searchsorted(events.loan, loan)]


def report_month(when: np.ndarray) -> np.ndarray:
    """The last month of the quarter a day falls in, at the earliest the first report's."""
    return np.maximum(FIRST_REPORT, month_of(when) // 3 * 3 + 2)


def last_report(horizon: Horizon) -> int:
    return (horizon.complete_month + 1) // 3 * 3 - 1
