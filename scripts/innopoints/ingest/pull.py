"""Rows pulled from an interface or a database, written as canonical JSON lines in constant memory.

One line a row: our column names, values as text, nulls and left-out columns absent, keys sorted. Two rows
are the same row exactly when their lines are.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from innopoints.ingest.header import Header, understand
from innopoints.ingest.incoming import Aside
from innopoints.ingest.text_value import as_text
from innopoints.passports.source import Table

# The same bytes as durable.canonical_json, with one encoder for all rows instead of one a row.
_encode = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode


def canonical_line(row: Mapping[str, str]) -> bytes:
    """The bytes that stand for a row wherever rows are compared or hashed."""
    return _encode(row).encode()


class RowWriter:
    """Writes rows to a file and remembers what was seen of them."""

    def __init__(self, file: Aside, table: Table, leave_out: Sequence[str]):
        self._file, self._table, self._leave_out = file, table, leave_out
        self._headers: dict[tuple[str, ...], Header] = {}
        self._seen: dict[str, None] = {}
        self._columns: dict[str, None] = {}
        self._unknown: dict[str, None] = {}
        self.rows = 0

    def write(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Append rows. Raises NotLandable when two columns of a row mean the same one."""
        lines = [self._line(row) for row in rows]
        self.rows += len(lines)
        if lines:
            self._file.write(b"\n".join(lines) + b"\n")

    def _line(self, row: Mapping[str, Any]) -> bytes:
        header = self._header(tuple(row))
        try:
            return _line_of(header, row.values())
        except UnicodeEncodeError:
            return _line_of(header, map(_spelt_out, row.values()))

    def _header(self, names: tuple[str, ...]) -> Header:
        if (header := self._headers.get(names)) is None:
            header = self._headers[names] = understand(names, self._table, self._leave_out)
            self._seen |= dict.fromkeys(header.seen)
            self._columns |= dict.fromkeys(name for name in header.target if name)
            self._unknown |= dict.fromkeys(header.unknown)
        return header

    def note(self) -> dict[str, Any]:
        """What land() needs to know of these rows."""
        return {
            "kind": "rows",
            "rows": self.rows,
            "columns_seen": list(self._seen),
            "columns": list(self._columns),
            "unknown_columns": list(self._unknown),
        }


def _line_of(header: Header, values: Iterable[Any]) -> bytes:
    told = zip(header.target, values, strict=True)
    return canonical_line({name: text for name, value in told if name and (text := as_text(value)) is not None})


def _spelt_out(value: Any) -> Any:
    """Half a character (a lone surrogate) is no text: it stays as the office spelt it, \\ud800."""
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, dict):
        return {_spelt_out(name): _spelt_out(inner) for name, inner in value.items()}
    return [_spelt_out(inner) for inner in value] if isinstance(value, list) else value
