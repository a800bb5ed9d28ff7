"""Output statistics: monthly industrial output of above-scale makers, yearly high-tech product revenue; in 千元.

Only enterprises with main revenue of 20 million yuan or more report. January is not reported; February's month
covers January and February. High-tech revenue is also reported by smaller 高新技术企业.
"""

import numpy as np

from sample_exchange.offices.rows import Rows
from sample_exchange.offices.text import days, months, whole
from sample_exchange.world.draws import days_later, pick
from sample_exchange.world.facts import Facts
from sample_exchange.world.periods import HISTORY_FROM, Horizon, first_day
from sample_exchange.world.population import name_on
from sample_exchange.world.sales import Sales


def monthly_reports(rng: np.random.Generator, firms: Facts, sales: Sales, horizon: Horizon) -> dict[str, Facts]:
    """`last` and `earlier` versions; a corrected month comes again in the file of a later month (`part`)."""
    span = np.arange(HISTORY_FROM, horizon.month + 1)
    span = span[span % 12 != 0]
    firm, at = np.nonzero(_above_scale(firms, span // 12, horizon) & firms.goods[:, None])
    month = span[at]
    first = np.where(month % 12 == 1, month - 1, month)
    made = np.rint(sales.between(firm, first, month) / 100_000).astype(np.int64)
    facts = Facts(firm=firm, month=month, made=made, to_date=_running(firm, month, made), part=month)
    facts = facts.but(filed=days_later(rng, first_day(month + 1), 3, 14))
    alive = (month >= firms.alive_from[firm]) & (month <= firms.alive_to[firm])
    facts = facts[alive & (facts.filed <= horizon.day) & (facts.to_date > 0)]
    again = pick(rng, (facts.filed + 30 <= horizon.day) & (facts.month % 12 != 11) & (facts.made > 0), 0.006)
    earlier = facts[again]
    wrong = np.maximum(1, np.rint(earlier.made * rng.uniform(0.8, 0.98, len(earlier))).astype(np.int64))
    earlier = earlier.but(made=wrong, to_date=earlier.to_date - earlier.made + wrong)
    filed = np.where(again, days_later(rng, first_day(facts.month + 2), 3, 10), facts.filed)
    known = filed <= horizon.day
    last = facts.but(filed=filed, part=facts.part + again)
    uncorrected = facts[~known]
    return {"last": last[known].then(uncorrected), "earlier": earlier[known[again]]}


def _above_scale(firms: Facts, years: np.ndarray, horizon: Horizon) -> np.ndarray:
    """Whether each enterprise's own size puts it above scale in each year."""
    return firms.revenue_wan[:, None] * (1 + firms.growth[:, None]) ** (years - horizon.closed_tax_year) >= 2000


def _running(firm: np.ndarray, month: np.ndarray, made: np.ndarray) -> np.ndarray:
    """Sum of the year so far; rows come ordered by enterprise and month."""
    total = np.cumsum(made)
    starts = np.r_[True, (firm[1:] != firm[:-1]) | (month[1:] // 12 != month[:-1] // 12)]
    before = np.where(starts, total - made, 0)
    return total - np.maximum.accumulate(before)


def report_rows(firms: Facts, facts: Facts) -> Rows:
    firm = facts.firm
    return Rows(
        "output",
        "monthly_output",
        {
            "统一社会信用代码": firms.uscc[firm],
            "单位详细名称": name_on(firms, firm, facts.filed),
            "报告期": months(facts.month),
            "行业代码": firms.industry[firm],
            "工业总产值_本月_千元": whole(facts.made),
            "工业总产值_累计_千元": whole(facts.to_date),
            "填报日期": days(facts.filed),
        },
        firms.uscc[firm],
        months(facts.part),
    )


def hightech_reports(rng, firms: Facts, sales: Sales, certified: np.ndarray, horizon: Horizon) -> Facts:
    """One a year by the end of February; a few enterprises leave the amount out (`known` is false)."""
    years = np.arange(2022, horizon.through.year)
    alive = (firms.alive_from[:, None] <= years * 12 + 11) & (firms.alive_to[:, None] >= years * 12 + 11)
    firm, at = np.nonzero((_above_scale(firms, years, horizon) | certified[:, None]) & alive)
    year = years[at]
    revenue = np.rint(sales.between(firm, year * 12, year * 12 + 11) / 100_000).astype(np.int64)
    share = np.clip(rng.normal(0.35 + 0.12 * firms.innovation + 0.3 * certified, 0.1), 0, 0.98)[firm]
    facts = Facts(
        firm=firm,
        year=year,
        revenue=revenue,
        hightech=np.rint(revenue * share).astype(np.int64),
        known=rng.random(len(firm)) > 0.01,
        filed=days_later(rng, first_day(year * 12 + 12), 18, 56),
    )
    return facts[(facts.filed <= horizon.day) & (facts.revenue > 0)]


def hightech_rows(firms: Facts, facts: Facts) -> Rows:
    amount = whole(facts.hightech)
    amount[~facts.known] = None
    return Rows(
        "output",
        "hightech_revenue",
        {
            "统一社会信用代码": firms.uscc[facts.firm],
            "单位详细名称": name_on(firms, facts.firm, facts.filed),
            "统计年度": whole(facts.year),
            "高新技术产品收入_千元": amount,
            "营业收入_千元": whole(facts.revenue),
            "填报日期": days(facts.filed),
        },
        firms.uscc[facts.firm],
        whole(facts.year),
    )
