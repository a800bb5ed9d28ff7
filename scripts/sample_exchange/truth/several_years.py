"""Measures that official tables take over several closed tax years, and the age of an enterprise, in exact integers."""

from decimal import ROUND_HALF_UP, Decimal, localcontext

import numpy as np

from sample_exchange.chunk import Chunk
from sample_exchange.truth.exact import SCALE, from_fen, ratio
from sample_exchange.truth.tax import expenses, net_assets, revenues

_LONG_MONTH = 31


def measures(chunk: Chunk) -> dict[str, list[int | None]]:
    last = chunk.horizon.closed_tax_year
    founded = chunk.firms.established
    born = (founded.astype("datetime64[Y]").astype(int) + 1970).tolist()
    revenue = {year: revenues(chunk, year) for year in range(last - 3, last + 1)}
    spent = {year: expenses(chunk, year) for year in range(last - 2, last + 1)}
    worth = {year: net_assets(chunk, year) for year in range(last - 2, last + 1)}

    def lived(by_year: dict, firm: int) -> list[int | None]:
        """The last three years' amounts; a year before the enterprise was founded counts nothing."""
        return [0 if born[firm] > year and year < last else by_year[year][firm] for year in range(last - 2, last + 1)]

    firms = range(len(born))
    return {
        "established_years": [_age(day, chunk.horizon.through) for day in founded.astype(object).tolist()],
        "revenue_three_years_before_cny": [from_fen(each) for each in revenue[last - 3]],
        "revenue_cagr_3y_ratio": [_compound(revenue[last - 3][f], revenue[last][f], 3) for f in firms],
        "revenue_cagr_2y_ratio": [_compound(revenue[last - 2][f], revenue[last][f], 2) for f in firms],
        "sales_growth_3y_ratio": [_mean_growth(*lived(revenue, f)) for f in firms],
        "net_asset_growth_3y_ratio": [_mean_growth(*lived(worth, f)) for f in firms],
        "rd_expense_mean_2y_cny": [_half(spent[last - 1][f], spent[last][f]) for f in firms],
        "rd_intensity_prior_year_ratio": [ratio(spent[last - 1][f], revenue[last - 1][f]) for f in firms],
        "rd_intensity_3y_ratio": [ratio(_sum(lived(spent, f)), _sum(lived(revenue, f))) for f in firms],
    }


def _age(day, through) -> int:
    days = [each.year * 12 * _LONG_MONTH + each.month * _LONG_MONTH + each.day for each in (day, through)]
    return ratio(days[1] - days[0], 12 * _LONG_MONTH)


def _compound(before: int | None, now: int | None, years: int) -> int | None:
    times = ratio(now, before)
    if times is None or times < 0:
        return None
    with localcontext(prec=50):
        root = (Decimal(times) / SCALE) ** (Decimal(1) / years) if times else Decimal(0)
        return int((root * SCALE).to_integral_value(ROUND_HALF_UP)) - SCALE


def _mean_growth(first: int | None, second: int | None, third: int | None) -> int | None:
    if first is None or second is None or third is None:
        return None
    if second <= 0:
        return 0
    if first <= 0:
        return ratio(third - second, second)
    both = ratio(second, first) + ratio(third, second)
    half = (abs(both) + 1) // 2
    return (half if both >= 0 else -half) - SCALE


def _half(first: int | None, second: int | None) -> int | None:
    return None if first is None or second is None else ratio(first + second, 200)


def _sum(amounts: list[int | None]) -> int | None:
    return None if None in amounts else int(np.sum(amounts, dtype=object))
