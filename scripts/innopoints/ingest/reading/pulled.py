"""Rows that the REST connector pulled (see pull.py), without those that had landed before."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
from pyarrow import json

from innopoints.ingest.control_total import as_total, total_of
from innopoints.ingest.reading import Sent
from innopoints.ingest.reading.arrow_rows import chunks_of

# A row longer than a block cannot be read; an interface's rows are a thousand times shorter.
_BLOCK = 2 << 20


def read_pulled(path: Path, columns: list[str], repeated: set[int]) -> Sent:
    """The rows whose 1-based number is not among `repeated`; numbers are positions in the pull."""
    texts = pa.schema([(name, pa.string()) for name in columns])
    batches = json.open_json(
        path,
        read_options=json.ReadOptions(block_size=_BLOCK),
        parse_options=json.ParseOptions(explicit_schema=texts, unexpected_field_behavior="error"),
    )
    return Sent(columns, chunks_of(batches, repeated))


def totals_of_repeated(path: Path, columns: list[str], repeated: set[int], rows: int, named: Sequence[str]) -> dict:
    """What the rows that had landed before sum up to in each of the `named` columns, of the `rows` that were pulled."""
    totals = dict.fromkeys(named, Decimal(0))
    for chunk in read_pulled(path, columns, set(range(1, rows + 1)) - repeated).chunks:
        for name in named:
            if name in columns:
                totals[name] += total_of(chunk.values[columns.index(name)])
    return {name: as_total(total) for name, total in totals.items()}
