"""Small random draws that every office needs. Each office has its own generator, so that one cannot shift another."""

import numpy as np

from sample_exchange.world.periods import DAY

OFFICES = [
    "population", "sales", "registration", "certification", "vat", "quarterly", "annual", "research", "payment",
    "rating", "output", "talent", "ip", "consent", "bank_returns", "dirt", "identity",
    "standards", "skills", "ip_uses", "talent_demand", "green",
]  # fmt: skip


def office_rng(seed: int, chunk: int, office: str) -> np.random.Generator:
    return np.random.default_rng([seed, chunk, OFFICES.index(office)])


def days_later(rng: np.random.Generator, when: np.ndarray, least: int, most: int) -> np.ndarray:
    """Each day moved by a number of days between `least` and `most`, both included."""
    return when + rng.integers(least, most + 1, len(when)) * DAY


def office_moment(rng: np.random.Generator, when: np.ndarray, not_after: np.datetime64) -> np.ndarray:
    """A second within office hours of each day (never after the last day of the data)."""
    seconds = rng.integers(8 * 3600, 18 * 3600, len(when)).astype("timedelta64[s]")
    return np.minimum(when, not_after).astype("datetime64[s]") + seconds


def pick(rng: np.random.Generator, able: np.ndarray, share: float) -> np.ndarray:
    """A mask of about a share of the able rows, and at least one of them if there are any."""
    chosen = able & (rng.random(len(able)) < share)
    if able.any() and not chosen.any():
        chosen[rng.choice(np.flatnonzero(able))] = True
    return chosen
