"""Enterprises of one chunk: who they are, how large, how fast they grow, how much they research.

Sizes follow five stages by yearly revenue in 万元 with the cut-offs Hangzhou Binjiang published
(<50, 50-500, 500-2000, 2000-10000, >=10000); within a stage revenue is log-normal.
"""

import numpy as np

from sample_exchange.offices.text import texts
from sample_exchange.world import codes, names
from sample_exchange.world.facts import Facts
from sample_exchange.world.industries import SECTORS
from sample_exchange.world.periods import HISTORY_FROM, Horizon, first_day, month_of

CHUNK = 500  # enterprises of the scored population made together; the sample of a chunk depends on nothing outside it
STAGES = ["seed", "sapling", "growth", "expansion", "mature"]
CUTS_WAN = [50, 500, 2000, 10000]
_STAGE_SHARES = [0.18, 0.24, 0.26, 0.22, 0.10]
_CENTRE_WAN = np.array([18, 170, 1000, 4300, 19000])
_SPREAD = np.array([0.6, 0.6, 0.4, 0.45, 0.75])
_FLOOR_WAN = np.array([3, 55, 540, 2100, 10500])
_CEILING_WAN = np.array([47, 470, 1900, 9500, 400_000])
_DIVISIONS = ["441300", "441302", "441303", "441322", "440300", "440100", "310115"]
_DIVISION_SHARES = [0.58, 0.14, 0.08, 0.06, 0.08, 0.04, 0.02]

ZONE, OUTSIDE, LEFT, DEREGISTERED, SOLE_TRADER = range(5)
NEVER = np.datetime64("NaT")


def others(scored: int) -> int:
    """How many enterprises beside the scored population a chunk holds: about 4 %, at least one of each kind."""
    return max(4 if scored >= 60 else 0, round(scored * 0.04))


def enterprises(rng: np.random.Generator, seed: int, chunk: int, scored: int, horizon: Horizon) -> Facts:
    """The scored population of a chunk, then the others; `role` says which is which."""
    count = scored + others(scored)
    numbers = chunk * 2 * CHUNK + np.arange(count)
    role = np.concatenate([np.full(scored, ZONE), OUTSIDE + np.arange(count - scored) % 4])
    sole = role == SOLE_TRADER
    sector = rng.choice(len(SECTORS), count, p=[each.share for each in SECTORS])
    stage = np.where(sole, 0, rng.choice(5, count, p=_STAGE_SHARES))
    revenue = _CENTRE_WAN[stage] * np.exp(rng.normal(0, 1, count) * _SPREAD[stage])
    revenue = np.clip(revenue, _FLOOR_WAN[stage], _CEILING_WAN[stage])
    established = _established(rng, stage, horizon)
    alive_from = month_of(established) + 1
    alive_to = np.where(role == DEREGISTERED, rng.integers(HISTORY_FROM + 3, horizon.month, count), horizon.month + 99)
    alive_to = np.maximum(alive_to, np.minimum(alive_from, horizon.month - 1))
    innovation = rng.normal(0, 1, count) + 0.25 * (stage - 2) + 0.4 * np.isin(sector, [1, 4])
    researches = (innovation > -0.75) & ~sole
    typical = np.array([each.rd_intensity for each in SECTORS])[sector]
    intensity = np.where(researches, typical * np.exp(0.25 * innovation + rng.normal(0, 0.45, count)), 0)
    old = established < np.datetime64("2015-10-01")
    organisation = codes.organisation_codes(numbers, seed * 7919 % 31**6, old)
    division = rng.choice(_DIVISIONS, count, p=_DIVISION_SHARES)
    name = names.enterprise_names(rng, numbers, sector)
    name[sole] = names.sole_trader_names(name[sole])
    renamed = _renamed(rng, established, sole, horizon)
    former_name = names.former_names(name)
    _take_over_names(name, former_name, renamed, established, sole)
    return Facts(
        number=numbers,
        role=role,
        uscc=codes.uscc(np.where(sole, "92", "91"), division, organisation),
        name=name,
        former_name=former_name,
        renamed=renamed,
        registration_no=np.where(old, codes.registration_numbers(division, numbers), None),
        sector=sector,
        industry=_industries(rng, sector),
        stage=stage,
        revenue_wan=revenue,
        growth=np.clip(rng.normal(0.08 + 0.04 * np.clip(innovation, -2, 2), 0.18, count), -0.4, 0.8),
        margin=np.clip(rng.normal(0.07, 0.09, count), -0.35, 0.4),
        general=(revenue >= 500) | (rng.random(count) < 0.25) & ~sole,
        innovation=innovation,
        rd_intensity=np.clip(intensity, 0, 0.9),
        staff=_staff(rng, revenue, sector),
        established=established,
        alive_from=alive_from,
        alive_to=alive_to,
        goods=np.array([each.makes_goods for each in SECTORS])[sector],
    )


