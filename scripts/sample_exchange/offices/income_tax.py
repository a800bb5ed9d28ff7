"""Corporate income tax: quarterly prepayment returns and the annual return (企业所得税季度预缴、年度汇算清缴).

Amounts in fen; the yearly average of total assets is sent in 万元 and kept here in hundredths of 万元.
"""

import numpy as np

from sample_exchange.offices import versions
from sample_exchange.offices.rows import Rows
from sample_exchange.offices.text import days, moments, numbered, texts, whole, yuan
from sample_exchange.world.draws import days_later
from sample_exchange.world.facts import Facts
from sample_exchange.world.periods import HISTORY_FROM, Horizon, first_day, last_day
from sample_exchange.world.population import SOLE_TRADER, name_on
from sample_exchange.world.sales import SALES_FROM, Sales

FIRST_TAX_YEAR = 2022
RATES = ["0.25", "0.15", "0.05"]
NORMAL, HIGH_TECH, SMALL_PROFIT = range(3)
RATE_PERCENT = np.array([25, 15, 5])


def quarterly_returns(rng, firms: Facts, sales: Sales, rate: np.ndarray, horizon: Horizon) -> dict[str, Facts]:
    """Cumulative revenue and profit of the year to each quarter's end; `prepaid` is what the quarter adds in tax."""
    ends = np.arange(HISTORY_FROM + 2, horizon.month + 1, 3)
    alive = sales.alive[:, ends - SALES_FROM] & (firms.role != SOLE_TRADER)[:, None]
    firm, at = np.nonzero(alive)
    last = ends[at]
    income = sales.between(firm, last // 12 * 12, last)
    added = sales.between(firm, last - 2, last)
    profit = np.rint(income * (firms.margin[firm] + rng.normal(0, 0.015, len(firm)))).astype(np.int64)
    prepaid = np.rint(np.maximum(0, added * firms.margin[firm]) * RATE_PERCENT[rate[firm]] / 100).astype(np.int64)
    facts = Facts(firm=firm, last=last, income=income, profit=profit, prepaid=prepaid)
    facts = facts.but(filed=days_later(rng, first_day(last + 1), 5, 15))
    facts = versions.stamped(rng, versions.late(rng, facts, 0.005, 15, 45), horizon)
    facts, earlier = versions.corrected(rng, facts, 0.005, ["income", "profit"], horizon)
    return {"last": facts, "earlier": earlier}


def annual_returns(rng, firms: Facts, sales: Sales, rate: np.ndarray, horizon: Horizon) -> dict[str, Facts]:
    """One return a year from the year of establishment; a few are late or never come."""
    years = np.arange(FIRST_TAX_YEAR, horizon.through.year)
    ends = years * 12 + 11
    lives = (firms.alive_from[:, None] <= ends) & (firms.alive_to[:, None] >= ends)
    firm, at = np.nonzero(lives & (firms.role != SOLE_TRADER)[:, None])
    year = years[at]
    count = len(firm)
    monthly = sales.between(firm, year * 12, year * 12 + 11)
    # A few declare to one tax bureau half of what they declared to the same bureau for VAT.
    gap = (firm % 97 == 5) & firms.general[firm] & (year == horizon.closed_tax_year)
    declared = np.where(gap, monthly / 2, monthly)
    income = np.rint(declared * (1 + np.abs(rng.normal(0, 0.008, count)))).astype(np.int64)
    profit = np.rint(income * (firms.margin[firm] + rng.normal(0, 0.03, count))).astype(np.int64)
    tax = np.maximum(0, profit) * RATE_PERCENT[rate[firm]] // 100
    assets_begin, assets_end, average = _assets(rng, firms, firm, year, monthly, profit - tax)
    facts = Facts(
        firm=firm,
        year=year,
        gap=gap,
        income=income,
        cost=income - profit,
        profit=profit,
        net_profit=profit - tax,
        net_begin=assets_begin,
        net_end=assets_end,
        assets_wan=average,
        assets_known=rng.random(count) > 0.006,
        settled=np.rint(tax * rng.normal(0.05, 0.1, count)).astype(np.int64),
    )
    facts = facts.but(filed=first_day(year * 12 + 14) + np.rint(91 * rng.beta(3, 1.2, count)).astype(int))
    facts, missing = versions.never_sent(rng, facts, 0.018)
    facts = versions.stamped(rng, versions.late(rng, facts, 0.02, 30, 150), horizon)
    facts, earlier = versions.corrected(rng, facts, 0.03, ["income", "cost", "profit", "net_profit"], horizon)
    return {"last": facts, "earlier": earlier, "missing": missing[missing.filed <= horizon.day]}


def _assets(rng, firms: Facts, firm: np.ndarray, year: np.ndarray, income: np.ndarray, net_profit: np.ndarray):
    """Net assets at both ends of the year (about 4 % negative) and the yearly average of total assets."""
    weight = np.exp(rng.normal(-0.6, 0.5, len(firms)))[firm]
    sunk = (rng.random(len(firms)) < 0.04)[firm]
    floor = np.rint(firms.revenue_wan[firm] * 1_000_000 * weight).astype(np.int64)
    end = np.where(sunk, -floor // 3, floor + net_profit * (year - FIRST_TAX_YEAR + 1) // 2)
    begin = end - net_profit
    leverage = 1 + np.exp(rng.normal(-0.3, 0.5, len(firm)))
    average = np.rint(np.maximum(np.abs(begin + end) / 2, 1e6) * leverage / 10_000).astype(np.int64)
    return begin, end, average


def quarterly_rows(firms: Facts, facts: Facts, serial_from: int) -> Rows:
    firm = facts.firm
    rows = Rows(
        "tax",
        "cit_quarter",
        {
            "sbxh": numbered("SB20", serial_from + np.arange(len(facts)), 14),
            "tax_no": firms.uscc[firm],
            "comp_nm": name_on(firms, firm, facts.filed),
            "period_to": days(last_day(facts.last)),
            "opt_income_cum": yuan(facts.income),
            "profit_total_cum": yuan(facts.profit),
            "filed_dt": days(facts.filed),
            "correct_flag": whole(facts.corrected.astype(int)),
            "updated_at": moments(facts.updated),
        },
        firms.uscc[firm],
    )
    rows.note(facts.late, "late_filing", "none", "filed_dt")
    return rows


def annual_rows(firms: Facts, facts: Facts, rate: np.ndarray, serial_from: int) -> Rows:
    firm = facts.firm
    assets = yuan(facts.assets_wan)
    assets[~facts.assets_known] = None
    rows = Rows(
        "tax",
        "cit_annual",
        {
            "sbxh": numbered("SB30", serial_from + np.arange(len(facts)), 14),
            "tax_no": firms.uscc[firm],
            "comp_nm": name_on(firms, firm, facts.filed),
            "tax_year": whole(facts.year),
            "opt_income": yuan(facts.income),
            "cost_expense": yuan(facts.cost),
            "profit_total": yuan(facts.profit),
            "net_profit": yuan(facts.net_profit),
            "net_asset_bgn": yuan(facts.net_begin),
            "net_asset_end": yuan(facts.net_end),
            "asset_avg_wan": assets,
            "tax_rate": texts(RATES)[rate[firm]],
            "filed_dt": days(facts.filed),
            "correct_flag": whole(facts.corrected.astype(int)),
            "updated_at": moments(facts.updated),
        },
        firms.uscc[firm],
    )
    rows.note(facts.gap, "vat_cit_gap", "none", "opt_income")
    rows.note(facts.late, "late_filing", "none", "filed_dt")
    return rows
