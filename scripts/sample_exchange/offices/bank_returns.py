"""What banks report back each quarter (授信、贷款回传): lines of enterprises that authorised them, and their loans.

Amounts in hundredths of 万元.
"""

import numpy as np

from sample_exchange.offices.certification import CERTIFICATES, LEVELS
from sample_exchange.offices.consent import BANKS
from sample_exchange.offices.loan_events import FIRST_REPORT, KINDS, last_report, owed, report_month
from sample_exchange.offices.rows import Rows
from sample_exchange.offices.text import choose, days, months, numbered, texts, whole, yuan
from sample_exchange.world.draws import days_later
from sample_exchange.world.facts import Facts
from sample_exchange.world.periods import DAY, Horizon, last_day
from sample_exchange.world.population import name_on

PRODUCTS = ["政银担专项贷款", "创新积分贷"]
POOLS = ["zhongkai_zyd", "national_60", None]
TIERS = ["tier_1", "tier_2", "tier_3", None]
NO_TIER = TIERS.index(None)
NATIONAL, UNCOVERED = POOLS.index("national_60"), POOLS.index(None)
GIVES = {"专精特新小巨人企业": 0, "专精特新中小企业": 0, "高新技术企业": 1, "科技型中小企业": 2, "创新型中小企业": 2}
STATES = ["预授信", "已批", "已用"]


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
    return every.but(reported=report_month(every.when))[report_month(every.when) <= last_report(horizon)]


def loans(rng: np.random.Generator, lines: Facts, certificates: Facts, programmes: Facts) -> Facts:
    """One row per loan drawn: what was agreed and filed, and the day it stopped being repaid (`stop`, else due)."""
    used = lines[lines.state == 2]
    count = len(used)
    due = used.when + rng.choice([365, 730, 1095], count, p=[0.7, 0.2, 0.1]) * DAY
    bad = (rng.random(count) < 0.06) & (used.amount <= 10_000)  # those of up to a million yuan
    tier = _filed(used.line, _given(used.firm, used.when, certificates, programmes))
    pool = _pool(used.line)
    pool = np.where((pool == NATIONAL) & (tier == NO_TIER), UNCOVERED, pool)
    return Facts(firm=used.firm, bank=used.bank, line=used.line, principal=used.amount, start=used.when, due=due,
                 bad=bad, stop=due - np.where(bad, 120, 0) * DAY, rate=rng.integers(310, 480, count),
                 pool=pool, tier=np.where(pool == NATIONAL, tier, NO_TIER), reported=used.reported)  # fmt: skip


def reports(loans: Facts, events: Facts, horizon: Horizon) -> Facts:
    """One row per loan and quarter while it lives: `loan` says which, with what its events left of it."""
    quarters = np.arange(FIRST_REPORT, last_report(horizon) + 1, 3)
    loan, at = np.nonzero((quarters >= loans.reported[:, None]) & (last_day(quarters) <= loans.due[:, None] + 92))
    day = last_day(quarters[at])
    overdue = np.where(loans.bad[loan], np.maximum(0, (day - loans.stop[loan]).astype(int)), 0)
    return Facts(loan=loan, balance=owed(events, loan, day), overdue=overdue, default=overdue > 90,
                 report=quarters[at])  # fmt: skip


def _pool(line: np.ndarray) -> np.ndarray:
    """Every second line is the guaranteed product, every sixth under the national plan; the others have no cover."""
    return np.where(line % 2 == 0, 0, np.where(line % 3 == 0, 1, 2))


def _given(firm: np.ndarray, day: np.ndarray, certificates: Facts, programmes: Facts) -> np.ndarray:
    """The tier that what each enterprise holds on that day gives it, an index of TIERS."""
    gives = np.array([GIVES.get(kind.name, NO_TIER) for kind in CERTIFICATES])[certificates.kind]
    national = programmes[programmes.level == LEVELS.index("国家级")]
    holder = np.concatenate([certificates.firm, national.firm])
    since, until = np.append(certificates.since, national.when), np.append(certificates.until, national.closed)
    valid = (holder == firm[:, None]) & (since <= day[:, None]) & (np.isnat(until) | (until >= day[:, None]))
    best = np.where(valid, np.append(gives, np.zeros(len(national), int)), NO_TIER)
    return best.min(axis=1, initial=NO_TIER)


