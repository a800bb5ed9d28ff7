"""The registry tables: their columns, and nothing else.

Rows are written sorted by all columns, so that the same rows give the same bytes.
`at_least` / `below` are half-open and null where open. `position` is the order in the file: it breaks ties.
"""

import pyarrow as pa

_TEXT, _DATE, _INT = pa.string(), pa.date32(), pa.int32()
_POINTS, _MEASURED, _SHARE = pa.decimal128(9, 2), pa.decimal128(28, 10), pa.decimal128(5, 4)
_EDITION = {"scheme": _TEXT, "edition": _TEXT}
_TITLES = {"title_zh": _TEXT, "title_en": _TEXT}

SHAPES: dict[str, pa.Schema] = {
    name: pa.schema(columns)
    for name, columns in {
        "scheme": {
            **_EDITION,
            **_TITLES,
            "reference": _TEXT,
            "status": _TEXT,
            "effective_from": _DATE,
            "effective_to": _DATE,
            "total": _POINTS,
            "stage_profile": _TEXT,
            "stage_measure": _TEXT,
            "minimum_coverage": _SHARE,
            "outage": _TEXT,
            "zero_because": _TEXT,
            "file_sha256": _TEXT,
        },
        "scheme_group": {
            **_EDITION,
            "group_id": _TEXT,
            "parent_id": _TEXT,
            "depth": _INT,
            "position": _INT,
            **_TITLES,
            "take": _TEXT,
            "role": _TEXT,
            "max_points": _POINTS,
        },
        "scheme_indicator": {
            **_EDITION,
            "group_id": _TEXT,
            "indicator": _TEXT,
            "position": _INT,
            **_TITLES,
            "measure": _TEXT,
            "method": _TEXT,
            "max_points": _POINTS,
            "low": _MEASURED,
            "high": _MEASURED,
            "direction": _TEXT,
            "points_per_item": _POINTS,
            "missing": _TEXT,
            "certainty": _TEXT,
            "note": _TEXT,
        },
        "scheme_band": {
            **_EDITION,
            "indicator": _TEXT,
            "position": _INT,
            "at_least": _MEASURED,
            "below": _MEASURED,
            "points": _POINTS,
            "certainty": _TEXT,
        },
        "scheme_stage": {
            **_EDITION,
            "stage": _TEXT,
            "position": _INT,
            **_TITLES,
            "measure": _TEXT,
            "at_least": _MEASURED,
            "below": _MEASURED,
            "reference": _TEXT,
            "certainty": _TEXT,
        },
        "scheme_weight": {**_EDITION, "group_id": _TEXT, "stage": _TEXT, "weight": _POINTS},
        "scheme_condition": {
            **_EDITION,
            "condition": _TEXT,
            "kind": _TEXT,
            "position": _INT,
            **_TITLES,
            "subject": _TEXT,
            "subject_name": _TEXT,
            "op": _TEXT,
            "threshold": _MEASURED,
            "certainty": _TEXT,
        },
        "measure": {
            "measure": _TEXT,
            **_TITLES,
            "unit": _TEXT,
            "sources": _TEXT,
            "period": _TEXT,
            "absent_state": _TEXT,
        },
        "bank": {"bank": _TEXT, "title": _TEXT, "consent_scope": _TEXT},
    }.items()
}
