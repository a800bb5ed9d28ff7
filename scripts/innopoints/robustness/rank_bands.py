"""How sure a rank is: the band it stays in when every weight may be a quarter more or less.

Source: OECD/JRC Handbook (2008), step 7, uncertainty analysis; Saisana, Saltelli and Tarantola (2005).
"""

import numpy as np

from innopoints.robustness.scored import Pointed
from innopoints.robustness.tree import scores

SEED, DRAWS, SPREAD = 20081231, 400, 0.25
"""The draws are the same in every study: PCG64 of this seed, weights uniform within +-25 %."""
LOW, HIGH = 0.05, 0.95


_AT_ONCE = 1 << 22
"""Scores held at once: so many draws are made together."""


def ranks(score: np.ndarray, decimals: int) -> np.ndarray:
    """Competition ranks, 1 the best, on scores rounded half up to `decimals` places; equal scores share a rank."""
    shown = np.floor(np.round(score * 10**decimals, 6) + 0.5)
    return len(shown) - np.searchsorted(np.sort(shown), shown, side="right") + 1


def drawn_ranks(pointed: Pointed, spread: float = SPREAD, draws: int = DRAWS) -> np.ndarray:
    """Enterprises x draws: the rank of each under each draw of weights."""
    nodes = [each.node for each in pointed.tree.nodes.values() if each.parent is not None]
    chance = np.random.Generator(np.random.PCG64(SEED)).random((draws, len(nodes)))
    shifts = 1 + spread * (2 * chance - 1)
    result = np.empty((len(pointed.points), draws), dtype=np.int32)
    for some in np.array_split(np.arange(draws), max(1, result.size // _AT_ONCE)):
        shift = {node: shifts[some, place] for place, node in enumerate(nodes)}
        score = np.ascontiguousarray(scores(pointed.tree, pointed.points, pointed.stage, shift).T)
        for place, draw in enumerate(some):
            drawn = np.where(np.isnan(pointed.held), score[place], pointed.held)
            result[:, draw] = ranks(drawn, pointed.decimals)
    return result


def rank_bands(drawn: np.ndarray) -> dict[str, np.ndarray]:
    """{rank_low, rank_median, rank_high}: ranks that really occurred, 5 %, half and 95 % of the draws being lower."""
    named = {"rank_low": LOW, "rank_median": 0.5, "rank_high": HIGH}
    return {name: np.quantile(drawn, share, axis=1, method="inverted_cdf") for name, share in named.items()}
