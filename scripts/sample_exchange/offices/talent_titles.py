"""Talent titles (人才称号): some doctors and masters still insured hold one, for three to five years."""

import numpy as np

from sample_exchange.offices.rows import Rows
from sample_exchange.offices.talent import STILL
from sample_exchange.offices.text import batch_numbers, choose, days, moments, numbered, whole
from sample_exchange.world.draws import days_later, office_moment
from sample_exchange.world.facts import Facts
from sample_exchange.world.periods import DAY, Horizon, day, first_day
from sample_exchange.world.population import NEVER

_TITLES = ["国家级领军人才（合成）", "省级创新人才（合成）", "惠州市拔尖人才（合成）", "仲恺青年英才（合成）"]
_LEVELS = ["国家级", "省级", "市级", "市级"]


def titles(rng: np.random.Generator, firms: Facts, stays: Facts, horizon: Horizon) -> Facts:
    chance = np.select([stays.education == 0, stays.education == 1], [0.22, 0.02], 0.0)
    _, first_stay = np.unique(stays.person, return_index=True)
    once = np.zeros(len(stays), bool)
    once[first_stay] = True
    held = stays[once & (stays.end == STILL) & (rng.random(len(stays)) < chance)]
    since = first_day(np.minimum(held.start, horizon.month)) + rng.integers(-900, 900, len(held)) * DAY
    years = rng.integers(3, 6, len(held))
    until = np.where(rng.random(len(held)) < 0.12, NEVER, since + years * 365 * DAY)
    facts = Facts(firm=held.firm, person=held.person, kind=rng.choice(4, len(held), p=[0.06, 0.2, 0.38, 0.36]),
                  since=since, until=until)  # fmt: skip
    facts = facts[facts.since <= horizon.day - 3]
    sent = np.maximum(day(2023, 1, 3), days_later(rng, facts.since, 2, 12))
    return facts.but(updated=office_moment(rng, sent, horizon.day))


def title_rows(firms: Facts, facts: Facts, chunk: int, serial_from: int) -> Rows:
    return Rows(
        "talent",
        "talent_title",
        {
            "id": whole(serial_from + np.arange(len(facts))),
            "person_cd": numbered("P", facts.person + chunk * 10_000_000, 12),
            "uni_social_crd_cd": firms.uscc[facts.firm],
            "title_nm": choose(_TITLES, facts.kind),
            "title_level": choose(_LEVELS, facts.kind),
            "valid_from": days(facts.since),
            "valid_to": days(facts.until),
            "op_type": choose(["I"], np.zeros(len(facts), int)),
            "batch_no": batch_numbers(facts.updated),
            "update_time": moments(facts.updated, " "),
        },
        firms.uscc[facts.firm],
    )
