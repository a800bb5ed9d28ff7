"""Social insurance (社保参保): one row per person, enterprise and unbroken stay. All persons are invented.

A stay is insured from `start` through `end` (months); end -1 is still insured. A person may come back or move on;
stays of one person at one enterprise never overlap.
"""

import numpy as np

from sample_exchange.offices.rows import Rows
from sample_exchange.offices.text import batch_numbers, choose, moments, months, numbered, texts, whole
from sample_exchange.world.draws import office_moment, pick
from sample_exchange.world.facts import Facts
from sample_exchange.world.industries import SECTORS
from sample_exchange.world.periods import DAY, HISTORY_FROM, Horizon, first_day
from sample_exchange.world.population import name_on

EDUCATION = ["博士研究生", "硕士研究生", "大学本科", "大学专科", "高中及以下"]
POSTS = ["研发", "技术", "管理", "生产", "销售"]
_LEAVE_MONTHLY = 0.0125
STILL = -1


def stays(rng: np.random.Generator, firms: Facts, horizon: Horizon) -> Facts:
    """All stays of a chunk, those of returners last."""
    first = np.maximum(HISTORY_FROM, firms.alive_from)
    until = np.minimum(horizon.month, firms.alive_to)
    years = np.maximum(0, until - first + 1) / 12
    growth = np.clip(0.75 * firms.growth, -0.25, 0.45)
    begun = firms.alive_from < HISTORY_FROM
    opening = np.where(begun, np.rint(firms.staff / (1 + growth) ** years), 0).astype(int)
    leavers = (opening + firms.staff) / 2 * (1 - np.exp(-12 * _LEAVE_MONTHLY * years))
    hires = np.maximum(np.where(begun, 0, 1), np.rint(firms.staff - opening + leavers)).astype(int)
    staying = _stays(rng, np.repeat(np.arange(len(firms)), opening), firms, None, horizon)
    joining = _stays(rng, np.repeat(np.arange(len(firms)), hires), firms, first, horizon)
    facts = staying.then(joining)
    facts = facts[(facts.start <= horizon.month) & ((facts.end == STILL) | (facts.end >= facts.start))]
    facts = facts.but(person=np.arange(len(facts)))
    return facts.then(_returners(rng, firms, facts, horizon))


def _stays(rng, firm: np.ndarray, firms: Facts, first: np.ndarray | None, horizon: Horizon) -> Facts:
    count = len(firm)
    until = np.minimum(horizon.month, firms.alive_to)[firm]
    if first is None:  # there when the history begins
        tenure = np.minimum(rng.exponential(40, count).astype(int) + 1, HISTORY_FROM - firms.alive_from[firm])
        start, known_from = HISTORY_FROM - np.maximum(1, tenure), HISTORY_FROM
    else:
        start = first[firm] + (rng.random(count) * np.maximum(1, until - first[firm] + 1)).astype(int)
        known_from = start
    end = known_from + rng.exponential(1 / _LEAVE_MONTHLY, count).astype(int)
    end = np.where(end < horizon.month, end, STILL)
    closing = (firms.alive_to[firm] < horizon.month) & ((end == STILL) | (end > firms.alive_to[firm]))
    end = np.where(closing, np.maximum(start, firms.alive_to[firm]), end)
    researchers = np.array([each.researchers for each in SECTORS])[firms.sector[firm]]
    researchers = np.clip(researchers * np.exp(0.3 * firms.innovation[firm]), 0.02, 0.85)
    draw = rng.random(count)
    post = np.where(draw < researchers * 0.6, 0, np.where(draw < researchers, 1, 0))
    rest = rng.choice([2, 3, 4], count, p=[0.2, 0.62, 0.18])
    rest = np.where(~firms.goods[firm] & (rest == 3), 4, rest)
    post = np.where(draw < researchers, post, rest)
    education = _education(rng, post)
    fresh = (start % 12 >= 5) & (start % 12 <= 8) & (education <= 3) & (rng.random(count) < 0.22)
    graduated = np.where(education == 4, -1, start - start % 12 + 5 - 12 * rng.integers(1, 22, count))
    graduated = np.where(fresh, start - start % 12 + 5, graduated)
    earlier = rng.integers(1, 150, count)
    first_insured = np.where(fresh | (rng.random(count) < 0.12), start, start - earlier)
    return Facts(firm=firm, start=start, end=end, post=post, education=education, graduated=graduated,
                 first_insured=first_insured)  # fmt: skip


