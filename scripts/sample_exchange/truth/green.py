"""Measures of clean energy, energy per output, green factories and waste, from what happened, in whole numbers."""

from collections import defaultdict

from sample_exchange.chunk import Chunk
from sample_exchange.offices.green import COAL, GAS, GRID, HEAT, LEVELS, SOLAR
from sample_exchange.truth.exact import SCALE, counts, ratio

# Ten-thousandths of a kilogram of standard coal in a kWh, m3, t and GJ; GB/T 2589-2020, from memory.
_COAL = {GRID: 1229, SOLAR: 1229, GAS: 12143, COAL: 7_143_000, HEAT: 341_200}
_CERTIFICATE = 1000 * 100  # hundredths of a kWh


def measures(chunk: Chunk) -> dict[str, list[int | None]]:
    size, horizon = len(chunk.firms), chunk.horizon
    end, year = horizon.complete_month, horizon.last_calendar_year * 12
    lately = _energy(chunk, end - 11, end)
    calendar = _energy(chunk, year, year + 11)
    made = {
        firm: to_date
        for firm, month, to_date in _columns(chunk.output["last"], "firm", "month", "to_date")
        if month == year + 11
    }
    levels = [0] * size
    for firm, since, until, level in _columns(chunk.green_factories, "firm", "since", "until", "level"):
        if since <= horizon.through <= until:
            levels[firm] = max(levels[firm], 4 - level)
    assert LEVELS == ["国家级", "省级", "市级"]
    return {
        "clean_energy_ratio": [ratio(lately[f][1], lately[f][0]) if f in lately else None for f in range(size)],
        # Energy is in 10^-6 kgce; output in thousands of yuan, ten of which are 10,000 yuan.
        "energy_intensity_kgce_per_10k_cny": [
            ratio(calendar[f][0] * 10, made[f] * 10**6) if f in calendar and f in made else None for f in range(size)
        ],
        "green_factory_level": counts(levels),
        "material_open_month_count": [each * SCALE for each in _open_months(chunk, size, end)],
    }


def _energy(chunk: Chunk, first: int, last: int) -> dict[int, tuple[int, int]]:
    """(all, clean) of the enterprises of which every meter was read whenever it was there, in 10^-6 kgce."""
    meters: dict[int, dict[int, tuple]] = defaultdict(dict)
    names = ("meter", "month", "firm", "kind", "amount", "certificates", "final")
    for meter, month, *rest in _columns(chunk.energy["last"], *names):
        if month <= last:
            meters[meter][month] = rest
    used: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    seen: dict[int, set[int]] = defaultdict(set)
    holes = set()
    for read in meters.values():
        firm = next(iter(read.values()))[0]
        gone = max(read) if read[max(read)][-1] else last
        holes |= {firm for month in range(max(min(read), first), gone + 1) if month not in read}
        for month, (_, kind, amount, certificates, _) in read.items():
            if month >= first:
                clean = amount if kind == SOLAR else min(amount, certificates * _CERTIFICATE)
                used[firm][0] += amount * _COAL[kind]
                used[firm][1] += clean * _COAL[kind]
                seen[firm].add(month)
    return {firm: tuple(each) for firm, each in used.items() if firm not in holes and len(seen[firm]) == 12}


def _open_months(chunk: Chunk, size: int, end: int) -> list[int]:
    closed: dict[int, dict[int, bool]] = defaultdict(dict)
    for firm, month, arisen, brought, treated, stock in _columns(
        chunk.materials, "firm", "month", "arisen", "brought", "treated", "stock"
    ):
        if month <= end:
            closed[firm][month] = arisen + brought == treated + stock
    return [
        sum(not closed[firm].get(month) for month in range(max(min(closed[firm]), end - 11), end + 1))
        if firm in closed
        else 0
        for firm in range(size)
    ]


def _columns(facts, *names):
    return zip(*(getattr(facts, name).tolist() for name in names), strict=True)
