"""What banks report back each quarter (授信、贷款回传): lines of enterprises that authorised them, and their loans.

Amounts in hundredths of 万元.
"""

import numpy as np

from sample_exchange.offices.consent import BANKS
from sample_exchange.offices.rows import Rows
from sample_exchange.offices.text import choose, days, months, numbered, texts, whole, yuan
from sample_exchange.world.draws import days_later
from sample_exchange.world.facts import Facts
from sample_exchange.world.periods import DAY, Horizon, last_day, month_of
from sample_exchange.world.population import name_on

STATES = ["预授信", "已批", "已用"]
_FIRST_REPORT = 2024 * 12 + 11  # the quarter that ends in December 2024; it holds everything before


def lines(rng: np.random.Generator, firms: Facts, consents: Facts, horizon: Horizon) -> Facts:
    """One row per line and state reached. `line` numbers the lines of a chunk; amounts never grow along the states."""
    _, first = np.unique(consents.firm * len(BANKS) + consents.bank, return_index=True)
    asked = consents[first]
    asked = asked[rng.random(len(asked)) < 0.6]
    size = np.clip(0.18 * firms.revenue_wan[asked.firm] * np.exp(rng.normal(0, 0.5, len(asked))), 30, 1000)
    amount = np.rint(size / 10).astype(np.int64) * 1000
    every = Facts(line=np.arange(len(asked)), firm=asked.firm, bank=asked.bank, state=np.zeros(len(asked), int),
                  amount=amount, when=days_later(rng, asked.since, 3, 30))  # fmt: skip
    approved = every[rng.random(len(every)) < 0.75]
    approved = approved.but(state=approved.state + 1, when=days_later(rng, approved.when, 5, 40))
    drawn = approved[rng.random(len(approved)) < 0.6]
    used = np.maximum(1000, np.rint(drawn.amount * rng.uniform(0.3, 1, len(drawn)) / 1000).astype(np.int64) * 1000)
    drawn = drawn.but(state=drawn.state + 1, when=days_later(rng, drawn.when, 5, 90), amount=used)
    every = every.then(approved).then(drawn)
    return every.but(reported=_report_month(every.when))[_report_month(every.when) <= _last_report(horizon)]


def loans(rng: np.random.Generator, lines: Facts, horizon: Horizon) -> Facts:
    """One row per loan and quarter while it lives; a few fall overdue and fewer default."""
    used = lines[lines.state == 2]
    count = len(used)
    quarters = np.arange(_FIRST_REPORT, _last_report(horizon) + 1, 3)
    due = used.when + rng.choice([365, 730, 1095], count, p=[0.7, 0.2, 0.1]) * DAY
    bad = rng.random(count) < 0.02
    rate = rng.integers(310, 480, count)
    loan, at = np.nonzero((quarters >= used.reported[:, None]) & (last_day(quarters) <= due[:, None] + 92))
    report = quarters[at]
    day = last_day(report)
    elapsed = (day - used.when[loan]).astype(int) / (due - used.when)[loan].astype(int)
    left = np.clip(1 - 0.8 * elapsed, 0, 1) * (elapsed < 1)
    overdue = np.where(bad[loan], np.maximum(0, (day - due[loan]).astype(int) + 120), 0)
    balance = np.rint(used.amount[loan] * np.where(overdue > 0, 0.5, left) / 100).astype(np.int64) * 100
    return Facts(firm=used.firm[loan], bank=used.bank[loan], line=used.line[loan], principal=used.amount[loan],
                 balance=balance, rate=rate[loan], start=used.when[loan], due=due[loan], overdue=overdue,
                 default=overdue > 90, report=report)  # fmt: skip


def _report_month(when: np.ndarray) -> np.ndarray:
    """The last month of the quarter a day falls in, at the earliest the first report's."""
    return np.maximum(_FIRST_REPORT, month_of(when) // 3 * 3 + 2)


def _last_report(horizon: Horizon) -> int:
    return (horizon.complete_month + 1) // 3 * 3 - 1


def line_rows(firms: Facts, facts: Facts, chunk: int) -> Rows:
    code = firms.uscc[facts.firm]
    columns = {
        "bank": choose(BANKS, facts.bank),
        "line_no": numbered("SX", chunk * 10_000 + facts.line, 12),
        "uscc": code,
        "comp_nm": name_on(firms, facts.firm, facts.when),
        "line_state": choose(STATES, facts.state),
        "amount_wan": yuan(facts.amount),
        "state_dt": days(facts.when),
        "report_dt": days(last_day(facts.reported)),
    }
    return Rows("bank_returns", "credit_line", columns, code, _part(facts.bank, facts.reported))


def loan_rows(firms: Facts, facts: Facts, chunk: int) -> Rows:
    code = firms.uscc[facts.firm]
    columns = {
        "bank": choose(BANKS, facts.bank),
        "loan_no": numbered("DK", chunk * 10_000 + facts.line, 12),
        "uscc": code,
        "comp_nm": name_on(firms, facts.firm, facts.start),
        "principal_wan": yuan(facts.principal),
        "balance_wan": yuan(facts.balance),
        "rate_pct": yuan(facts.rate),
        "start_dt": days(facts.start),
        "due_dt": days(facts.due),
        "overdue_days": whole(facts.overdue),
        "is_default": choose(["否", "是"], facts.default.astype(int)),
        "report_dt": days(last_day(facts.report)),
    }
    return Rows("bank_returns", "loan", columns, code, _part(facts.bank, facts.report))


def _part(bank: np.ndarray, month: np.ndarray) -> np.ndarray:
    return texts([f"{BANKS[b]}_{m}" for b, m in zip(bank.tolist(), months(month).tolist(), strict=True)])
