"""Readers: a piece as columns and chunks of rows, in constant memory where the format allows it.

A reader answers `Sent(columns, chunks)` or raises NotLandable in words an office can act on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from innopoints.ingest.refusal import NotLandable
from innopoints.passports.source import Files, Table

CHUNK_ROWS = 50_000


@dataclass(frozen=True)
class Chunk:
    """Some rows: their 1-based numbers in what was sent, and per sent column its texts (None or "" is empty).

    A column is a plain sequence, or an Arrow array where the reader has one.
    """

    numbers: Sequence[int]
    values: Sequence[Sequence[str | None]]


@dataclass(frozen=True)
class Sent:
    """What a file holds: its columns as sent, and its rows."""

    columns: list[str]
    chunks: Iterator[Chunk]
    encoding: str | None = None


def read_file(path: Path, table: Table, settings: Files) -> Sent:
    """A dropped file, by the format its passport states. Raises NotLandable, also while the chunks are drawn."""
    if path.stat().st_size == 0:
        raise NotLandable("the file is empty (0 bytes); ask the office to send it again")
    if table.file_format == "xlsx":
        from innopoints.ingest.reading.workbook import read_sheet

        return read_sheet(path, table.sheet or "", table.header_row)
    encoding = table.encoding or settings.encoding
    if table.file_format == "jsonl":
        from innopoints.ingest.reading.json_lines import read_json_lines

        return read_json_lines(path, encoding)
    from innopoints.ingest.reading.delimited import read_delimited

    return read_delimited(path, encoding, settings.delimiter, table.header_row)
