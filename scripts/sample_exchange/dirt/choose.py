"""Which rows a case is planted in."""

import numpy as np

from sample_exchange.offices.rows import Rows


def choose(rows: Rows, allowed: np.ndarray, share: float, rng: np.random.Generator) -> list[int]:
    """Row numbers among the allowed ones that carry no note yet: a share of all rows, at least one."""
    free = allowed.copy()
    free[[row for row, _ in rows.notes]] = False
    able = np.flatnonzero(free)
    count = min(len(able), max(1, round(share * len(rows))))
    return sorted(rng.choice(able, count, replace=False).tolist())
