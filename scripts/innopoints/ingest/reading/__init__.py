"""Readers: a piece as columns and chunks of rows, in constant memory where the format allows it.

A reader answers `Sent(columns, chunks)` or raises NotLandable in words an office can act on. A row that cannot be
read, in a file that can, goes to `unread` (see unread.py) and the others stay.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from innopoints.ingest.refusal import NotLandable
from innopoints.passports.files import Files
from innopoints.passports.source import Table

if TYPE_CHECKING:
    from innopoints.ingest.reading.unread import Unread

CHUNK_ROWS = 50_000
MOST_COLUMNS = 2_000


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


def read_file(path: Path, table: Table, settings: Files, unread: "Unread") -> Sent:
    """A dropped file, by the format its passport states. Raises NotLandable, also while the chunks are drawn."""
    from innopoints.ingest.reading.archive import demand_modest, unpack
    from innopoints.ingest.reading.first_bytes import demand_format

    if path.stat().st_size == 0:
        raise NotLandable("the file is empty (0 bytes); ask the office to send it again")
    if table.is_zip:
        demand_format(path, "zip")
        inside = unread.scratch()
        unpack(path, table.member or "*", inside, settings.largest_mib)
        path = inside
        if path.stat().st_size == 0:
            raise NotLandable("the file inside the archive is empty (0 bytes); ask the office to send it again")
    demand_format(path, table.file_format)
    if table.file_format == "xlsx":
        demand_modest(path, settings.largest_mib)
    sent = _read(path, table, settings, unread)
    if len(sent.columns) > MOST_COLUMNS:
        raise NotLandable(f"{len(sent.columns)} columns; are values used as names? No table has over {MOST_COLUMNS}")
    return sent


def _read(path: Path, table: Table, settings: Files, unread: "Unread") -> Sent:
    if table.file_format == "xlsx":
        from innopoints.ingest.reading.workbook import read_sheet

        return read_sheet(path, table.sheet or "", table.header_row, table.header_rows)
    if table.file_format == "parquet":
        from innopoints.ingest.reading.columnar import read_parquet

        return read_parquet(path)
    from innopoints.ingest.reading.encoding import encoding_of

    encoding = encoding_of(path, table.encoding or settings.encoding)
    if table.file_format == "jsonl":
        from innopoints.ingest.reading.json_lines import read_json_lines

        return read_json_lines(path, encoding, unread)
    if table.file_format == "json":
        from innopoints.ingest.reading.json_document import read_json_document

        return read_json_document(path, encoding, table.rows_key, unread)
    from innopoints.ingest.reading.delimited import read_delimited

    return read_delimited(path, encoding, settings.delimiter, table.header_row, table.header_rows, unread)
