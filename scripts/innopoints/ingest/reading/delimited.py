"""CSV: decoded while streaming, strict about quotes and the number of fields.

A row with too few or too many fields means a lost quote, a lost line end or a cut transfer: values would stand
under the wrong column, so the file is refused with the lines named.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from innopoints.ingest.reading import CHUNK_ROWS, Chunk, Sent
from innopoints.ingest.reading.plain_delimited import Doubtful, is_plain, plain_chunks
from innopoints.ingest.refusal import NotLandable

_NAMED = 5


def read_delimited(path: Path, encoding: str, delimiter: str, header_row: int) -> Sent:
    """The columns of line `header_row` and the rows below it; blank lines are skipped, row numbers are line numbers."""
    rows = _rows(path, encoding, delimiter)
    header: list[str] = []
    number = 0
    for number, fields in rows:
        if number >= header_row:
            header = fields
            break
    if not any(name.strip() for name in header):
        raise NotLandable(f"line {header_row} holds no column names")
    if number == header_row and is_plain(path, len(header)):
        rows.close()
        return Sent(header, _fast(path, encoding, delimiter, header_row, len(header)), encoding)
    return Sent(header, _chunks(rows, len(header)), encoding)


def _fast(path: Path, encoding: str, delimiter: str, header_row: int, width: int) -> Iterator[Chunk]:
    """The plain rows; where they are not plain, the careful reader says why the file is refused."""
    try:
        yield from plain_chunks(path, encoding, delimiter, header_row, width)
    except Doubtful as doubt:
        careful = (record for record in _rows(path, encoding, delimiter) if record[0] > header_row)
        for _ in _chunks(careful, width):
            pass
        raise NotLandable(f"cannot be split into rows: {doubt}") from None


def _rows(path: Path, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Every record with the line it begins on."""
    with path.open(encoding=encoding, errors="strict", newline="") as file:
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        line = 0
        try:
            for fields in reader:
                if fields:
                    if line == 0 and fields[0].startswith("\ufeff"):
                        fields[0] = fields[0][1:]
                    yield line + 1, fields
                line = reader.line_num
        except UnicodeDecodeError as error:
            bad = error.object[error.start : error.start + 4].hex(" ")
            raise NotLandable(f"not {encoding}: after line {line} stand the bytes {bad}, no text of it") from None
        except csv.Error as error:
            raise NotLandable(f"not well-formed CSV at line {line + 1}: {error}") from None


def _chunks(rows: Iterator[tuple[int, list[str]]], width: int) -> Iterator[Chunk]:
    numbers: list[int] = []
    kept: list[list[str]] = []
    wrong: list[str] = []
    for number, fields in rows:
        if len(fields) != width:
            wrong.append(f"line {number} has {len(fields)}")
            if len(wrong) >= _NAMED:
                break
            continue
        numbers.append(number)
        kept.append(fields)
        if len(kept) == CHUNK_ROWS and not wrong:
            yield Chunk(numbers, list(zip(*kept, strict=True)))
            numbers, kept = [], []
    if wrong:
        raise NotLandable(f"the header has {width} fields, but {', '.join(wrong)}; was the file cut or a quote lost?")
    if kept:
        yield Chunk(numbers, list(zip(*kept, strict=True)))
