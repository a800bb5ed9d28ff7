"""Rows that our own connectors pulled (see pull.py), without those that had landed before."""

import json
from collections.abc import Iterator
from pathlib import Path

from innopoints.ingest.reading import CHUNK_ROWS, Chunk, Sent


def read_pulled(path: Path, columns: list[str], repeated: set[int]) -> Sent:
    """The rows whose 1-based number is not among `repeated`; numbers are positions in the pull."""
    return Sent(columns, _chunks(path, columns, repeated))


def _chunks(path: Path, columns: list[str], repeated: set[int]) -> Iterator[Chunk]:
    numbers: list[int] = []
    rows: list[dict] = []
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if number in repeated:
                continue
            numbers.append(number)
            rows.append(json.loads(line))
            if len(rows) == CHUNK_ROWS:
                yield Chunk(numbers, [[row.get(name) for row in rows] for name in columns])
                numbers, rows = [], []
    if rows:
        yield Chunk(numbers, [[row.get(name) for row in rows] for name in columns])
