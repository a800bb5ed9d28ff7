"""A value as text, the way it was sent: what landing holds whatever the connector."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from innopoints import durable


def as_text(value: Any) -> str | None:
    """Text of a JSON, database or spreadsheet value; null and empty text are None.

    Days are ISO 8601, moments `YYYY-MM-DD HH:MM:SS`, whole numbers without `.0`, nested JSON canonical.
    """
    if value is None:
        return None
    if isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e16 else repr(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return durable.canonical_json(value).decode()


def without_empty(texts: pa.Array) -> pa.Array:
    """The same texts, null where one is empty."""
    empty = pc.equal(texts, "")
    # Most columns have none, and making one anew costs a hundred times what telling costs.
    return pc.if_else(empty, pa.scalar(None, pa.string()), texts) if pc.any(empty).as_py() else texts
