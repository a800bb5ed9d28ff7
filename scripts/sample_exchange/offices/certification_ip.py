"""Which rights an enterprise names when it applies for a certification, and what became of the application.

A right of class II is named once for the high-tech certificate; one named in a refused application is free again.
"""

import numpy as np

from sample_exchange.offices.certification import HIGH_TECH
from sample_exchange.offices.ip import ALONE, DESIGN, GRANTED, PCT, UTILITY
from sample_exchange.offices.ip_rows import layout_numbers, software_numbers
from sample_exchange.offices.rows import Rows
from sample_exchange.offices.text import choose, days, numbered, texts
from sample_exchange.world.facts import Facts
from sample_exchange.world.periods import DAY, Horizon
from sample_exchange.world.population import NEVER, name_on

CERTIFICATIONS = ["高新技术企业", "知识产权优势企业"]
FOR_HIGH_TECH, FOR_ADVANTAGE = range(2)
RESULTS = ["通过", "未通过", "审核中"]
PASSED, REFUSED, PENDING = range(3)
RIGHTS = ["发明", "实用新型", "外观设计", "软件著作权", "集成电路布图设计"]
SOFTWARE, LAYOUT = 3, 4  # the patents before them are numbered as in offices/ip.py
_SHARE, _MOST = 0.7, 8  # of the rights an enterprise could name, and how many it names at most


def uses(rng, firms: Facts, certificates: Facts, patents: Facts, events: Facts, software, layouts, horizon) -> Facts:
    """One row per application and right named in it; `right` is its place among the patents, softwares or layouts."""
    rights = _rights(patents, events, software, layouts)
    applications = _applications(rng, firms, certificates, horizon)
    spent = np.zeros(len(rights), bool)
    named, by = [], []
    for number in np.lexsort([applications.applied, applications.firm]).tolist():
        one = applications[number : number + 1]
        first, last = np.searchsorted(rights.firm, [one.firm[0], one.firm[0] + 1])
        able = (rights.since[first:last] <= one.applied[0]) & (rng.random(last - first) < _SHARE)
        if one.kind[0] == FOR_HIGH_TECH:
            able &= ~spent[first:last]
        chosen = (first + np.flatnonzero(able))[:_MOST]
        if one.kind[0] == FOR_HIGH_TECH and one.result[0] != REFUSED:
            spent[chosen] = rights.is_class_two[chosen]
        named.append(chosen)
        by.append(np.full(len(chosen), number))
    chosen, made = rights[np.concatenate(named)], applications[np.concatenate(by)]
    return made.but(type=chosen.type, right=chosen.right, number=chosen.number, is_shared=chosen.is_shared)


def _rights(patents: Facts, events: Facts, software: Facts, layouts: Facts) -> Facts:
    """Every right by enterprise (a patent's first applicant), with the day from which it can be named."""
    granted = np.full(len(patents), NEVER).astype("datetime64[D]")
    grants = events[events.kind == GRANTED]
    granted[grants.patent] = grants.when
    lasting = np.flatnonzero(~np.isnat(granted) & (patents.kind != PCT))
    of_patents = Facts(
        firm=patents.firm[lasting], type=patents.kind[lasting], right=lasting, since=granted[lasting],
        number=patents.number[lasting], is_shared=patents.together[lasting] != ALONE,
    )  # fmt: skip
    registered = [
        Facts(
            firm=each.firm, type=np.full(len(each), kind), right=np.arange(len(each)), since=each.when,
            number=texts(numbers(each)), is_shared=np.zeros(len(each), bool),
        )
        for kind, each, numbers in ((SOFTWARE, software, software_numbers), (LAYOUT, layouts, layout_numbers))
    ]  # fmt: skip
    rights = of_patents.then(registered[0]).then(registered[1])
    rights = rights.but(is_class_two=np.isin(rights.type, [UTILITY, DESIGN, SOFTWARE]))
    return rights[np.argsort(rights.firm, kind="stable")]


def _applications(rng: np.random.Generator, firms: Facts, certificates: Facts, horizon: Horizon) -> Facts:
    """One for every high-tech certificate; others were refused, are still looked at, or are for something else."""
    held = certificates[certificates.kind == HIGH_TECH]
    researching = np.flatnonzero(firms.rd_intensity > 0)

    def some(share: float, kind: int, result: int, earliest: int, latest: int) -> Facts:
        firm = researching[rng.random(len(researching)) < share]
        applied = horizon.day - rng.integers(latest, earliest, len(firm)) * DAY
        decided = applied + rng.integers(60, 150, len(firm)) * DAY if result != PENDING else np.full(len(firm), NEVER)
        return Facts(firm=firm, kind=np.full(len(firm), kind), applied=applied,
                     result=np.full(len(firm), result), decided=decided.astype("datetime64[D]"))  # fmt: skip

    every = Facts(
        firm=held.firm, kind=np.full(len(held), FOR_HIGH_TECH),
        applied=held.since - rng.integers(70, 160, len(held)) * DAY,
        result=np.full(len(held), PASSED), decided=held.since,
    )  # fmt: skip
    every = every.then(some(0.12, FOR_HIGH_TECH, REFUSED, 1500, 200)).then(some(0.05, FOR_HIGH_TECH, PENDING, 60, 5))
    every = every.then(some(0.08, FOR_ADVANTAGE, PASSED, 1500, 300))
    return every[every.applied > firms.established[every.firm]]


def use_rows(firms: Facts, facts: Facts, serial_from: int) -> Rows:
    code = firms.uscc[facts.firm]
    rows = Rows("certification", "ip_used_in_certification", {
        "记录编号": numbered("ZS4413", serial_from + np.arange(len(facts)), 11),
        "统一社会信用代码": code,
        "企业名称": name_on(firms, facts.firm, facts.applied),
        "资质类型": choose(CERTIFICATIONS, facts.kind),
        "申请日期": days(facts.applied),
        "知识产权类别": choose(RIGHTS, facts.type),
        "知识产权编号": texts(facts.number),
        "认定结果": choose(RESULTS, facts.result),
        "结果日期": days(facts.decided),
    }, code)  # fmt: skip
    # Named by one of its owners, it is used up for the others too: such a row must stay readable for all of them.
    rows.note(facts.is_shared, "right_of_several", "none", "知识产权编号")
    return rows
