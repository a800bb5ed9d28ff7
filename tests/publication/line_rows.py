"""The rows of a made-up candidate that tell a product each of two banks, and its line for whom that bank may see."""

from datetime import date
from decimal import Decimal

import pyarrow as pa

BANKS = ("hzrcb", "cmb_huizhou")
TYPES = {
    "line_cny": pa.decimal128(18, 2),
    "cap_cny": pa.decimal128(18, 2),
    "round_down_cny": pa.decimal128(18, 2),
    "rate_ratio": pa.decimal128(8, 6),
    "term_months": pa.int32(),
}


def products() -> list[dict]:
    """The registry table: one product a bank in force, and one that ended."""
    told = {"edition": "2", "cap_cny": Decimal(3_000_000), "round_down_cny": Decimal(10_000)}
    told |= {"effective_from": date(2024, 1, 1), "effective_to": None}
    in_force = [told | {"bank": bank, "product": f"{bank}_line"} for bank in BANKS]
    return [*in_force, in_force[0] | {"product": "ended_line", "effective_to": date(2025, 12, 31)}]


def lines(as_of: date, rights: list[dict]) -> list[dict]:
    """Every third qualifies, every third could, the rest cannot."""
    seen = sorted({(right["bank"], right["uscc"]) for right in rights if right["bank"] in BANKS})
    rows = []
    for place, (bank, uscc) in enumerate(seen):
        verdict = ("qualifies", "could", "cannot")[place % 3]
        reason = (None, None) if verdict == "qualifies" else ("没有数据", "no data")
        rows.append(
            {
                "bank": bank,
                "uscc": uscc,
                "as_of_date": as_of,
                "product": f"{bank}_line",
                "product_edition": "2",
                "product_zh": "积分信用贷",
                "line_status": "illustrative",
                "verdict": verdict,
                "line_cny": None if verdict == "cannot" else Decimal(10_000 * (place + 1)),
                "rate_ratio": Decimal("0.044"),
                "term_months": 12,
                "reason_zh": reason[0],
                "reason_en": reason[1],
            }
        )
    return rows