def _education(rng: np.random.Generator, post: np.ndarray) -> np.ndarray:
    shares = np.array([
        [0.035, 0.20, 0.56, 0.17, 0.035],
        [0.010, 0.09, 0.52, 0.30, 0.080],
        [0.008, 0.11, 0.52, 0.28, 0.082],
        [0.000, 0.002, 0.05, 0.24, 0.708],
        [0.001, 0.04, 0.43, 0.36, 0.169],
    ])  # fmt: skip
    return (rng.random(len(post))[:, None] > np.cumsum(shares, axis=1)[post]).sum(axis=1).clip(0, 4)


def _returners(rng: np.random.Generator, firms: Facts, facts: Facts, horizon: Horizon) -> Facts:
    """Some who left come back some months later, or join another enterprise of the chunk."""
    left = facts[(facts.end != STILL) & (facts.end < horizon.month - 8)]
    left = left[rng.random(len(left)) < 0.08]
    start = left.end + rng.integers(1, 7, len(left))
    elsewhere = rng.integers(0, len(firms), len(left))
    possible = (firms.alive_from[elsewhere] <= start) & (firms.alive_to[elsewhere] > horizon.month)
    firm = np.where((rng.random(len(left)) < 0.6) & possible, elsewhere, left.firm)
    back = left.but(firm=firm, start=start, end=np.full(len(left), STILL))
    return back[firms.alive_to[firm] > horizon.month]


def exchanged(rng: np.random.Generator, facts: Facts, horizon: Horizon) -> dict[str, Facts]:
    """`last`: each stay as it stands; `earlier`: some as sent before they ended; `mistaken`: sent, then deleted."""
    begun = np.maximum(first_day(facts.start), first_day(HISTORY_FROM)) + rng.integers(2, 20, len(facts)) * DAY
    ended = facts.end != STILL
    closed = first_day(np.where(ended, facts.end, 0) + 1) + rng.integers(0, 9, len(facts)) * DAY
    touched = office_moment(rng, np.where(ended, closed, begun), horizon.day)
    last = facts.but(updated=touched, operation=np.where(ended, "U", "I"))
    again = pick(rng, ended & (facts.end >= HISTORY_FROM), 0.04)
    sent_before = office_moment(rng, begun[again], horizon.day)
    earlier = last[again].but(end=np.full(again.sum(), STILL), updated=sent_before, operation=np.full(again.sum(), "I"))
    wrong = last[pick(rng, ~ended & (begun < horizon.day - 40), 0.0008)]
    wrong = wrong.but(person=len(facts) + np.arange(len(wrong)))
    return {"last": last, "earlier": earlier, "mistaken": wrong}


def all_stay_rows(firms: Facts, stays: dict[str, Facts], chunk: int, serial_from: int) -> Rows:
    last, earlier, wrong = stays["last"], stays["earlier"], stays["mistaken"]
    rows = stay_rows(firms, last, chunk, serial_from)
    replaced = stay_rows(firms, earlier, chunk, serial_from + len(last))
    replaced.note(range(len(earlier)), "earlier_version", "superseded")
    rows.add(replaced)
    mistaken = stay_rows(firms, wrong, chunk, serial_from + len(last) + len(earlier))
    mistaken.note(range(len(wrong)), "earlier_version", "superseded")
    rows.add(mistaken)
    deleting = wrong.but(updated=wrong.updated + 20 * DAY, operation=np.full(len(wrong), "D"))
    deleted = stay_rows(firms, deleting, chunk, serial_from + len(last) + len(earlier) + len(wrong))
    deleted.note(range(len(wrong)), "deleted_row", "deleted", "op_type")
    rows.add(deleted)
    return rows


def stay_rows(firms: Facts, facts: Facts, chunk: int, serial_from: int) -> Rows:
    """Names and identity numbers are there to be left out: visibly synthetic, never anybody's."""
    person = facts.person + chunk * 10_000_000
    return Rows(
        "talent",
        "social_insurance",
        {
            "id": whole(serial_from + np.arange(len(facts))),
            "person_cd": numbered("P", person, 12),
            "nm": numbered("合成人员", person, 12),
            "cert_no": numbered("SYNTH", person, 13),
            "uni_social_crd_cd": firms.uscc[facts.firm],
            "comp_nm": name_on(firms, facts.firm, facts.updated),
            "start_ym": months(facts.start),
            "end_ym": months(facts.end),
            "highest_educ_back": choose(EDUCATION, facts.education),
            "post_type": choose(POSTS, facts.post),
            "graduate_ym": months(facts.graduated),
            "first_issu_ym": months(facts.first_insured),
            "op_type": texts(facts.operation),
            "batch_no": batch_numbers(facts.updated),
            "update_time": moments(facts.updated, " "),
        },
        firms.uscc[facts.firm],
    )
