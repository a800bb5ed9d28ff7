"""Authorisations (企业授权): who lets which bank see its points, for a year at a time, and who took it back."""

import hashlib

import numpy as np

from sample_exchange.offices.rows import Rows, constant
from sample_exchange.offices.text import choose, days, moments, months, numbered, texts
from sample_exchange.world.draws import office_moment
from sample_exchange.world.facts import Facts
from sample_exchange.world.periods import DAY, Horizon, day, month_of
from sample_exchange.world.population import SOLE_TRADER

BANKS = ["boc_huizhou", "icbc_huizhou", "ccb_huizhou", "cmb_huizhou", "hzrcb", "psbc_huizhou"]
SCOPE = "innovation_points_loan"
_BEGAN = day(2023, 10, 18)
_NEVER = np.datetime64("NaT", "s")


def authorisations(rng: np.random.Generator, firms: Facts, horizon: Horizon) -> Facts:
    """About two in three enterprises authorise a bank, some several; years follow one another unless not renewed."""
    willing = (rng.random(len(firms)) < 0.66) & (firms.role != SOLE_TRADER)
    rank = rng.random((len(firms), len(BANKS))) / [0.32, 0.18, 0.18, 0.14, 0.12, 0.06]
    wanted = np.minimum(1 + rng.poisson(0.45, len(firms)), 4)
    order = np.argsort(np.argsort(rank, axis=1), axis=1)
    firm, bank = np.nonzero((order < wanted[:, None]) & willing[:, None])
    earliest = np.maximum(_BEGAN, firms.established[firm] + 20 * DAY)
    room = np.maximum(1, (horizon.day - earliest).astype(int))
    since = earliest + (rng.random(len(firm)) * room).astype(int) * DAY
    known = since <= horizon.day
    first = Facts(firm=firm[known], bank=bank[known], since=since[known])
    every = first
    for year in (1, 2, 3):
        renewed = first[rng.random(len(first)) < 0.93**year]
        every = every.then(renewed.but(since=renewed.since + 365 * year * DAY))
    every = every[every.since <= horizon.day]
    every = every.but(signed=office_moment(rng, every.since, horizon.day))
    return every.but(revoked=_revoked(rng, every, horizon))


def _revoked(rng: np.random.Generator, facts: Facts, horizon: Horizon) -> np.ndarray:
    when = facts.since + rng.integers(20, 300, len(facts)) * DAY
    revoked = (when <= horizon.day) & (rng.random(len(facts)) < 0.03)
    if (when <= horizon.day).any() and not revoked.any():
        revoked[np.flatnonzero(when <= horizon.day)[0]] = True
    return np.where(revoked, office_moment(rng, when, horizon.day), _NEVER)


def authorisation_rows(firms: Facts, facts: Facts, serial_from: int) -> Rows:
    """Each authorisation as signed; a revoked one is sent again, whole, in the month of its revocation."""
    numbers = numbered("AUTH", serial_from + np.arange(len(facts)), 12)
    signed = _as_sent(firms, facts, numbers, np.full(len(facts), _NEVER), facts.signed)
    again = ~np.isnat(facts.revoked)
    taken_back = _as_sent(firms, facts[again], numbers[again], facts.revoked[again], facts.revoked[again])
    taken_back.note(np.arange(len(taken_back)), "revoked_consent", "none", "revoked_at")
    signed.note(again, "resent_row", "superseded", "auth_id")
    signed.add(taken_back)
    return signed


def _as_sent(firms: Facts, facts: Facts, numbers: np.ndarray, revoked: np.ndarray, updated: np.ndarray) -> Rows:
    code = firms.uscc[facts.firm]
    until = facts.since + 364 * DAY
    digests = [hashlib.sha256(f"合成授权书 {number}".encode()).hexdigest() for number in numbers.tolist()]
    columns = {
        "auth_id": numbers,
        "uscc": code,
        "grantee": choose(BANKS, facts.bank),
        "scope": constant(SCOPE, len(facts)),
        "purpose": constant("创新积分贷授信审查（合成）", len(facts)),
        "valid_from": days(facts.since),
        "valid_to": days(until),
        "channel": choose(["线上", "线下"], facts.bank % 2),
        "signed_at": moments(facts.signed),
        "document_hash": texts(digests),
        "revoked_at": moments(revoked),
        "updated_at": moments(updated),
    }
    return Rows("consent", "authorisation", columns, code, months(month_of(updated)))
