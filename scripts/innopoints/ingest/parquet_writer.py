"""Write the rows of a piece as a batch: text columns in the passport's order, then the unknown ones, then our own.

    sbxh VARCHAR, ..., _batch VARCHAR, _row BIGINT, _landed_at TIMESTAMP (UTC)

Every known column is there, null when it was not sent, so that batches of different months line up.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from innopoints import durable
from innopoints.ingest.control_total import as_total, total_of
from innopoints.ingest.header import Header
from innopoints.ingest.reading import Chunk
from innopoints.ingest.refusal import NotLandable
from innopoints.ingest.text_value import without_empty
from innopoints.passports.source import Table

# Values that come so often on average are written as a dictionary.
_OFTEN = 4


@dataclass(frozen=True)
class Written:
    """What was counted while writing; totals are sums of the values that are plain numbers, as text."""

    rows: int
    control_totals: dict[str, str]


def write_batch(
    path: Path,
    batch: str,
    landed_at: datetime,
    table: Table,
    header: Header,
    chunks: Iterable[Chunk],
    progress: Callable[[int], None] = lambda rows: None,
) -> Written:
    """Write `path`, complete or not at all, in constant memory. Raises NotLandable when a value is no text."""
    names = [*table.columns, *header.unknown]
    own = [("_batch", pa.string()), ("_row", pa.int64()), ("_landed_at", pa.timestamp("us"))]
    schema = pa.schema([(name, pa.string()) for name in names] + own)
    moment = landed_at.astimezone(UTC).replace(tzinfo=None)
    position = header.position()

    def record(chunk: Chunk) -> pa.RecordBatch:
        count = len(chunk.numbers)
        arrays = [_texts(chunk, position.get(name), count) for name in names]
        stamp = pa.repeat(pa.scalar(moment, pa.timestamp("us")), count)
        arrays += [pa.repeat(batch, count), pa.array(chunk.numbers, pa.int64()), stamp]
        return pa.record_batch(arrays, schema=schema)

    totals = dict.fromkeys(table.control_totals, Decimal(0))
    rows = 0
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = durable.aside_of(path)
    try:
        records = _ahead(map(record, chunks))
        first = list(islice(records, 1))
        with pq.ParquetWriter(aside, schema, compression="zstd", **_encodings(first)) as writer:
            for part in chain(first, records):
                for name in totals:
                    totals[name] += total_of(part.column(name))
                writer.write_batch(part)
                rows += part.num_rows
                progress(rows)
        durable.commit(aside, path)
    finally:
        aside.unlink(missing_ok=True)
    return Written(rows, {name: as_total(total) for name, total in totals.items()})


def _ahead(records: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The same, the next one being read while one is written: reading and writing share two cores."""
    end = object()
    with ThreadPoolExecutor(1) as reader:
        coming = reader.submit(next, records, end)
        while (part := coming.result()) is not end:
            coming = reader.submit(next, records, end)
            yield part


def _encodings(first: list[pa.RecordBatch]) -> dict:
    """A dictionary only where values come again and again: elsewhere it costs half the time of writing, and space."""
    few = [
        name
        for part in first
        for name in part.schema.names
        if name != "_row" and pc.count_distinct(part.column(name)).as_py() * _OFTEN <= part.num_rows
    ]
    return {"use_dictionary": few, "column_encoding": {"_row": "DELTA_BINARY_PACKED"}}


def _texts(chunk: Chunk, index: int | None, count: int) -> pa.Array:
    if index is None:
        return pa.nulls(count, pa.string())
    try:
        values = chunk.values[index]
        texts = values if isinstance(values, pa.Array) else pa.array(values, pa.string())
    except UnicodeEncodeError:
        raise NotLandable(
            f"rows {chunk.numbers[0]}-{chunk.numbers[-1]} hold half a character (a lone surrogate)"
        ) from None
    return without_empty(texts)
