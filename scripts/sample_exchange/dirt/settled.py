"""Amounts among their own kind: where a slip of unit can be told from the enterprise's history."""

import numpy as np

from sample_exchange.dirt.cases import HISTORY
from sample_exchange.offices.rows import Rows


def settled(rows: Rows, column: str) -> np.ndarray:
    """Amounts between a third of the highest and ten times the lowest of the enterprise's earlier periods.

    There must be enough of those, and the amount itself must be large enough to be an amount after a slip downwards.
    """
    period, least, enough = HISTORY[rows.table]
    allowed = np.zeros(len(rows), bool)
    count: dict[str, int] = {}
    lowest: dict[str, float] = {}
    highest: dict[str, float] = {}
    amounts, meant = amounts_of(rows, column), rows.meant.tolist()
    for row in np.argsort(np.array(rows.columns[period].tolist()), kind="stable").tolist():
        who, amount = meant[row], amounts[row]
        if count.get(who, 0) >= enough:
            allowed[row] = max(highest[who] / 3, 20 * least) <= amount <= 10 * lowest[who]
        if amount >= least:
            count[who] = count.get(who, 0) + 1
            lowest[who] = min(amount, lowest.get(who, amount))
            highest[who] = max(amount, highest.get(who, amount))
    return allowed


def amounts_of(rows: Rows, column: str) -> list[float]:
    """A column as numbers; what is no plain number is zero."""
    texts = (text or "" for text in rows.columns[column].tolist())
    return [float(text) if text.replace(".", "", 1).isdigit() else 0.0 for text in texts]
