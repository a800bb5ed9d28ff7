"""Intellectual property: patents with their legal events, software copyrights, layout designs.

A patent may have joint applicants: other enterprises of the sample, or outsiders without a code.
"""

import numpy as np

from sample_exchange.offices.text import texts
from sample_exchange.world.codes import patent_numbers
from sample_exchange.world.draws import days_later, office_moment
from sample_exchange.world.facts import Facts
from sample_exchange.world.periods import DAY, Horizon, day

TYPES = ["发明", "实用新型", "外观设计", "PCT"]
INVENTION, UTILITY, DESIGN, PCT = range(4)
EVENTS = ["授权", "终止", "无效", "恢复"]
GRANTED, LAPSED, VOID, RESTORED = range(4)
ALONE, WITH_MEMBER, WITH_OUTSIDER, WITH_BOTH = range(4)
OUTSIDERS = ["惠州学院（合成）", "某研究院（合成）", "自然人甲（合成）", "华南某大学（合成）"]
_OLDEST_YEARS = 9
_MONTHS_TO_GRANT = {INVENTION: (16, 40), UTILITY: (5, 11), DESIGN: (3, 8)}


def patents(rng: np.random.Generator, firms: Facts, chunk: int, horizon: Horizon) -> Facts:
    """Applications of about nine years; researchers of size apply more."""
    years = np.clip((horizon.day - firms.established).astype(int) / 365.25, 0, _OLDEST_YEARS)
    research = firms.rd_intensity * np.sqrt(np.maximum(firms.revenue_wan, 20))
    yearly = np.where(firms.rd_intensity > 0, 0.12 * research * np.exp(0.45 * firms.innovation), 0.01)
    number = rng.poisson(np.minimum(yearly, 12) * years)
    firm = np.repeat(np.arange(len(firms)), number)
    count = len(firm)
    made = np.where(firms.goods[firm], 0, 1)
    draw = rng.random(count)
    kind = np.select([draw < 0.40 + 0.28 * made, draw < 0.88, draw < 0.97], [INVENTION, UTILITY, DESIGN], PCT)
    applied = horizon.day - (rng.random(count) ** 1.25 * years[firm] * 365).astype(int) * DAY
    together = rng.choice(4, count, p=[0.88, 0.05, 0.055, 0.015])
    partner = rng.integers(0, len(firms), count)
    # Nobody applies with itself, or with one not yet established.
    alone = (partner == firm) | (firms.established[partner] > applied)
    alone &= np.isin(together, [WITH_MEMBER, WITH_BOTH])
    facts = Facts(
        firm=firm,
        kind=kind,
        applied=applied,
        together=np.where(alone, ALONE, together),
        partner=partner,
        outsider=rng.integers(0, len(OUTSIDERS), count),
        main=rng.random(count) < 0.8,
        title=rng.integers(0, 10_000, count),
    )
    facts = facts.but(number=_numbers(facts, chunk))
    return facts.but(updated=_exchanged(rng, applied, horizon))


def _numbers(facts: Facts, chunk: int) -> np.ndarray:
    """Application numbers, numbered within year and kind; each chunk has its own range of serials."""
    year = facts.applied.astype("datetime64[Y]").astype(int) + 1970
    kind = np.where(facts.kind == PCT, 0, facts.kind + 1)
    group = year * 10 + kind
    order = np.argsort(group, kind="stable")
    ordered = group[order]
    rank = np.empty(len(facts), int)
    rank[order] = np.arange(len(facts)) - np.searchsorted(ordered, ordered)
    chinese = patent_numbers(year, np.maximum(kind, 1), chunk * 5000 + rank)
    pct = [f"PCT/CN{y}/{serial:06d}" for y, serial in zip(year.tolist(), (chunk * 500 + rank).tolist(), strict=True)]
    return np.where(kind == 0, texts(pct), chinese)


def events(rng: np.random.Generator, facts: Facts, horizon: Horizon) -> Facts:
    """Grants, then lapses, rarely a restoration or an invalidation; never two events of a patent on one day."""
    least, most = (
        np.array([_MONTHS_TO_GRANT.get(kind, (9999, 10000))[i] for kind in range(4)])[facts.kind] for i in (0, 1)
    )
    granted_on = facts.applied + ((least + rng.random(len(facts)) * (most - least)) * 30).astype(int) * DAY
    survives = rng.random(len(facts)) < np.where(facts.kind == INVENTION, 0.62, 0.95)
    patent = np.flatnonzero(survives & (facts.kind != PCT))
    grants = Facts(patent=patent, kind=np.full(len(patent), GRANTED), when=granted_on[patent])
    ends = grants[rng.random(len(grants)) < 0.16]
    kind = np.where(rng.random(len(ends)) < 0.06, VOID, LAPSED)
    ends = ends.but(kind=kind, when=days_later(rng, ends.when, 200, 1500))
    back = ends[(ends.kind == LAPSED) & (rng.random(len(ends)) < 0.12)]
    back = back.but(kind=np.full(len(back), RESTORED), when=days_later(rng, back.when, 20, 120))
    every = grants.then(ends).then(back)
    every = every[every.when <= horizon.day]
    return every.but(updated=_exchanged(rng, every.when, horizon))


def software(rng: np.random.Generator, firms: Facts, chunk: int, horizon: Horizon) -> Facts:
    coding = np.where(firms.goods, 0.2, 0.9)
    yearly = np.where(firms.rd_intensity > 0, coding * np.exp(0.5 * firms.innovation) * firms.revenue_wan**0.12, 0.04)
    return _registered(rng, firms, np.minimum(yearly, 14), chunk * 10_000, horizon)


def layouts(rng: np.random.Generator, firms: Facts, chunk: int, horizon: Horizon) -> Facts:
    chips = np.isin(firms.industry, ["I6520", "C3973", "C3972"]) & (firms.rd_intensity > 0)
    return _registered(rng, firms, np.where(chips, 0.5, 0.0), chunk * 1000, horizon)


def _registered(rng, firms: Facts, yearly: np.ndarray, serial_from: int, horizon: Horizon) -> Facts:
    years = np.clip((horizon.day - firms.established).astype(int) / 365.25, 0, 6)
    firm = np.repeat(np.arange(len(firms)), rng.poisson(yearly * years))
    when = horizon.day - (rng.random(len(firm)) * years[firm] * 365).astype(int) * DAY
    return Facts(firm=firm, when=when, serial=serial_from + np.arange(len(firm)),
                 updated=_exchanged(rng, when, horizon))  # fmt: skip


def _exchanged(rng: np.random.Generator, when: np.ndarray, horizon: Horizon) -> np.ndarray:
    """Everything before 2023 was sent when the exchange began."""
    return office_moment(rng, np.maximum(day(2023, 1, 3), days_later(rng, when, 2, 20)), horizon.day)
