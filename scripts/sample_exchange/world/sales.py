"""Monthly sales of every enterprise in fen, from which all tax and output figures of a chunk are drawn."""

from dataclasses import dataclass

import numpy as np

from sample_exchange.world.facts import Facts
from sample_exchange.world.periods import Horizon
from sample_exchange.world.population import ZONE

SALES_FROM = 2022 * 12  # a year before the history, so that the first annual return has its months
_SEASON = np.array([0.95, 0.72, 1.02, 0.98, 1.0, 1.03, 0.98, 1.0, 1.06, 1.02, 1.08, 1.16])


@dataclass(frozen=True)
class Sales:
    """`fen[enterprise, month - SALES_FROM]`; zero outside the months an enterprise is alive."""

    fen: np.ndarray
    alive: np.ndarray

    def of(self, firm: np.ndarray, month: np.ndarray) -> np.ndarray:
        return self.fen[firm, month - SALES_FROM]

    def between(self, firm: np.ndarray, first: np.ndarray, last: np.ndarray) -> np.ndarray:
        """Sum of whole months, both included."""
        running = np.concatenate([np.zeros((len(self.fen), 1), np.int64), np.cumsum(self.fen, axis=1)], axis=1)
        return running[firm, last - SALES_FROM + 1] - running[firm, first - SALES_FROM]


def leaping(firms: Facts) -> np.ndarray:
    """Two enterprises of a chunk whose sales really grow by fifty from April of the closed tax year on."""
    able = (firms.role == ZONE) & (firms.stage == 2) & (firms.alive_from <= SALES_FROM) & firms.general
    return np.flatnonzero(able)[:2]


def monthly_sales(rng: np.random.Generator, firms: Facts, horizon: Horizon) -> Sales:
    """Revenue grows by each enterprise's own lasting rate with yearly luck; the year's months follow a season."""
    months = np.arange(SALES_FROM, horizon.month + 1)
    years = months // 12
    distinct = np.arange(years[0], years[-1] + 1)
    luck = rng.normal(0, 0.07, (len(firms), len(distinct)))
    distance = distinct[None, :] - horizon.closed_tax_year
    yearly = firms.revenue_wan[:, None] * (1 + firms.growth[:, None]) ** distance
    yearly = yearly * np.exp(np.where(distance == 0, 0, luck))
    noise = rng.normal(0, 0.16, (len(firms), len(months)))
    alive = (months >= firms.alive_from[:, None]) & (months <= firms.alive_to[:, None])
    idle = (firms.stage[:, None] == 0) & (rng.random(noise.shape) < 0.12)
    wan = yearly[:, years - years[0]] / 12 * _SEASON[months % 12] * np.exp(noise) * (alive & ~idle)
    wan[np.ix_(leaping(firms), months >= horizon.closed_tax_year * 12 + 3)] *= 50
    return Sales(np.rint(wan * 1_000_000).astype(np.int64), alive)
