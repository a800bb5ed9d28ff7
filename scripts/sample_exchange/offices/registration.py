"""The registration office's front database: enterprises, who is in the zone since when, and changes of name."""

import numpy as np

from sample_exchange.offices.rows import Rows, constant
from sample_exchange.offices.text import batch_numbers, choose, days, moments, texts, whole, yuan
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


def enterprise_rows(rng: np.random.Generator, firms: Facts, horizon: Horizon, serial_from: int) -> Rows:
    """Each enterprise as it stands, then what was sent of those that have changed since."""
    gone = firms.role == DEREGISTERED
    sent = np.maximum(_LOADED, firms.established + 3 * DAY)
    changed = np.where(np.isnat(firms.renamed), sent, firms.renamed + 2 * DAY)
    changed = np.where(gone, np.maximum(changed, first_day(firms.alive_to + 1)), changed)
    capital = np.exp(rng.normal(5.2, 0.8, len(firms)) + 0.35 * firms.stage).astype(np.int64) // 10 * 1000 + 1000
    state = np.where(gone, 2, (rng.random(len(firms)) < 0.3).astype(int))
    approved = np.where(np.isnat(firms.renamed), firms.established, firms.renamed)
    approved = np.where(gone, np.maximum(approved, first_day(firms.alive_to + 1)), approved)
    facts = Facts(
        firm=np.arange(len(firms)),
        name=firms.name,
        capital=capital,
        state=state,
        approved=approved,
        updated=office_moment(rng, changed, horizon.day),
        operation=np.where(changed > sent, "U", "I"),
    )
    again = np.flatnonzero(changed > sent)
    first = facts[again].but(
        name=np.where(np.isnat(firms.renamed), firms.name, firms.former_name)[again],
        state=np.zeros(len(again), int),
        approved=firms.established[again],
        updated=office_moment(rng, sent[again], horizon.day),
        operation=np.full(len(again), "I"),
    )
    rows = _enterprises(firms, facts, serial_from)
    earlier = _enterprises(firms, first, serial_from + len(facts))
    earlier.note(range(len(earlier)), "earlier_version", "superseded")
    rows.add(earlier)
    return rows


def _enterprises(firms: Facts, facts: Facts, serial_from: int) -> Rows:
    firm, code = facts.firm, firms.uscc[facts.firm]
    corporation = np.char.endswith(firms.name[firm].astype(str), "股份有限公司").astype(int)
    columns = {
        "id": whole(serial_from + np.arange(len(facts))),
        "uni_social_crd_cd": code,
        "comp_nm": facts.name,
        "comp_type": choose(_TYPES, np.where(firms.role[firm] == SOLE_TRADER, 2, corporation)),
        "reg_state": choose(["存续", "在营", "注销"], facts.state),
        "appr_dt": days(facts.approved),
        "estab_dt": days(firms.established[firm]),
        "reg_capt": yuan(facts.capital),
        "indv_cd": firms.industry[firm],
        "reg_org": constant("惠州市市场监督管理局（合成）", len(facts)),
        "org_cd": texts([each[8:17] for each in code.tolist()]),
        "reg_no": firms.registration_no[firm],
        "op_type": texts(facts.operation),
        "batch_no": batch_numbers(facts.updated),
        "update_time": moments(facts.updated, " "),
    }
    return Rows("registration", "enterprise", columns, code)


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
