"""Rows that the SQL connector pulled (see sql_rows.py), without those that had landed before, column by column.

Two rows are the same row exactly when the values that are not null are; a column more or less of nulls changes nothing.
"""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from innopoints.durable import canonical_json
from innopoints.ingest.landed import OWN_COLUMNS, Landed
from innopoints.ingest.reading import CHUNK_ROWS, Chunk, Sent


def new_rows(path: Path, landed: Landed, column: str, since: str | None) -> tuple[str, set[int], int]:
    """SHA-256 and bytes of the rows that had not landed, and the 1-based numbers of those that had.

    Memory is constant but for a fingerprint of each row received at `since` or later.
    """
    before = set(_landed_before(landed, column, since))
    content, repeated, first = _Content(), set(), 1
    for batch in _batches(path):
        known = [key in before for key in row_keys(batch)] if before else []
        repeated.update(first + index for index, there in enumerate(known) if there)
        content.add(batch.filter(pc.invert(pa.array(known, pa.bool_()))) if any(known) else batch)
        first += batch.num_rows
    return content.sha256, repeated, content.size


def read_arrow(path: Path, columns: list[str], repeated: set[int]) -> Sent:
    """The rows whose number is not among `repeated`; numbers are positions in the pull."""
    return Sent(columns, chunks_of(_batches(path), repeated))


def row_keys(batch: pa.RecordBatch) -> list[bytes]:
    """A short fingerprint of each row: of the names, lengths and values of all that is not null, in name order."""
    parts = []
    for name in sorted(batch.schema.names):
        texts = batch.column(name)
        length = pc.binary_length(texts).cast(pa.string())
        told = pc.binary_join_element_wise(f"{len(name)}:{name}:", length, texts, ":")
        parts.append(pc.fill_null(told, ""))
    if not parts:
        return []
    rows = pc.binary_join_element_wise(*parts, "").cast(pa.binary()).to_pylist()
    return [hashlib.blake2b(row, digest_size=16).digest() for row in rows]


class _Content:
    """The SHA-256 of rows, the same however they are cut into batches."""

    def __init__(self):
        self._columns: dict[str, list] = {}
        self._rows = self.size = 0

    def add(self, batch: pa.RecordBatch) -> None:
        for name in batch.schema.names:
            lengths, values, filled = self._columns.setdefault(name, [hashlib.sha256(), hashlib.sha256(), 0])
            texts = batch.column(name)
            lengths.update(pc.fill_null(pc.binary_length(texts), -1).to_numpy(zero_copy_only=False).astype("<i4"))
            data = _bytes_of(texts)
            values.update(data)
            self.size += len(data)
            self._columns[name][2] = filled + len(texts) - texts.null_count
        self._rows += batch.num_rows

    @property
    def sha256(self) -> str:
        columns = {
            name: [lengths.hexdigest(), values.hexdigest()]
            for name, (lengths, values, filled) in self._columns.items()
            if filled
        }
        return hashlib.sha256(canonical_json({"rows": self._rows, "columns": columns})).hexdigest()


def _bytes_of(texts: pa.StringArray) -> memoryview:
    """The characters of a column one after another; a null has none."""
    plain = pc.fill_null(texts, "")
    _, offsets, data = plain.buffers()
    if data is None:
        return memoryview(b"")
    ends = np.frombuffer(offsets, np.int32, len(plain) + 1, plain.offset * 4)
    return memoryview(data)[int(ends[0]) : int(ends[-1])]


def _batches(path: Path) -> Iterator[pa.RecordBatch]:
    with pa.OSFile(str(path)) as file, pa.ipc.open_stream(file) as stream:
        yield from stream


def chunks_of(batches: Iterable[pa.RecordBatch], repeated: set[int]) -> Iterator[Chunk]:
    """The rows whose 1-based number is not among `repeated`, with their numbers."""
    first = 1
    for batch in batches:
        numbers = np.arange(first, first + batch.num_rows)
        first += batch.num_rows
        if repeated:
            kept = np.fromiter((int(number) not in repeated for number in numbers), bool, len(numbers))
            batch, numbers = batch.filter(pa.array(kept)), numbers[kept]
        for start in range(0, batch.num_rows, CHUNK_ROWS):
            part = batch.slice(start, CHUNK_ROWS)
            yield Chunk(numbers[start : start + CHUNK_ROWS], part.columns)


def _landed_before(landed: Landed, column: str, since: str | None) -> Iterator[bytes]:
    """Fingerprints of the received rows that a pull since `since` may bring again."""
    bound = _surely_before(since)
    for received in landed.received:
        file = pq.ParquetFile(received.path)
        names = [name for name in file.schema_arrow.names if name not in OWN_COLUMNS]
        for batch in file.iter_batches(batch_size=CHUNK_ROWS, columns=names):
            if bound is not None and column in names:
                moments = batch.column(column)
                batch = batch.filter(pc.fill_null(pc.greater_equal(moments, bound), True))
            yield from row_keys(batch)


def _surely_before(since: str | None) -> str | None:
    """A text below every spelling of a moment at or after `since`: databases print fractions and zones variously."""
    if since is None:
        return None
    day = datetime.fromisoformat(since[:10]) - timedelta(days=1)
    return day.date().isoformat()
