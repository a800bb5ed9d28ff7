"""The registration office's front database: enterprises, who is in the zone since when, and changes of name."""

import numpy as np

from sample_exchange.offices.rows import Rows, constant
from sample_exchange.offices.text import choose, days, moments, texts, whole, yuan
from sample_exchange.world.draws import days_later, office_moment
from sample_exchange.world.facts import Facts
from sample_exchange.world.periods import DAY, Horizon, first_day
from sample_exchange.world.population import DEREGISTERED, LEFT, NEVER, OUTSIDE, SOLE_TRADER

_LOADED = np.datetime64("2023-01-03")  # the day the exchange began: everything older was sent then
_TYPES = ["有限责任公司", "股份有限公司", "个体工商户"]
_PARK = "惠州仲恺高新技术产业开发区（合成数据）"


def memberships(rng: np.random.Generator, firms: Facts, horizon: Horizon) -> Facts:
    """When each enterprise entered the zone, and left it; those outside have none."""
    entered = np.maximum(firms.established, np.datetime64("2010-01-01")) + rng.integers(0, 400, len(firms)) * DAY
    young = firms.established > horizon.day - 500
    entered = np.where(young, firms.established, entered)
    stay = np.maximum(1, ((horizon.day - entered).astype(int) * rng.uniform(0.3, 0.9, len(firms))).astype(int))
    left = np.where(firms.role == LEFT, entered + stay * DAY, NEVER)
    facts = Facts(firm=np.arange(len(firms)), entered=entered, left=left)
    return facts[firms.role != OUTSIDE]


def batch_numbers(updated: np.ndarray) -> np.ndarray:
    return texts([f"{moment[:4]}{moment[5:7]}{moment[8:10]}001" for moment in moments(updated).tolist()])


def enterprise_rows(rng: np.random.Generator, firms: Facts, horizon: Horizon, serial_from: int) -> Rows:
    count = len(firms)
    gone = firms.role == DEREGISTERED
    touched = np.maximum(_LOADED, firms.established + 3 * DAY)
    touched = np.where(np.isnat(firms.renamed), touched, firms.renamed + 2 * DAY)
    touched = np.where(gone, np.maximum(touched, first_day(firms.alive_to + 1)), touched)
    updated = office_moment(rng, touched, horizon.day)
    corporation = np.char.endswith(firms.name.astype(str), "股份有限公司").astype(int)
    capital = np.exp(rng.normal(5.2, 0.8, count) + 0.35 * firms.stage).astype(np.int64) // 10 * 10 + 10
    return Rows(
        "registration",
        "enterprise",
        {
            "id": whole(serial_from + np.arange(count)),
            "uni_social_crd_cd": firms.uscc,
            "comp_nm": firms.name,
            "comp_type": choose(_TYPES, np.where(firms.role == SOLE_TRADER, 2, corporation)),
            "reg_state": choose(["存续", "在营", "注销"], np.where(gone, 2, rng.random(count) < 0.3).astype(int)),
            "estab_dt": days(firms.established),
            "reg_capt": yuan(capital * 100),
            "indv_cd": firms.industry,
            "reg_org": constant("惠州市市场监督管理局（合成）", count),
            "org_cd": texts([code[8:17] for code in firms.uscc.tolist()]),
            "op_type": choose(["I", "U"], (gone | ~np.isnat(firms.renamed)).astype(int)),
            "batch_no": batch_numbers(updated),
            "update_time": moments(updated, " "),
        },
        firms.uscc,
    )


def membership_rows(rng: np.random.Generator, firms: Facts, facts: Facts, horizon: Horizon, serial_from: int) -> Rows:
    moved = np.where(np.isnat(facts.left), facts.entered, facts.left)
    updated = office_moment(rng, np.maximum(_LOADED, days_later(rng, moved, 1, 5)), horizon.day)
    return Rows(
        "registration",
        "zone_membership",
        {
            "id": whole(serial_from + np.arange(len(facts))),
            "uni_social_crd_cd": firms.uscc[facts.firm],
            "park_nm": constant(_PARK, len(facts)),
            "enter_dt": days(facts.entered),
            "leave_dt": days(facts.left),
            "op_type": choose(["I", "U"], (~np.isnat(facts.left)).astype(int)),
            "batch_no": batch_numbers(updated),
            "update_time": moments(updated, " "),
        },
        firms.uscc[facts.firm],
    )


def former_name_rows(rng: np.random.Generator, firms: Facts, horizon: Horizon, serial_from: int) -> Rows:
    firm = np.flatnonzero(~np.isnat(firms.renamed))
    changed = firms.renamed[firm]
    updated = office_moment(rng, days_later(rng, changed, 1, 3), horizon.day)
    rows = Rows(
        "registration",
        "former_name",
        {
            "id": whole(serial_from + np.arange(len(firm))),
            "uni_social_crd_cd": firms.uscc[firm],
            "comp_nm_bf": firms.former_name[firm],
            "comp_nm_af": firms.name[firm],
            "chan_dt": days(changed),
            "op_type": constant("I", len(firm)),
            "batch_no": batch_numbers(updated),
            "update_time": moments(updated, " "),
        },
        firms.uscc[firm],
    )
    rows.note(np.arange(len(firm)), "name_change", "none", "comp_nm_af")
    return rows