def _filed(line: np.ndarray, given: np.ndarray) -> np.ndarray:
    """Banks file what is given; one in five a tier better, or the last where there is none; one in ten a tier worse."""
    turn = line // 6
    worse = np.where(given < NO_TIER - 1, given + 1, given)
    return np.where(turn % 5 == 0, np.maximum(given - 1, 0), np.where(turn % 10 == 1, worse, given))


def line_rows(firms: Facts, facts: Facts, chunk: int) -> Rows:
    code = firms.uscc[facts.firm]
    columns = {
        "bank": choose(BANKS, facts.bank),
        "line_no": line_numbers(facts.line, chunk),
        "uscc": code,
        "comp_nm": name_on(firms, facts.firm, facts.when),
        "product_nm": choose(PRODUCTS, facts.line % 2),
        "line_state": choose(STATES, facts.state),
        "amount_wan": yuan(facts.amount),
        "state_dt": days(facts.when),
        "report_dt": days(last_day(facts.reported)),
    }
    return Rows("bank_returns", "credit_line", columns, code, part(facts.bank, facts.reported))


def loan_rows(firms: Facts, loans: Facts, facts: Facts, chunk: int) -> Rows:
    loan = loans[facts.loan]
    code = firms.uscc[loan.firm]
    columns = {
        "bank": choose(BANKS, loan.bank),
        "loan_no": loan_numbers(loan.line, chunk),
        "line_no": line_numbers(loan.line, chunk),
        "uscc": code,
        "comp_nm": name_on(firms, loan.firm, loan.start),
        "product_nm": choose(PRODUCTS, loan.line % 2),
        "principal_wan": yuan(loan.principal),
        "balance_wan": yuan(facts.balance),
        "rate_pct": yuan(loan.rate),
        "start_dt": days(loan.start),
        "due_dt": days(loan.due),
        "overdue_days": whole(facts.overdue),
        "is_default": choose(["否", "是"], facts.default.astype(int)),
        "pool_cd": choose(POOLS, loan.pool),
        "pool_tier": choose(TIERS, loan.tier),
        "filed_dt": days(np.where(loan.pool == 2, np.datetime64("NaT"), loan.start)),
        "report_dt": days(last_day(facts.report)),
    }
    return Rows("bank_returns", "loan", columns, code, part(loan.bank, facts.report))


def event_rows(firms: Facts, loans: Facts, facts: Facts, chunk: int) -> Rows:
    loan = loans[facts.loan]
    code = firms.uscc[loan.firm]
    columns = {
        "bank": choose(BANKS, loan.bank),
        "loan_no": loan_numbers(loan.line, chunk),
        "event_no": whole(facts.number),
        "uscc": code,
        "event_type": choose(KINDS, facts.kind),
        "event_dt": days(facts.when),
        "amount_yuan": yuan(facts.amount * 10_000),
        "report_dt": days(last_day(report_month(facts.when))),
    }
    return Rows("bank_returns", "balance_event", columns, code, part(loan.bank, report_month(facts.when)))


def line_numbers(line: np.ndarray, chunk: int) -> np.ndarray:
    return numbered("SX", chunk * 10_000 + line, 12)


def loan_numbers(line: np.ndarray, chunk: int) -> np.ndarray:
    return numbered("DK", chunk * 10_000 + line, 12)


def part(bank: np.ndarray, month: np.ndarray) -> np.ndarray:
    return texts([f"{BANKS[b]}_{m}" for b, m in zip(bank.tolist(), months(month).tolist(), strict=True)])
