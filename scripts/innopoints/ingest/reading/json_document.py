"""JSON: one array of objects, bare or under a key; row numbers are positions in it.

A document is read whole; what is too large for that should be sent as JSON Lines.
"""

from collections.abc import Iterator
from pathlib import Path

from innopoints.ingest.reading import Sent
from innopoints.ingest.reading.encoding import where_undecodable
from innopoints.ingest.reading.json_lines import chunks_of
from innopoints.ingest.reading.json_values import NotWhole, parse
from innopoints.ingest.reading.unread import Unread
from innopoints.ingest.refusal import NotLandable
from innopoints.ingest.text_value import as_text

_LARGEST_MIB = 512


def read_json_document(path: Path, encoding: str, rows_key: str | None, unread: Unread) -> Sent:
    """The columns of all objects in order of appearance, and the rows."""
    if (size := path.stat().st_size >> 20) > _LARGEST_MIB:
        raise NotLandable(f"one JSON document of {size} MiB; ask the office for JSON Lines, which can be streamed")
    try:
        document = parse(path.read_text(encoding=encoding).removeprefix("\ufeff"))
    except UnicodeDecodeError:
        raise NotLandable(where_undecodable(path, encoding)) from None
    except NotWhole as fault:
        raise NotLandable(f"the document {fault}; was the transfer cut?") from None
    rows = _rows(document, rows_key)
    columns = dict.fromkeys(name for row in rows if isinstance(row, dict) for name in row)
    if not columns:
        raise NotLandable(f"the array of {len(rows)} rows holds no object")
    return Sent(list(columns), chunks_of(_objects(rows, unread), list(columns), unread), encoding)


def _rows(document: object, rows_key: str | None) -> list:
    where = "the document"
    for key in rows_key.split(".") if rows_key else []:
        if not isinstance(document, dict) or key not in document:
            there = ", ".join(list(document)[:12]) if isinstance(document, dict) else "no keys"
            raise NotLandable(f"{where} has no {key!r} ({there}); mend rows_key in the passport, or the file")
        document, where = document[key], key
    if isinstance(document, dict):
        raise NotLandable(f"{where} is an object, not an array; say rows_key, one of: {', '.join(list(document)[:12])}")
    if not isinstance(document, list):
        raise NotLandable(f"{where} is not an array of rows")
    return document


def _objects(rows: list, unread: Unread) -> Iterator[tuple[int, dict]]:
    for number, row in enumerate(rows, start=1):
        if isinstance(row, dict):
            yield number, row
        else:
            unread.add(number, as_text(row) or "", "object", f"row {number} is not a JSON object")
