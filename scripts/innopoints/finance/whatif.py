"""How long a pool lasts at a default rate and a growth of lending: a fixed-seed simulation, year by year.

    lent      what the pool took in the last twelve months, growing; in loans of the sizes it took; within its size
    defaults  each loan of a year defaults with the same chance, which all share good and bad years of:
              p(Z) = N((N^-1(p) + sqrt(r) Z) / sqrt(1 - r)), one Z a year and draw (Vasicek, Risk, December 2002)
    paid      the fund's party pays its share the year after; in a year over the trigger, the share that then holds;
              in the first year what it bears of defaults there have been and has not paid yet

r is the correlation of assets: 0.12 is the least the Basel Framework gives to corporates (CRE31.5); 0 makes loans
independent of each other. Nothing is recovered. A default takes the whole loan, up to the cap of an enterprise.
"""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

PERCENTILES = (5, 25, 50, 75, 95)


@dataclass(frozen=True)
class Start:
    """Where a pool stands, and its rule. Amounts in yuan."""

    available_cny: float
    due_cny: float  # of defaults there have been, to be paid in the first year
    sizes_cny: tuple[float, ...]  # of the loans taken in the last twelve months, capped
    room_cny: float  # what the pool may still take, inf without a limit
    share: float  # of the fund's party
    share_above: float
    trigger: float  # inf without one


@dataclass(frozen=True)
class Assumed:
    """What is supposed of the years to come."""

    default_rate: float
    growth: float
    correlation: float
    years: int
    draws: int
    seed: int


@dataclass(frozen=True)
class Outcome:
    """One row a draw, one column a year, 0 being today; amounts in yuan."""

    lent_cny: np.ndarray  # by year only: growth is supposed, not drawn
    lost_cny: np.ndarray
    is_above: np.ndarray
    available_cny: np.ndarray
    dry_in: np.ndarray  # by draw: the first year in which the fund cannot pay all, 0 for never


def simulate(start: Start, assumed: Assumed) -> Outcome:
    """The same arguments give the same numbers."""
    rng = np.random.default_rng(assumed.seed)
    sizes = np.array(start.sizes_cny)
    lent = _lent(start, assumed, sizes.sum())
    count = np.rint(lent / sizes.mean()).astype(np.int64)
    lost = np.zeros((assumed.draws, assumed.years + 1))
    chance = _chances(rng, assumed)
    for year in range(1, assumed.years + 1):
        defaults = rng.binomial(count[year], chance[:, year - 1])
        drawn = rng.choice(sizes, defaults.sum())
        lost[:, year] = np.bincount(np.repeat(np.arange(assumed.draws), defaults), drawn, assumed.draws)
    with np.errstate(invalid="ignore", divide="ignore"):
        is_above = np.nan_to_num(lost / lent) > start.trigger
    asked = np.zeros_like(lost)
    # A loss of one year is paid back in the next.
    asked[:, 1:] = (lost * np.where(is_above, start.share_above, start.share))[:, :-1]
    asked[:, 1] += start.due_cny
    wanted = np.cumsum(asked, axis=1)
    is_dry = wanted > start.available_cny + 0.005
    return Outcome(
        lent, lost, is_above, np.maximum(start.available_cny - wanted, 0), np.where(is_dry.any(1), is_dry.argmax(1), 0)
    )


def _lent(start: Start, assumed: Assumed, last_year: float) -> np.ndarray:
    wanted = last_year * (1 + assumed.growth) ** np.arange(assumed.years + 1)
    wanted[0] = 0
    taken = np.minimum(np.cumsum(wanted), start.room_cny)
    return np.diff(taken, prepend=0)


def _chances(rng: np.random.Generator, assumed: Assumed) -> np.ndarray:
    shape, p, r = (assumed.draws, assumed.years), assumed.default_rate, assumed.correlation
    if p in (0, 1) or r == 0:
        return np.full(shape, p)
    normal = NormalDist()
    worst = (normal.inv_cdf(p) + np.sqrt(r) * rng.standard_normal(shape)) / np.sqrt(1 - r)
    return np.vectorize(normal.cdf)(worst)


def by_year(outcome: Outcome) -> list[dict]:
    """One row a year: percentiles of what is available, how often the fund has been dry by then, over the trigger."""
    found = []
    for year in range(outcome.available_cny.shape[1]):
        available = np.percentile(outcome.available_cny[:, year], PERCENTILES)
        dry = (outcome.dry_in > 0) & (outcome.dry_in <= year)
        found.append(
            {"year": year, "lent_cny": outcome.lent_cny[year], "mean_lost_cny": outcome.lost_cny[:, year].mean()}
            | {f"available_p{name}_cny": value for name, value in zip(PERCENTILES, available, strict=True)}
            | {"dry_share": dry.mean(), "above_trigger_share": outcome.is_above[:, year].mean()}
        )
    return found


def dry_years(outcome: Outcome) -> dict[str, int | None]:
    """By which year the fund is dry in 5, 25, 50 ... of 100 draws; None where it is in fewer."""
    years = np.sort(np.where(outcome.dry_in == 0, np.iinfo(np.int64).max, outcome.dry_in))
    places = {name: max(int(np.ceil(len(years) * name / 100)) - 1, 0) for name in PERCENTILES}
    return {f"p{name}": None if years[at] > outcome.dry_in.max() else int(years[at]) for name, at in places.items()}
