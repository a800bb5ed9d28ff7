"""CSV: decoded while streaming, strict about quotes and the number of fields.

A row with too few or too many fields, or with a lost quote, would put values under the wrong column: it is unread
and the next line is a row again. A file that ends in the middle of its last row was cut, and is refused.
"""

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from innopoints.ingest.reading import CHUNK_ROWS, Chunk, Sent
from innopoints.ingest.reading.encoding import where_undecodable
from innopoints.ingest.reading.header_rows import join_header
from innopoints.ingest.reading.plain_delimited import Doubtful, is_plain, plain_chunks
from innopoints.ingest.reading.unread import Unread
from innopoints.ingest.refusal import NotLandable


@dataclass(frozen=True)
class _Record:
    """One record: the line it begins on, its fields (None: not well-formed, `fault` says why), its lines as sent."""

    number: int
    fields: list[str] | None
    lines: list[str]
    fault: str = ""


def read_delimited(
    path: Path, encoding: str, delimiter: str, header_row: int, header_rows: int = 1, unread: Unread | None = None
) -> Sent:
    """The columns of the header and the rows below it; blank lines are skipped, row numbers are line numbers."""
    unread = unread or Unread()
    records = _records(path, encoding, delimiter)
    top: list[_Record] = []
    for record in records:
        if record.number >= header_row:
            top.append(record)
            if len(top) == header_rows:
                break
    for record in top:
        if record.fields is None:
            raise NotLandable(f"not well-formed CSV at line {record.number}: {record.fault}")
    header = join_header([record.fields for record in top]) if len(top) == header_rows else []
    if not any(name.strip() for name in header):
        raise NotLandable(f"line {header_row} holds no column names")
    if any("\x00" in name for name in header):
        raise NotLandable(f"line {header_row} holds NUL characters; it is UTF-16 without a byte order mark, or no text")
    last = top[-1].number + len(top[-1].lines) - 1
    if last == header_row + header_rows - 1 and is_plain(path, len(header)):
        records.close()
        return Sent(header, _fast(path, encoding, delimiter, last, len(header), unread), encoding)
    return Sent(header, _chunks(records, len(header), unread), encoding)


def _fast(path: Path, encoding: str, delimiter: str, below: int, width: int, unread: Unread) -> Iterator[Chunk]:
    """The plain rows; where they are not plain after all, the careful reader goes on."""
    done = below
    try:
        for chunk in plain_chunks(path, encoding, delimiter, below, width):
            done += len(chunk.numbers)
            unread.read += len(chunk.numbers)
            yield chunk
        return
    except Doubtful:
        pass
    careful = (record for record in _records(path, encoding, delimiter) if record.number > done)
    yield from _chunks(careful, width, unread)


class _Lines:
    """The lines of a file, remembering those of the record at hand so that they can be read anew."""

    def __init__(self, file: TextIO):
        self._file, self._back = file, deque()
        self.number, self.taken = 0, []

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._back.popleft() if self._back else next(self._file)
        self.number += 1
        self.taken.append(line)
        return line

    def give_back_all_but_one(self) -> None:
        self.number -= len(self.taken) - 1
        self._back.extendleft(reversed(self.taken[1:]))


def _records(path: Path, encoding: str, delimiter: str) -> Iterator[_Record]:
    """Every record but blank lines; of a record that is not well-formed only the first line."""
    with path.open(encoding=encoding, errors="strict", newline="") as file:
        lines = _Lines(file)
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        while True:
            lines.taken = []
            begin = lines.number + 1
            try:
                fields = next(reader)
            except StopIteration:
                return
            except UnicodeDecodeError:
                raise NotLandable(where_undecodable(path, encoding)) from None
            except csv.Error as error:
                lines.give_back_all_but_one()
                yield _Record(begin, None, lines.taken[:1], str(error))
                continue
            if not fields:
                continue
            if begin == 1 and fields[0].startswith("\ufeff"):
                fields[0] = fields[0][1:]
            yield _Record(begin, fields, lines.taken)


def _chunks(records: Iterator[_Record], width: int, unread: Unread) -> Iterator[Chunk]:
    numbers: list[int] = []
    kept: list[list[str]] = []
    cut = ""
    for record in records:
        rule, because = _fault(record, width)
        if rule:
            short = record.fields is None or len(record.fields) < width
            cut = because if short and not record.lines[-1].endswith(("\n", "\r")) else ""
            unread.add(record.number, "".join(record.lines), rule, because)
            continue
        numbers.append(record.number)
        kept.append(record.fields)
        if len(kept) == CHUNK_ROWS:
            unread.read += len(kept)
            yield Chunk(numbers, list(zip(*kept, strict=True)))
            numbers, kept = [], []
    if cut:
        raise NotLandable(f"the file ends in the middle of a row: {cut}; was the transfer cut?")
    if kept:
        unread.read += len(kept)
        yield Chunk(numbers, list(zip(*kept, strict=True)))


def _fault(record: _Record, width: int) -> tuple[str, str]:
    """The rule a record breaks and why, or two empty texts."""
    if record.fields is None:
        return "quote", f"not well-formed CSV at line {record.number}: {record.fault}"
    if len(record.fields) != width:
        return "fields", f"the header has {width} fields, but line {record.number} has {len(record.fields)}"
    if any("\x00" in line for line in record.lines):
        return "nul", f"line {record.number} holds a NUL character"
    return "", ""
