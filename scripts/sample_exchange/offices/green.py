"""The energy monitoring platform: meters read to the month, the list of green factories, the balance of solid waste.

About half of the makers above scale are connected. Real platforms read every 15 minutes; the exchange sends months.
Amounts are in hundredths: of a kilowatt-hour, cubic metre, ton or million kilojoules; of a ton of waste.
"""

import numpy as np

from sample_exchange.offices.certification import CERTIFICATES
from sample_exchange.world.draws import pick
from sample_exchange.world.facts import Facts
from sample_exchange.world.periods import DAY, HISTORY_FROM, Horizon, day, last_day
from sample_exchange.world.population import SOLE_TRADER
from sample_exchange.world.sales import Sales

KINDS = ["外购电力", "自发光伏", "天然气", "原煤", "热力"]
GRID, SOLAR, GAS, COAL, HEAT = range(5)
_COMMON = np.array([1, 0.4, 0.35, 0.08, 0.12])  # how many enterprises have a meter of each kind
_PER_WAN = np.array([90, 12, 6, 0.012, 0.5])  # a month's count for each 10,000 yuan of sales
LEVELS = ["国家级", "省级", "市级"]


def connected(rng: np.random.Generator, firms: Facts, horizon: Horizon) -> np.ndarray:
    """Enterprises the platform reads: makers above scale, in business from its first month to the last day."""
    able = firms.goods & (firms.revenue_wan >= 2000) & (firms.role != SOLE_TRADER)
    able &= (firms.alive_from <= first_month(horizon)) & (firms.alive_to > horizon.month)
    return np.flatnonzero(pick(rng, able, 0.5))


def first_month(horizon: Horizon) -> int:
    """January of the last calendar year: what both twelve months, the last ones and the calendar year, need."""
    return max(horizon.last_calendar_year * 12, HISTORY_FROM)


def readings(
    rng: np.random.Generator, firms: Facts, sales: Sales, members: np.ndarray, horizon: Horizon
) -> dict[str, Facts]:
    """`last` and `earlier` versions of what each meter counted, month by month.

    Some meters start later, some are taken out (`final`), some fall silent: of those the year is not known.
    A third of the enterprises has certificates for all its power from the grid, a quarter for a part.
    """
    draw = rng.random((len(members), len(KINDS)))
    covered = np.where(rng.random(len(members)) < 0.35, 1.0, rng.uniform(-1.5, 0.9, len(members)).clip(0))
    has = draw < np.where(
        (covered == 1)[:, None] & (rng.random(len(members)) < 0.8)[:, None], [1, 0.4, 0, 0, 0], _COMMON
    )
    who, kind = np.nonzero(has)
    start, end = first_month(horizon), horizon.complete_month
    begins = np.where(rng.random(len(who)) < 0.06 * (kind > 0), rng.integers(start + 1, end + 1, len(who)), start)
    stops = np.where(rng.random(len(who)) < 0.08, rng.integers(start, end + 1, len(who)), end)
    taken_out = (stops < end) & (rng.random(len(who)) < 0.5)
    rate = np.exp(rng.normal(0, 0.5, len(members)))[who] * _PER_WAN[kind]
    span = np.arange(start, end + 1)
    meter, at = np.nonzero((span >= begins[:, None]) & (span <= np.maximum(begins, stops)[:, None]))
    firm, month = members[who[meter]], span[at]
    wan = sales.of(firm, month) / 1_000_000
    amount = np.rint(np.maximum(wan, 1) * rate[meter] * rng.uniform(0.9, 1.1, len(meter)) * 100).astype(np.int64)
    whole = np.isin(kind[meter], [GRID, SOLAR, GAS])
    amount = np.where(whole, amount // 100 * 100 + 100, np.maximum(amount, 1))
    # A certificate stands for 1,000 kWh; all of it covered means rounded up.
    owed = np.where(
        covered[who[meter]] == 1, -(-amount // 100_000), (amount * covered[who[meter]] / 100_000).astype(int)
    )
    facts = Facts(
        meter=meter, firm=firm, kind=kind[meter], month=month, amount=amount, large=firms.revenue_wan[firm] >= 10_000,
        certificates=np.where(kind[meter] == GRID, owed, 0), final=taken_out[meter] & (month == stops[meter]),
        reported=last_day(month),
    )  # fmt: skip
    again = pick(rng, (facts.reported + 40 * DAY <= horizon.day) & (month < end), 0.006)
    earlier = facts[again]
    wrong = facts.amount[again] // 300 * 100 + 100
    reported = np.where(again, facts.reported + 20 * DAY, facts.reported)
    return {
        "last": facts.but(reported=reported),
        "earlier": earlier.but(amount=wrong, certificates=np.zeros(len(earlier), np.int64)),
    }


def factories(
    rng: np.random.Generator, firms: Facts, members: np.ndarray, certificates: Facts, horizon: Horizon
) -> Facts:
    """Entries of the list: whoever holds a certificate 绿色工厂, at its level; and members of the city's own list."""
    held = certificates[np.array([kind.name for kind in CERTIFICATES])[certificates.kind] == "绿色工厂"]
    known = Facts(firm=held.firm, since=held.since, until=held.until, level=rng.choice(2, len(held), p=[0.2, 0.8]))
    firm = members[pick(rng, np.ones(len(members), bool), 0.5)]
    since = np.maximum(horizon.day - rng.integers(5, 1200, len(firm)) * DAY, day(2023, 1, 10))
    level = rng.choice(3, len(firm), p=[0.1, 0.5, 0.4])
    city = Facts(firm=firm, since=since, until=since + (3 * 365 - 1) * DAY, level=level)
    return known.then(city)


def balances(rng: np.random.Generator, firms: Facts, members: np.ndarray, horizon: Horizon) -> Facts:
    """Months of solid waste of a quarter of the enterprises; some treat more than came in, some skip a month."""
    treating = members[pick(rng, np.ones(len(members), bool), 0.25)]
    span = np.arange(first_month(horizon), horizon.complete_month + 1)
    place, at = (each.ravel() for each in np.meshgrid(np.arange(len(treating)), span, indexing="ij"))
    firm, count = treating[place], len(place)
    arisen = np.rint(firms.revenue_wan[firm] * rng.uniform(50, 150, count)).astype(np.int64)
    brought = np.where(place % 3 == 0, np.rint(arisen * rng.uniform(0, 0.6, count)), 0).astype(np.int64)
    stock = np.rint(arisen * rng.uniform(-0.1, 0.15, count)).astype(np.int64)
    unsaid = np.where(rng.random(count) < 0.01, np.rint(arisen * rng.uniform(0.1, 0.4, count)), 0).astype(np.int64)
    treated = arisen + brought - stock + np.where(rng.random(count) < 0.7, unsaid, -unsaid)
    facts = Facts(
        firm=firm, month=at, arisen=arisen, brought=brought, treated=treated, stock=stock, reported=last_day(at)
    )
    return facts[~pick(rng, at > span[0], 0.004)]
