"""Parquet: typed columns as the text a person would write, in constant memory; row numbers are positions."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from innopoints.ingest.reading import CHUNK_ROWS, Chunk, Sent
from innopoints.ingest.refusal import NotLandable
from innopoints.ingest.text_value import as_text


def read_parquet(path: Path) -> Sent:
    """The columns and rows of a file."""
    try:
        file = pq.ParquetFile(path)
        names = file.schema_arrow.names
    except (pa.ArrowException, OSError) as error:
        raise NotLandable(f"not a readable Parquet file ({_short(error)}); was the transfer cut?") from None
    if not names:
        raise NotLandable("the Parquet file has no columns")
    return Sent(names, _chunks(file))


def _chunks(file: pq.ParquetFile) -> Iterator[Chunk]:
    first = 1
    try:
        for batch in file.iter_batches(batch_size=CHUNK_ROWS):
            yield Chunk(range(first, first + batch.num_rows), [_texts(column) for column in batch.columns])
            first += batch.num_rows
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise NotLandable(f"cannot be read after row {first - 1}: {_short(error)}; was the transfer cut?") from None


def _texts(column: pa.Array) -> pa.Array:
    """Every value as as_text() writes it; the types whose Arrow text is the same are cast at once."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        column, kind = column.dictionary_decode(), kind.value_type
    if pa.types.is_string(kind):
        column.validate(full=True)
        return column
    small_scale = pa.types.is_decimal(kind) and 0 <= kind.scale <= 6
    if pa.types.is_integer(kind) or pa.types.is_boolean(kind) or pa.types.is_date32(kind) or small_scale:
        return column.cast(pa.string())
    if pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return _texts(column.cast(pa.string()))
    return pa.array([as_text(value) for value in column.to_pylist()], pa.string())


def _short(error: Exception) -> str:
    return str(error).split("\n")[0][:200]
