"""Tax payments (税款入库): VAT after each return, CIT after each quarter and the yearly settlement, a few refunds."""

import numpy as np

from sample_exchange.offices.rows import Rows
from sample_exchange.offices.text import choose, days, moments, numbered, yuan
from sample_exchange.world.draws import days_later, office_moment
from sample_exchange.world.facts import Facts
from sample_exchange.world.periods import Horizon, first_day, last_day
from sample_exchange.world.population import name_on

TAX_TYPES = ["增值税", "企业所得税"]
_ITEMS = ["一般申报", "预缴", "汇算清缴", "留抵退税"]
VAT, CIT = 0, 1
FILED, PREPAID, SETTLED, REFUNDED = range(4)


def tax_payments(rng: np.random.Generator, vat: Facts, quarters: Facts, annual: Facts, horizon: Horizon) -> Facts:
    """Vouchers with `paid` in fen; refunds are negative."""
    due = vat[vat.payable > 0]
    refund = vat[(vat.sale > 0) & (vat.payable == 0) & (rng.random(len(vat)) < 0.02)]
    quarterly = quarters[quarters.profit > 0]
    settled = annual[annual.profit > 0]
    facts = (
        _vouchers(rng, due, due.first, due.last, due.payable, VAT, FILED, 1)
        .then(_vouchers(rng, refund, refund.first, refund.last, -(refund.sale // 100), VAT, REFUNDED, 40))
        .then(_vouchers(rng, quarterly, quarterly.last - 2, quarterly.last, quarterly.prepaid, CIT, PREPAID, 1))
        .then(_vouchers(rng, settled, settled.year * 12, settled.year * 12 + 11, settled.settled, CIT, SETTLED, 1))
    )
    facts = facts[(facts.paid != 0) & (facts.paid_on <= horizon.day)]
    wait = days_later(rng, facts.paid_on, 0, 2)
    return facts.but(updated=office_moment(rng, wait, horizon.day))


def _vouchers(rng, of: Facts, first, last, paid, tax: int, item: int, after: int) -> Facts:
    return Facts(
        firm=of.firm,
        first=first,
        last=last,
        paid=paid,
        tax=np.full(len(of), tax),
        item=np.full(len(of), item),
        paid_on=days_later(rng, of.filed, after - 1, after + 2),
    )


def payment_rows(firms: Facts, facts: Facts, serial_from: int) -> Rows:
    firm = facts.firm
    return Rows(
        "tax",
        "tax_payment",
        {
            "yzpzxh": numbered("PZ50", serial_from + np.arange(len(facts)), 14),
            "tax_no": firms.uscc[firm],
            "comp_nm": name_on(firms, firm, facts.paid_on),
            "coll_item": choose(_ITEMS, facts.item),
            "tax_type": choose(TAX_TYPES, facts.tax),
            "period_from": days(first_day(facts.first)),
            "period_to": days(last_day(facts.last)),
            "paid_amt": yuan(facts.paid),
            "rkrq": days(facts.paid_on),
            "updated_at": moments(facts.updated),
        },
        firms.uscc[firm],
    )
