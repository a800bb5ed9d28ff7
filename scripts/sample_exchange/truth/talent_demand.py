"""Measures of the talent demand base, and how many are wanted and to be had by industry chain and level."""

from collections.abc import Iterator

import numpy as np

from sample_exchange.chunk import Chunk
from sample_exchange.offices.talent_demand import CHAINS, LEVELS, POSTDOCTORAL
from sample_exchange.truth.exact import SCALE, counts
from sample_exchange.world.facts import Facts
from sample_exchange.world.population import ZONE


def measures(chunk: Chunk) -> dict[str, list[int | None]]:
    size, day = len(chunk.firms), chunk.horizon.day
    posts = _open(chunk)
    wanted, longest = np.zeros(size, np.int64), np.full(size, -1)
    np.add.at(wanted, posts.firm, posts.wanted)
    np.maximum.at(longest, posts.firm, (day - posts.published).astype(int))
    hosts = chunk.stations[np.isnat(chunk.stations.revoked) | (chunk.stations.revoked > day)]
    return {
        "open_posting_count": counts(np.bincount(posts.firm, minlength=size)),
        "wanted_person_count": counts(wanted),
        "longest_vacancy_days": [None if days < 0 else days * SCALE for days in longest.tolist()],
        "talent_station_count": counts(np.bincount(hosts.firm, minlength=size)),
        "postdoctoral_station_count": counts(np.bincount(hosts.firm[hosts.kind < POSTDOCTORAL], minlength=size)),
    }


def demand(chunk: Chunk) -> Iterator[tuple[str | None, str, str, int, int]]:
    """(who asks, chain, level, wanted, to be had) of each open posting of the zone and each person to be had."""
    posts, people, day = _open(chunk), chunk.available, chunk.horizon.day
    posts = posts[chunk.firms.role[posts.firm] == ZONE]
    people = people[(people.since <= day) & (np.isnat(people.until) | (people.until >= day))]
    for firm, chain, level, wanted in zip(posts.firm, posts.chain, posts.level, posts.wanted.tolist(), strict=True):
        yield chunk.firms.uscc[firm], CHAINS[chain], LEVELS[level], wanted, 0
    for chain, level in zip(people.chain, people.level, strict=True):
        yield None, CHAINS[chain], LEVELS[level], 0, 1


def _open(chunk: Chunk) -> Facts:
    """Postings published and not closed; a posting is closed from its closing day on."""
    posts, day = chunk.postings, chunk.horizon.day
    return posts[(posts.published <= day) & (np.isnat(posts.closed) | (posts.closed > day))]
