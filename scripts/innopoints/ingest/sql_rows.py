"""Rows of a database as Arrow batches of text, written as an Arrow stream in constant memory."""

import io
from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from innopoints.ingest.header import Header
from innopoints.ingest.incoming import Aside
from innopoints.ingest.refusal import NotLandable
from innopoints.ingest.text_value import as_text, without_empty

_TEXT, _WHOLE = {str, type(None)}, {int, type(None)}


class ArrowWriter:
    """Writes rows to a file, one batch a call, and remembers what was seen of them."""

    def __init__(self, file: Aside, header: Header, taken: list[str]):
        self._header, self._taken = header, taken
        self._schema = pa.schema([(name, pa.string()) for name in taken])
        options = pa.ipc.IpcWriteOptions(compression="lz4")
        self._stream = pa.ipc.new_stream(_Sink(file), self._schema, options=options)
        self.rows = 0

    def write(self, rows: Sequence[Sequence[Any]]) -> None:
        """Append rows, values in the order of `taken`. Raises NotLandable when a value is no text."""
        try:
            arrays = [texts_of(values) for values in zip(*rows, strict=True)]
        except UnicodeEncodeError:
            last = self.rows + len(rows)
            raise NotLandable(f"rows {self.rows + 1}-{last} hold half a character (a lone surrogate)") from None
        self._stream.write_batch(pa.record_batch(arrays, schema=self._schema))
        self.rows += len(rows)

    def close(self) -> None:
        self._stream.close()

    def note(self) -> dict[str, Any]:
        """What land() needs to know of these rows."""
        return {
            "kind": "rows",
            "format": "arrow",
            "rows": self.rows,
            "columns_seen": self._header.seen,
            "columns": self._taken,
            "unknown_columns": self._header.unknown,
        }


class _Sink(io.RawIOBase):
    """An Aside as Arrow wants a file to be."""

    def __init__(self, file: Aside):
        self._file = file

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:
        self._file.write(data)
        return len(data)


def texts_of(values: Sequence[Any]) -> pa.Array:
    """One column as text; null and empty text are null. Whole columns of text or numbers take no Python a value."""
    kinds = set(map(type, values))
    if kinds <= _TEXT:
        return without_empty(pa.array(values, pa.string()))
    if kinds <= _WHOLE:
        try:
            return pa.array(values, pa.int64()).cast(pa.string())
        except OverflowError:
            pass
    return pa.array([as_text(value) for value in values], pa.string())
