"""Rows that the REST connector pulled (see pull.py), without those that had landed before."""

from pathlib import Path

import pyarrow as pa
from pyarrow import json

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
