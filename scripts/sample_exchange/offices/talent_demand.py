"""The talent demand base (人才需求库): posts that enterprises want filled, stations for talents, persons to be had.

All of it is invented: chains, posts, persons; the five levels are those of professional titles (职称).
"""

import numpy as np

from sample_exchange.world.draws import days_later, office_moment
from sample_exchange.world.facts import Facts
from sample_exchange.world.periods import DAY, Horizon, day
from sample_exchange.world.population import NEVER, SOLE_TRADER

CHAINS = ["电子信息", "软件和大数据", "高端装备", "新材料", "科技服务"]  # by sector of the zone
LEVELS = ["正高级", "副高级", "中级", "助理级", "员级"]
SKILLS = ["电子科学与技术", "计算机科学与技术", "机械工程", "材料科学与工程", "控制科学与工程", "工商管理"]
POSTS = ["首席专家", "高级工程师", "工程师", "助理工程师", "技术员"]  # by level
STATIONS = ["博士后科研工作站", "博士后创新实践基地", "院士工作站", "专家工作站"]
POSTDOCTORAL = 2  # the first two kinds
STATION_LEVELS = ["国家级", "省级", "市级"]
_BEGAN = day(2023, 1, 3)
_SKILL_OF_CHAIN = np.array([
    [0.50, 0.18, 0.10, 0.04, 0.14, 0.04],
    [0.10, 0.72, 0.02, 0.01, 0.10, 0.05],
    [0.10, 0.12, 0.46, 0.06, 0.22, 0.04],
    [0.06, 0.05, 0.14, 0.62, 0.09, 0.04],
    [0.12, 0.34, 0.12, 0.10, 0.12, 0.20],
])  # fmt: skip


def postings(rng: np.random.Generator, firms: Facts, horizon: Horizon) -> Facts:
    """About one enterprise in four asks, the larger for more; most posts are closed within some months."""
    asks = (rng.random(len(firms)) < 0.16 + 0.05 * firms.stage) & (firms.role != SOLE_TRADER)
    firm = np.repeat(np.arange(len(firms)), np.where(asks, 1 + rng.poisson(0.4 + 0.3 * firms.stage), 0))
    count = len(firm)
    earliest = np.maximum(_BEGAN, firms.established[firm] + 5 * DAY)
    room = np.maximum(1, (horizon.day - earliest).astype(int))
    # Later years have more posts than earlier ones.
    published = earliest + (np.sqrt(rng.random(count)) * room).astype(int) * DAY
    open_for = (20 + rng.exponential(250, count)).astype(int)
    closed = published + open_for * DAY
    chain = np.where(rng.random(count) < 0.85, firms.sector[firm], rng.integers(0, len(CHAINS), count))
    level = rng.choice(len(LEVELS), count, p=[0.05, 0.17, 0.36, 0.28, 0.14])
    pay = np.array([4000, 2600, 1700, 1100, 700])[level] * rng.integers(80, 131, count) // 100  # 1/100 of 万元
    facts = Facts(firm=firm, chain=chain, level=level, skill=_skills(rng, chain),
                  wanted=1 + rng.poisson(np.array([0.1, 0.4, 1.2, 2.0, 3.0])[level]), pay_low=pay,
                  pay_high=pay * rng.integers(110, 161, count) // 100, published=published,
                  closed=np.where(closed <= horizon.day, closed, NEVER))  # fmt: skip
    facts = facts[facts.published <= horizon.day]
    return facts.but(sent=office_moment(rng, facts.published, horizon.day),
                     sent_closed=office_moment(rng, np.where(np.isnat(facts.closed), horizon.day, facts.closed),
                                               horizon.day))  # fmt: skip


def stations(rng: np.random.Generator, firms: Facts, horizon: Horizon) -> Facts:
    """Large and inventive enterprises host them, some two; now and then one is revoked."""
    chance = np.clip(0.02 * firms.stage * (1 + firms.innovation), 0, 0.3) * (firms.role != SOLE_TRADER)
    chance[np.argmax(firms.revenue_wan)] = 1  # so that every sample has one
    firm = np.repeat(np.arange(len(firms)), (rng.random(len(firms)) < chance) * rng.integers(1, 3, len(firms)))
    count = len(firm)
    set_up = np.maximum(firms.established[firm] + 30 * DAY, day(2016, 1, 1) + rng.integers(0, 3800, count) * DAY)
    revoked = set_up + rng.integers(400, 2500, count) * DAY
    revoked = np.where((rng.random(count) < 0.15) & (revoked <= horizon.day), revoked, NEVER)
    facts = Facts(firm=firm, kind=rng.choice(len(STATIONS), count, p=[0.2, 0.35, 0.1, 0.35]),
                  level=rng.choice(len(STATION_LEVELS), count, p=[0.2, 0.45, 0.35]), set_up=set_up,
                  revoked=revoked)  # fmt: skip
    facts = facts[facts.set_up <= horizon.day - 3]
    told = np.where(np.isnat(facts.revoked), facts.set_up, facts.revoked)
    return facts.but(sent=office_moment(rng, np.maximum(_BEGAN, days_later(rng, told, 1, 10)), horizon.day))


def available(rng: np.random.Generator, firms: Facts, horizon: Horizon) -> Facts:
    """Persons to be had: about two for five enterprises, of other chains and levels than those asked for."""
    count = max(12, round(0.4 * len(firms)))
    chain = rng.choice(len(CHAINS), count, p=[0.30, 0.34, 0.14, 0.10, 0.12])
    since = horizon.day - rng.integers(-40, 500, count) * DAY
    since = np.maximum(_BEGAN, since)
    until = since + rng.integers(90, 720, count) * DAY
    facts = Facts(person=np.arange(count), chain=chain, skill=_skills(rng, chain),
                  level=rng.choice(len(LEVELS), count, p=[0.03, 0.12, 0.33, 0.34, 0.18]), since=since,
                  until=np.where(rng.random(count) < 0.4, NEVER, until))  # fmt: skip
    return facts.but(sent=office_moment(rng, np.minimum(since, horizon.day), horizon.day))


def _skills(rng: np.random.Generator, chain: np.ndarray) -> np.ndarray:
    drawn = rng.random(len(chain))[:, None] > np.cumsum(_SKILL_OF_CHAIN, axis=1)[chain]
    return drawn.sum(axis=1).clip(0, len(SKILLS) - 1)
