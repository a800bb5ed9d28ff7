"""VAT returns (增值税申报): general taxpayers monthly, small-scale taxpayers quarterly; and tax payments (税款入库)."""

import numpy as np

from sample_exchange.offices import versions
from sample_exchange.offices.rows import Rows
from sample_exchange.offices.text import choose, days, moments, numbered, whole, yuan
from sample_exchange.world.draws import days_later
from sample_exchange.world.facts import Facts
from sample_exchange.world.periods import HISTORY_FROM, Horizon, first_day, last_day
from sample_exchange.world.population import name_on
from sample_exchange.world.sales import SALES_FROM, Sales


def vat_returns(rng: np.random.Generator, firms: Facts, sales: Sales, horizon: Horizon) -> dict[str, Facts]:
    """`last`: the versions in force; `earlier`: versions a correction replaced; `missing`: returns never sent."""
    months = np.arange(HISTORY_FROM, horizon.month + 1)
    alive = sales.alive[:, months - SALES_FROM]
    firm, at = np.nonzero(alive & firms.general[:, None])
    quarterly = alive[:, : len(months) // 3 * 3].reshape(len(firms), -1, 3).any(axis=2)
    small, quarter = np.nonzero(quarterly & ~firms.general[:, None])
    first = np.concatenate([months[at], months[quarter * 3]])
    last = np.concatenate([months[at], months[quarter * 3] + 2])
    firm = np.concatenate([firm, small])
    sale = sales.between(firm, first, last)
    facts = Facts(firm=firm, first=first, last=last, sale=sale, payable=_payable(rng, firms, firm, first, last, sale))
    facts = facts.but(filed=days_later(rng, first_day(last + 1), 3, 14))
    facts, missing = versions.never_sent(rng, facts, 0.0012)
    facts = versions.stamped(rng, versions.late(rng, facts, 0.006, 15, 70), horizon)
    facts, earlier = versions.corrected(rng, facts, 0.008, ["sale", "payable"], horizon)
    return {"last": facts, "earlier": earlier, "missing": missing[missing.filed <= horizon.day]}


def _payable(rng, firms: Facts, firm: np.ndarray, first: np.ndarray, last: np.ndarray, sale: np.ndarray) -> np.ndarray:
    """Tax due: a share of sales; input tax exceeds output tax in a quarter of the months; small ones are exempt."""
    rate = np.where(firms.goods[firm], 0.026, 0.031) * np.exp(rng.normal(0, 0.4, len(firm)))
    general = np.where(rng.random(len(firm)) < 0.25, 0, sale * rate)
    small = np.where(sale > 30_000_000, sale * 0.01, 0)
    return np.rint(np.where(first == last, general, small)).astype(np.int64)


def vat_rows(firms: Facts, facts: Facts, serial_from: int) -> Rows:
    firm = facts.firm
    rows = Rows(
        "tax",
        "vat_return",
        {
            "sbxh": numbered("SB10", serial_from + np.arange(len(facts)), 14),
            "tax_no": firms.uscc[firm],
            "comp_nm": name_on(firms, firm, facts.filed),
            "taxpayer_kind": choose(["小规模纳税人", "一般纳税人"], firms.general[firm].astype(int)),
            "period_from": days(first_day(facts.first)),
            "period_to": days(last_day(facts.last)),
            "sale_amt": yuan(facts.sale),
            "tax_payable": yuan(facts.payable),
            "filed_dt": days(facts.filed),
            "correct_flag": whole(facts.corrected.astype(int)),
            "updated_at": moments(facts.updated),
        },
        firms.uscc[firm],
    )
    rows.note(facts.late, "late_filing", "none", "filed_dt")
    return rows
