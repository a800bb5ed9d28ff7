"""Vocational skill certificates (职业技能等级证书): a person's own, wherever the person works."""

import numpy as np

from sample_exchange.offices.rows import Rows
from sample_exchange.offices.talent import POSTS
from sample_exchange.offices.text import batch_numbers, choose, days, moments, numbered, texts, whole
from sample_exchange.world.draws import days_later, office_moment
from sample_exchange.world.facts import Facts
from sample_exchange.world.periods import DAY, Horizon, day, first_day
from sample_exchange.world.population import NEVER

SKILL_LEVELS = ["学徒工", "初级工", "中级工", "高级工", "技师", "高级技师", "特级技师", "首席技师"]
HIGHLY_SKILLED = SKILL_LEVELS.index("高级工")
_SHARES = [0.04, 0.2, 0.34, 0.26, 0.1, 0.05, 0.008, 0.002]
_TRADES = ["电工（合成）", "钳工（合成）", "电子设备装接工（合成）", "工业机器人系统操作员（合成）"]


def skill_certificates(rng: np.random.Generator, stays: Facts, horizon: Horizon) -> Facts:
    """Certificates of persons who make things or keep them going; some hold two, a few were withdrawn."""
    _, first_stay = np.unique(stays.person, return_index=True)
    persons = stays[first_stay]
    chance = np.select([persons.post == POSTS.index("生产"), persons.post == POSTS.index("技术")], [0.3, 0.12], 0.0)
    held = persons[rng.random(len(persons)) < chance]
    held = held.then(held[rng.random(len(held)) < 0.1])
    issued = first_day(held.start) + rng.integers(-1500, 900, len(held)) * DAY
    withdrawn = issued + rng.integers(100, 1500, len(held)) * DAY
    withdrawn = np.where((rng.random(len(held)) < 0.02) & (withdrawn <= horizon.day), withdrawn, NEVER)
    level = rng.choice(len(SKILL_LEVELS), len(held), p=_SHARES)
    trade = rng.integers(0, len(_TRADES), len(held))
    facts = Facts(person=held.person, firm=held.firm, level=level, trade=trade, issued=issued, withdrawn=withdrawn)
    facts = facts[facts.issued <= horizon.day - 3]
    told = np.where(np.isnat(facts.withdrawn), facts.issued, facts.withdrawn)
    sent = np.maximum(day(2023, 1, 3), days_later(rng, told, 2, 12))
    return facts.but(updated=office_moment(rng, sent, horizon.day))


def skill_rows(firms: Facts, facts: Facts, chunk: int, serial_from: int) -> Rows:
    return Rows(
        "talent",
        "skill_certificate",
        {
            "id": whole(serial_from + np.arange(len(facts))),
            "skill_cert_no": numbered("SYNTH-S", serial_from + np.arange(len(facts)), 11),
            "person_cd": numbered("P", facts.person + chunk * 10_000_000, 12),
            "trade_nm": choose(_TRADES, facts.trade),
            "skill_level": choose(SKILL_LEVELS, facts.level),
            "issue_dt": days(facts.issued),
            "revoke_dt": days(facts.withdrawn),
            "op_type": texts(np.where(np.isnat(facts.withdrawn), "I", "U")),
            "batch_no": batch_numbers(facts.updated),
            "update_time": moments(facts.updated, " "),
        },
        firms.uscc[facts.firm],
    )
