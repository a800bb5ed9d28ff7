"""Measures of social insurance and talent titles. A person-month is one person insured in one month."""

import numpy as np

from sample_exchange.chunk import Chunk
from sample_exchange.offices.talent import STILL
from sample_exchange.offices.talent_skills import HIGHLY_SKILLED
from sample_exchange.truth.exact import SCALE, counts, growth, ratio
from sample_exchange.world.facts import Facts

_LONG_ENOUGH = 6  # months of the last twelve that make a person research staff
_DOCTOR, _MASTER = 0, 1
_RESEARCH_POSTS = [0, 1]


def measures(chunk: Chunk) -> dict[str, list[int | None]]:
    stays, month, size = chunk.stays["last"], chunk.horizon.complete_month, len(chunk.firms)
    insured = (stays.start <= month) & ((stays.end == STILL) | (stays.end >= month))
    worked = _months(stays, month - 11, month)
    months, months_before = _sum(stays, worked, size), _sum(stays, _months(stays, month - 23, month - 12), size)
    staff = _count(stays[insured], size)
    research = insured & np.isin(stays.post, _RESEARCH_POSTS) & (_of_person(stays, worked) >= _LONG_ENOUGH)
    rd_staff = _count(stays[research], size)
    taught = stays[insured & np.isin(stays.education, [_DOCTOR, _MASTER])]
    waited = stays.start - stays.graduated
    fresh = (stays.graduated >= 0) & (waited >= 0) & (waited <= 12) & (stays.first_insured == stays.start)
    fresh &= (stays.start > month - 12) & (stays.start <= month)
    titles, day = chunk.titles, chunk.horizon.day
    titles = titles[(titles.since <= day) & (np.isnat(titles.until) | (titles.until >= day))]
    skills = chunk.skills
    skills = skills[(skills.level >= HIGHLY_SKILLED) & (np.isnat(skills.withdrawn) | (skills.withdrawn > day))]
    skilled = _count(stays[insured & np.isin(stays.person, skills.person[skills.issued <= day])], size)
    return {
        "skilled_staff_share_ratio": [ratio(*each) for each in zip(skilled, staff, strict=True)],
        "staff_count": counts(staff),
        "staff_average_count": [ratio(each, 12) for each in months],
        "rd_staff_count": counts(rd_staff),
        "rd_staff_share_ratio": [_share(rd * 12, worked) for rd, worked in zip(rd_staff, months, strict=True)],
        "postgraduate_share_ratio": [ratio(*each) for each in zip(_count(taught, size), staff, strict=True)],
        "doctoral_staff_count": counts(_count(stays[insured & (stays.education == _DOCTOR)], size)),
        "graduates_hired_count": counts(_count(stays[fresh], size)),
        "staff_growth_ratio": [growth(*each) for each in zip(months, months_before, strict=True)],
        "high_level_talent_count": counts(_count(titles, size)),
    }


def _share(numerator: int, denominator: int) -> int | None:
    value = ratio(numerator, denominator)
    return None if value is None else min(SCALE, value)


def _months(stays: Facts, first: int, last: int) -> np.ndarray:
    """How many months of a window each stay covers."""
    until = np.where(stays.end == STILL, last, np.minimum(stays.end, last))
    return np.maximum(0, until - np.maximum(stays.start, first) + 1)


def _of_person(stays: Facts, months: np.ndarray) -> np.ndarray:
    """Months of all stays of the same person at the same enterprise, beside each of them."""
    _, group = np.unique(stays.firm * (stays.person.max(initial=0) + 1) + stays.person, return_inverse=True)
    return np.bincount(group, months)[group].astype(int) if len(group) else months


def _sum(stays: Facts, months: np.ndarray, size: int) -> list[int]:
    total = np.zeros(size, np.int64)
    np.add.at(total, stays.firm, months)
    return total.tolist()


def _count(rows: Facts, size: int) -> list[int]:
    """Distinct persons per enterprise."""
    pairs = np.unique(np.stack([rows.firm, rows.person], axis=1), axis=0)
    return np.bincount(pairs[:, 0], minlength=size).tolist()
