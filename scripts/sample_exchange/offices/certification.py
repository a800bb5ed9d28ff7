"""Certificates, platforms, awards, programmes, technology contracts, equity rounds and adverse records.

Who holds what follows research and size; amounts in hundredths of 万元.
"""

from dataclasses import dataclass

import numpy as np

from sample_exchange.world.draws import days_later
from sample_exchange.world.facts import Facts
from sample_exchange.world.periods import DAY, Horizon, day, first_day
from sample_exchange.world.population import NEVER, SOLE_TRADER


@dataclass(frozen=True)
class CertificateKind:
    name: str
    level: str
    issuer: str
    prefix: str
    years: int  # validity; 0 = to the end of the calendar year
    threshold: float  # of an enterprise's standing, from which it is likely to hold one


HIGH_TECH, LITTLE_GIANT = 0, 5
CERTIFICATES = [
    CertificateKind("高新技术企业", "国家级", "广东省科学技术厅（合成）", "GR", 3, 0.55),
    CertificateKind("科技型中小企业", "省级", "广东省科学技术厅（合成）", "KX", 0, 0.15),
    CertificateKind("创新型中小企业", "省级", "广东省工业和信息化厅（合成）", "CX", 3, 0.95),
    CertificateKind("专精特新中小企业", "省级", "广东省工业和信息化厅（合成）", "ZX", 3, 1.45),
    CertificateKind("隐形冠军", "市级", "惠州市工业和信息化局（合成）", "YX", 3, 2.1),
    CertificateKind("专精特新小巨人企业", "国家级", "工业和信息化部（合成）", "XJ", 3, 2.3),
    CertificateKind("知识产权管理体系", "", "中知认证（合成）", "IP", 3, 1.3),
    CertificateKind("两化融合管理体系", "", "两化融合评定机构（合成）", "LH", 3, 1.6),
    CertificateKind("ISO9001", "", "质量认证中心（合成）", "QM", 3, 0.3),
    CertificateKind("绿色工厂", "省级", "广东省工业和信息化厅（合成）", "LS", 3, 2.2),
]
LEVELS = ["国家级", "省级", "市级"]
AWARDS = ["科技奖励", "创新创业大赛"]
ROUNDS = ["天使轮", "A轮", "B轮", "C轮", "战略投资"]
STANDARDS = ["国际标准", "国家标准", "行业标准", "地方标准", "团体标准"]
ADVERSE = ["行政处罚", "失信被执行", "经营异常"]


def standing(rng: np.random.Generator, firms: Facts) -> np.ndarray:
    """One number for how qualified an enterprise is: research, size and age together."""
    researching = np.where(firms.rd_intensity > 0, 0.35, -1.5)
    return researching + 0.5 * firms.innovation + 0.22 * (firms.stage - 1) + rng.normal(0, 0.45, len(firms))


def certificates(rng: np.random.Generator, firms: Facts, good: np.ndarray, horizon: Horizon) -> Facts:
    """Certificates of five years, renewed or not; science SMEs' ones end with the calendar year."""
    parts = []
    for number, kind in enumerate(CERTIFICATES):
        holder = good + rng.normal(0, 0.35, len(firms)) > kind.threshold
        holder &= (firms.role != SOLE_TRADER) & (firms.established < horizon.day - 400)
        holder &= firms.goods | (kind.name not in ("隐形冠军", "绿色工厂", "两化融合管理体系"))
        parts.append(_yearly(rng, firms, holder, number, horizon) if not kind.years
                     else _renewed(rng, firms, holder, number, kind.years, horizon))  # fmt: skip
    facts = parts[0]
    for part in parts[1:]:
        facts = facts.then(part)
    return facts[(facts.since > firms.established[facts.firm] + 200) & (facts.since <= horizon.day)]


def _renewed(rng, firms: Facts, holder: np.ndarray, kind: int, years: int, horizon: Horizon) -> Facts:
    firm = np.flatnonzero(holder)
    first = horizon.day - rng.integers(5, 2100, len(firm)) * DAY
    every = Facts(firm=firm, kind=np.full(len(firm), kind), since=first)
    again = every[rng.random(len(firm)) < 0.88]
    again = again.but(since=days_later(rng, again.since, years * 365 - 60, years * 365 + 20))
    every = every.then(again)
    return every.but(until=every.since + (years * 365 - 1) * DAY)


def _yearly(rng, firms: Facts, holder: np.ndarray, kind: int, horizon: Horizon) -> Facts:
    years = np.arange(2023, horizon.through.year + 1)
    firm, at = np.nonzero(holder[:, None] & (rng.random((len(firms), len(years))) < 0.85))
    since = first_day(years[at] * 12 + 2) + rng.integers(0, 190, len(firm))
    return Facts(firm=firm, kind=np.full(len(firm), kind), since=since, until=first_day((years[at] + 1) * 12) - DAY)


