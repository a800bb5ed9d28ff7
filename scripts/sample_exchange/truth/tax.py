"""Measures of the tax bureau's tables; revenue falls back to twelve months of VAT sales."""

import numpy as np

from sample_exchange.chunk import Chunk
from sample_exchange.offices.income_tax import RATE_PERCENT
from sample_exchange.truth.exact import SCALE, from_fen, growth, half_up_fen, ratio
from sample_exchange.world.facts import Facts

_POINTS = [5, 4, 3, 2, 1]  # A B M C D


def measures(chunk: Chunk) -> dict[str, list[int | None]]:
    size, year = len(chunk.firms), chunk.horizon.closed_tax_year
    annual = _by_firm(chunk.annual["last"], year, size)
    form = _by_firm(chunk.research["last"], year, size)
    revenue, revenue_before = revenues(chunk, year), revenues(chunk, year - 1)
    expense, expense_before = expenses(chunk, year), expenses(chunk, year - 1)
    paid, paid_before = _paid(chunk.payments, year, size), _paid(chunk.payments, year - 1, size)
    percent = RATE_PERCENT[chunk.rate].tolist()
    return {
        "revenue_cny": [from_fen(each) for each in revenue],
        "revenue_growth_ratio": [growth(*each) for each in zip(revenue, revenue_before, strict=True)],
        "rd_expense_cny": [from_fen(each) for each in expense],
        "rd_expense_growth_ratio": [growth(*each) for each in zip(expense, expense_before, strict=True)],
        "rd_intensity_ratio": [ratio(*each) for each in zip(expense, revenue, strict=True)],
        "rd_cost_ratio": [ratio(e, row and row["cost"]) for e, row in zip(expense, annual, strict=True)],
        "rd_super_deduction_relief_cny": [_relief(*each) for each in zip(form, annual, percent, strict=True)],
        "return_on_net_assets_ratio": [
            row and ratio(2 * row["net_profit"], row["net_begin"] + row["net_end"]) for row in annual
        ],
        "total_assets_cny": [
            row["assets_wan"] * 100 * SCALE if row and row["assets_known"] else None for row in annual
        ],
        "debt_ratio": [_debt(row) for row in annual],
        "net_profit_margin_ratio": [
            ratio(row and row["net_profit"], sales) for row, sales in zip(annual, revenue, strict=True)
        ],
        "tax_paid_cny": [from_fen(each) for each in paid],
        "tax_paid_growth_ratio": [growth(*each) for each in zip(paid, paid_before, strict=True)],
        "tax_credit_rating_level": _rating(chunk.ratings, chunk.horizon.day, size),
    }


def _by_firm(facts: Facts, year: int, size: int) -> list[dict | None]:
    """Each enterprise's row of a tax year, or None."""
    rows: list[dict | None] = [None] * size
    of_year = facts[facts.year == year]
    names = ["firm", "cost", "income", "net_profit", "net_begin", "net_end", "assets_wan", "assets_known",
             "line_40", "line_51"]  # fmt: skip
    columns = {name: getattr(of_year, name).tolist() for name in names if hasattr(of_year, name)}
    for values in zip(*columns.values(), strict=True):
        row = dict(zip(columns, values, strict=True))
        rows[row["firm"]] = row
    return rows


def revenues(chunk: Chunk, year: int) -> list[int | None]:
    vat = chunk.vat["last"]
    vat = vat[vat.first // 12 == year]
    size = len(chunk.firms)
    months, sold = np.zeros(size, np.int64), np.zeros(size, np.int64)
    np.add.at(months, vat.firm, vat.last - vat.first + 1)
    np.add.at(sold, vat.firm, vat.sale)
    by_vat = [sale if covered == 12 else None for sale, covered in zip(sold.tolist(), months.tolist(), strict=True)]
    annual = _by_firm(chunk.annual["last"], year, size)
    return [row["income"] if row else sale for row, sale in zip(annual, by_vat, strict=True)]


def expenses(chunk: Chunk, year: int) -> list[int | None]:
    size = len(chunk.firms)
    forms, annual = (_by_firm(facts["last"], year, size) for facts in (chunk.research, chunk.annual))
    return [_expense(*each) for each in zip(forms, annual, strict=True)]


def net_assets(chunk: Chunk, year: int) -> list[int | None]:
    """At the end of the year."""
    return [row and row["net_end"] for row in _by_firm(chunk.annual["last"], year, len(chunk.firms))]


def _debt(row: dict | None) -> int | None:
    if not row or not row["assets_known"]:
        return None
    twice = 2 * row["assets_wan"] * 10_000
    return ratio(twice - row["net_begin"] - row["net_end"], twice)


def _expense(form: dict | None, annual: dict | None) -> int | None:
    if form:
        return form["line_40"]
    return 0 if annual else None


def _relief(form: dict | None, annual: dict | None, percent: int) -> int | None:
    if not annual:
        return None
    return from_fen(half_up_fen(form["line_51"], percent)) if form else 0


def _paid(payments: Facts, year: int, size: int) -> list[int]:
    of_year = payments[payments.paid_on.astype("datetime64[Y]").astype(int) + 1970 == year]
    paid = np.zeros(size, np.int64)
    np.add.at(paid, of_year.firm, of_year.paid)
    return paid.tolist()


def _rating(ratings: Facts, day: np.datetime64, size: int) -> list[int | None]:
    known = ratings[ratings.rated <= day]
    latest: list[int | None] = [None] * size
    for row in np.argsort(known.year, kind="stable").tolist():
        latest[known.firm[row]] = _POINTS[known.level[row]] * SCALE
    return latest
