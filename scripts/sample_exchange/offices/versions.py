"""What happens to filings: corrected, late, never sent. The last word stays in the facts, earlier ones go beside."""

import numpy as np

from sample_exchange.world.draws import office_moment, pick
from sample_exchange.world.facts import Facts
from sample_exchange.world.periods import DAY, Horizon


def never_sent(rng: np.random.Generator, facts: Facts, share: float) -> tuple[Facts, Facts]:
    """(sent, missing): a few rows that an office never got; at least one when there are rows."""
    missing = pick(rng, np.ones(len(facts), bool), share)
    return facts[~missing], facts[missing]


def late(rng: np.random.Generator, facts: Facts, share: float, least: int, most: int) -> Facts:
    """Some are filed days after they should be; `late` marks them."""
    chosen = pick(rng, np.ones(len(facts), bool), share)
    delay = np.where(chosen, rng.integers(least, most + 1, len(facts)), 0)
    return facts.but(filed=facts.filed + delay * DAY, late=chosen)


def stamped(rng: np.random.Generator, facts: Facts, horizon: Horizon) -> Facts:
    """Only what was filed by the last day, with the moment the exchange wrote it (up to two days after filing)."""
    facts = facts[facts.filed <= horizon.day]
    wait = rng.integers(0, 3, len(facts)) * DAY
    return facts.but(updated=office_moment(rng, facts.filed + wait, horizon.day), corrected=np.zeros(len(facts), bool))


def corrected(
    rng: np.random.Generator, facts: Facts, share: float, amounts: list[str], horizon: Horizon
) -> tuple[Facts, Facts]:
    """(last versions, the versions they replace).

    A correction (更正申报) is filed, and exchanged, weeks after the filing it replaces; the earlier version
    had all `amounts` off by one factor, so that sums within a row still hold.
    """
    chosen = pick(rng, facts.filed + 25 * DAY <= horizon.day, share)
    earlier = facts[chosen]
    factor = rng.uniform(0.7, 1.3, len(earlier))
    wrong = {name: np.rint(getattr(earlier, name) / 1000 * factor).astype(np.int64) * 1000 for name in amounts}
    filed = facts.filed.copy()
    filed[chosen] = np.minimum(filed[chosen] + rng.integers(20, 75, chosen.sum()) * DAY, horizon.day)
    updated = facts.updated.copy()
    updated[chosen] = office_moment(rng, filed[chosen], horizon.day)
    last = facts.but(filed=filed, updated=updated, corrected=chosen)
    return last, earlier.but(**wrong)