def name_on(firms: Facts, firm: np.ndarray, when: np.ndarray) -> np.ndarray:
    """What each enterprise was called on a day: rows written before a change of name bear the old one."""
    renamed = firms.renamed[firm]
    return np.where(~np.isnat(renamed) & (when < renamed), firms.former_name[firm], firms.name[firm])


def _established(rng: np.random.Generator, stage: np.ndarray, horizon: Horizon) -> np.ndarray:
    """Days of establishment: about 10 % inside the history, a few in the last year (no closed tax year yet)."""
    count = len(stage)
    age_years = np.clip(rng.gamma(3.2, 2.6, count) + 0.8 * stage, 0.5, 28)
    old = np.datetime64("2022-11-30") - (age_years * 365).astype(int)
    span = int((horizon.day - np.datetime64("2023-01-01")).astype(int))
    young = np.datetime64("2023-01-01") + rng.integers(0, span, count)
    this_year = first_day(horizon.through.year * 12) + rng.integers(0, max(1, horizon.through.month * 25), count)
    draw = rng.random(count)
    early = stage <= 2  # the largest are never the youngest
    days = np.where(early & (draw < 0.13), young, old)
    days = np.where(early & (draw > 0.985), this_year, days)
    days[0] = np.minimum(this_year[0], horizon.day - 20)  # so that every sample holds one without a closed year
    return np.minimum(days, horizon.day - 10)


def _renamed(rng: np.random.Generator, established: np.ndarray, sole: np.ndarray, horizon: Horizon) -> np.ndarray:
    span = int((horizon.day - np.datetime64("2023-03-01")).astype(int))
    days = np.datetime64("2023-03-01") + rng.integers(0, span, len(established))
    renamed = (rng.random(len(established)) < 0.04) & (days > established + 60) & ~sole
    oldest = int(np.argmin(established.astype(np.int64) + sole * 10**6))
    renamed[oldest] = True
    return np.where(renamed, days, NEVER)


def _take_over_names(name, former_name, renamed, established, sole) -> None:
    """A name that an enterprise gave up is free: now and then a younger enterprise registers under it."""
    young = np.flatnonzero(np.isnat(renamed) & ~sole)
    for leaver in np.flatnonzero(~np.isnat(renamed)).tolist():
        later = young[established[young] > renamed[leaver] + 30]
        if len(later):
            taker = later[np.argmin(established[later])]
            name[taker] = former_name[leaver]
            young = young[young != taker]


def _industries(rng: np.random.Generator, sector: np.ndarray) -> np.ndarray:
    draw = rng.random(len(sector))
    return texts([(lists := SECTORS[s].codes.split())[int(x * len(lists))] for s, x in zip(sector, draw, strict=True)])


def _staff(rng: np.random.Generator, revenue: np.ndarray, sector: np.ndarray) -> np.ndarray:
    """Heads in the last year: log-normal around a power of revenue, capped."""
    lean = np.where(np.isin(sector, [1, 4]), 1.15, 1.0)
    typical = 1.5 + 0.42 * lean * revenue**0.55
    return np.clip(np.rint(typical * np.exp(rng.normal(0, 0.42, len(revenue)))), 1, 600).astype(int)
