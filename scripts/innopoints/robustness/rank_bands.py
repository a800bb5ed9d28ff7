"""How sure a rank is: the band it stays in when every weight may be a quarter more or less.

Source: OECD/JRC Handbook (2008), step 7, uncertainty analysis; Saisana, Saltelli and Tarantola (2005).
"""

import numpy as np

from innopoints.robustness.scored import Scored
from innopoints.robustness.tree import scores

SEED, DRAWS, SPREAD = 20081231, 400, 0.25
"""The draws are the same in every study: PCG64 of this seed, weights uniform within +-25 %."""
LOW, HIGH = 0.05, 0.95


def ranks(score: np.ndarray, decimals: int) -> np.ndarray:
    """Competition ranks, 1 the best, on scores rounded half up to `decimals` places; equal scores share a rank."""
    shown = np.floor(np.round(score * 10**decimals, 6) + 0.5)
    return len(shown) - np.searchsorted(np.sort(shown), shown, side="right") + 1


def drawn_ranks(scored: Scored, spread: float = SPREAD, draws: int = DRAWS) -> np.ndarray:
    """Enterprises x draws: the rank of each under each draw of weights."""
    chance = np.random.Generator(np.random.PCG64(SEED))
    nodes = [each.node for each in scored.tree.nodes.values() if each.parent is not None]
    result = np.empty((len(scored.uscc), draws), dtype=np.int64)
    for draw in range(draws):
        shift = dict(zip(nodes, 1 + spread * (2 * chance.random(len(nodes)) - 1), strict=True))
        result[:, draw] = ranks(scores(scored.tree, scored.points, scored.stage, shift), scored.decimals)
    return result


def rank_bands(drawn: np.ndarray) -> dict[str, np.ndarray]:
    """{rank_low, rank_median, rank_high}: ranks that really occurred, 5 %, half and 95 % of the draws being lower."""
    named = {"rank_low": LOW, "rank_median": 0.5, "rank_high": HIGH}
    return {name: np.quantile(drawn, share, axis=1, method="inverted_cdf") for name, share in named.items()}