def platforms(rng: np.random.Generator, firms: Facts, good: np.ndarray, horizon: Horizon) -> Facts:
    facts = _happened(rng, firms, np.where(good > 0.9, 0.45 * good, 0.0), 2200, horizon)
    count = len(facts)
    until = np.where(rng.random(count) < 0.3, facts.when + 3 * 365 * DAY, NEVER)
    return facts.but(level=rng.choice(3, count, p=[0.06, 0.44, 0.5]), until=until)


def awards(rng: np.random.Generator, firms: Facts, good: np.ndarray, horizon: Horizon) -> Facts:
    facts = _happened(rng, firms, np.where(good > 0.6, 0.3 * good, 0.0), 2400, horizon)
    return facts.but(
        kind=(rng.random(len(facts)) < 0.6).astype(int), level=rng.choice(3, len(facts), p=[0.05, 0.4, 0.55])
    )


def programmes(rng: np.random.Generator, firms: Facts, good: np.ndarray, horizon: Horizon) -> Facts:
    facts = _happened(rng, firms, np.where(good > 0.5, 0.45 * good, 0.0), 1600, horizon)
    count = len(facts)
    closed = np.where(rng.random(count) < 0.4, facts.when + rng.integers(400, 1100, count) * DAY, NEVER)
    closed = np.where(closed <= horizon.day, closed, NEVER)
    grant = np.rint(np.exp(rng.normal(3.6, 0.8, count))).astype(np.int64) * 100
    return facts.but(level=rng.choice(3, count, p=[0.07, 0.38, 0.55]), closed=closed, grant=grant)


def contracts(rng: np.random.Generator, firms: Facts, good: np.ndarray, horizon: Horizon) -> Facts:
    often = np.where(firms.goods, 0.5, 2.4) * np.clip(good, 0, 2)
    facts = _happened(rng, firms, often, 1270, horizon)
    value = np.rint(np.exp(rng.normal(8.3, 1.0, len(facts)))).astype(np.int64)
    technology = np.rint(value * rng.uniform(0.4, 1.0, len(facts))).astype(np.int64)
    return facts.but(value=value, technology=technology)


def equity_rounds(rng: np.random.Generator, firms: Facts, good: np.ndarray, horizon: Horizon) -> Facts:
    facts = _happened(rng, firms, np.where(good > 0.4, 0.16, 0.01), 1900, horizon)
    raised = np.rint(np.exp(rng.normal(6.9, 0.9, len(facts)))).astype(np.int64) * 100
    return facts.but(round=rng.integers(0, len(ROUNDS), len(facts)), raised=raised)


def standards(rng: np.random.Generator, firms: Facts, good: np.ndarray, horizon: Horizon) -> Facts:
    """Standards an enterprise drafted, alone or with the one before it in the list; a few were withdrawn since."""
    facts = _happened(rng, firms, np.where(good > 0.7, 0.35 * good, 0.0), 2500, horizon)
    count = len(facts)
    withdrawn = facts.when + rng.integers(300, 1500, count) * DAY
    withdrawn = np.where((rng.random(count) < 0.12) & (withdrawn <= horizon.day), withdrawn, NEVER)
    facts = facts.but(
        number=np.arange(count),
        level=rng.choice(5, count, p=[0.04, 0.26, 0.3, 0.15, 0.25]),
        leads=rng.random(count) < 0.4,
        withdrawn=withdrawn,
    )
    joint = (rng.random(count) < 0.2) & (np.arange(count) % 2 == 1)
    joint[1:] &= facts.firm[1:] != facts.firm[:-1]
    with_whom = np.arange(count) - joint
    shared = {name: getattr(facts, name)[with_whom] for name in ("number", "when", "level", "withdrawn")}
    return facts.but(**shared, leads=facts.leads & ~joint)


def adverse_records(rng: np.random.Generator, firms: Facts, horizon: Horizon) -> Facts:
    facts = _happened(rng, firms, np.full(len(firms), 0.09), 1400, horizon)
    count = len(facts)
    repaired = facts.when + rng.integers(60, 500, count) * DAY
    repaired = np.where((rng.random(count) < 0.6) & (repaired <= horizon.day), repaired, NEVER)
    return facts.but(kind=rng.choice(3, count, p=[0.6, 0.1, 0.3]), repaired=repaired)


def _happened(rng, firms: Facts, expected: np.ndarray, span_days: int, horizon: Horizon) -> Facts:
    """Events of the last `span_days`, so many an enterprise on average, none before it was established."""
    firm = np.repeat(np.arange(len(firms)), rng.poisson(expected))
    when = np.maximum(horizon.day - rng.integers(1, span_days, len(firm)) * DAY, day(2018, 1, 2))
    facts = Facts(firm=firm, when=when)
    return facts[when > firms.established[firm] + 30]
