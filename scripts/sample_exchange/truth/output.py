"""Measures of output statistics: what was not reported is unknown, not zero."""

from sample_exchange.chunk import Chunk
from sample_exchange.truth.exact import from_fen, growth, ratio

_FEN = 100_000  # in one thousand yuan


def measures(chunk: Chunk) -> dict[str, list[int | None]]:
    size, year = len(chunk.firms), chunk.horizon.last_calendar_year
    reports = chunk.output["last"]
    to_date = dict(
        zip(zip(reports.firm.tolist(), reports.month.tolist(), strict=True), reports.to_date.tolist(), strict=True)
    )
    latest: dict[int, int] = {}
    for firm, month in to_date:
        if month // 12 == year:
            latest[firm] = max(month, latest.get(firm, month))
    now = [to_date[firm, latest[firm]] if firm in latest else None for firm in range(size)]
    before = [to_date.get((firm, latest[firm] - 12)) if firm in latest else None for firm in range(size)]
    yearly = chunk.hightech[(chunk.hightech.year == year) & chunk.hightech.known]
    hightech = dict(zip(yearly.firm.tolist(), yearly.hightech.tolist(), strict=True))
    revenue = dict(zip(yearly.firm.tolist(), yearly.revenue.tolist(), strict=True))
    return {
        "industrial_output_cny": [None if each is None else from_fen(each * _FEN) for each in now],
        "industrial_output_growth_ratio": [growth(*each) for each in zip(now, before, strict=True)],
        "hightech_revenue_cny": [from_fen(hightech[f] * _FEN) if f in hightech else None for f in range(size)],
        "hightech_revenue_share_ratio": [ratio(hightech.get(f), revenue.get(f)) for f in range(size)],
    }
