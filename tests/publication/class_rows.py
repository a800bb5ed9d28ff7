"""The rows of a made-up candidate that tell pillars, tiers, grades, confidence, and rights that ended."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pyarrow as pa

# Scheme alpha has tiers within the stage and grades; beta has neither.
TIERS = [(1, "leading", Decimal("0.1")), (2, "strong", Decimal("0.5"))]
GRADES = [(None, Decimal(50), "B"), (Decimal(50), None, "A")]
TYPES = {
    "stage_rank": pa.int32(),
    "stage_scored_count": pa.int32(),
    "known_count": pa.int32(),
    "applicable_count": pa.int32(),
    "weight_points": pa.decimal128(9, 4),
    "last_as_of_date": pa.date32(),
    "withdrawn_date": pa.date32(),
    "ended_date": pa.date32(),
    "top_ratio": pa.decimal128(5, 4),
    "at_least": pa.decimal128(38, 18),
    "below": pa.decimal128(38, 18),
}


def class_registry(scheme: str, edition: str) -> dict[str, list[dict]]:
    """The registry tables of tiers and grades."""
    key = {"scheme": scheme, "edition": edition}
    return {
        "scheme_tier": [key | {"tier": tier, "position": place, "top_ratio": top} for place, tier, top in TIERS],
        "scheme_grade": [key | {"at_least": low, "below": high, "grade": grade} for low, high, grade in GRADES],
    }


def classes(row: dict, scores_of_stage: list) -> dict:
    """Rank within the stage, tier, grade and confidence, as TIERS and GRADES say."""
    ladder = sorted((score for score in scores_of_stage if score is not None), reverse=True)
    scored = {"stage_rank": None, "stage_scored_count": len(ladder), "tier": None, "grade": None, "confidence": None}
    if row["score"] is None:
        return scored
    rank = ladder.index(row["score"]) + 1
    scored |= {"stage_rank": rank, "confidence": "high" if row["rank_high"] - row["rank_low"] < 7 else "medium"}
    if row["scheme"] == "alpha":
        scored["tier"] = next((tier for _, tier, top in TIERS if rank - 1 < top * len(ladder)), None)
        scored["grade"] = "A" if row["score"] >= 50 else "B"
    return scored


def pillars(leaves: list[dict]) -> list[dict]:
    """Groups g0 and g1, each the sum of its indicators."""
    held: dict[tuple, list[dict]] = {}
    for leaf in leaves:
        held.setdefault((leaf["uscc"], leaf["scheme"], leaf["group_id"]), []).append(leaf)
    rows = []
    for (code, scheme, group), cells in held.items():
        shares = [leaf["contribution"] for leaf in cells]
        total = None if None in shares else sum(shares)
        rows.append(
            {"uscc": code, "as_of_date": cells[0]["as_of_date"], "scheme": scheme, "pillar": group}
            | {
                "pillar_zh": f"分项{group}",
                "pillar_en": f"pillar {group}",
                "role": "base",
                "weight_points": Decimal(50),
            }
            | {
                "score": None if total is None else total.quantize(Decimal("0.01"), ROUND_HALF_UP),
                "contribution": total,
            }
            | {"known_count": sum(leaf["state"] == "known" for leaf in cells), "applicable_count": len(cells)}
        )
    return rows


def withdrawal(bank: str, code: str, as_of: date) -> dict:
    """The authorisation that was taken back (see candidate_factory) was seen until the day before."""
    return {
        "bank": bank,
        "uscc": code,
        "as_of_date": as_of,
        "last_as_of_date": date(2026, 5, 31),
        "withdrawn_date": date(2026, 6, 1),
        "reason": "revoked",
        "reason_zh": "企业撤回授权",
        "ended_date": date(2026, 6, 1),
    }
