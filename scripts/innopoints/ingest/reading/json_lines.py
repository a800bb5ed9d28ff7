"""JSON Lines: one object a line, numbers as the text they were sent as.

Objects need not have the same keys, so the file is read twice: once for its columns, once for its rows. A line that
is no whole object is unread; a last line that is not whole and does not end means a cut transfer.
"""

from collections.abc import Iterator
from pathlib import Path

from innopoints.ingest.reading import CHUNK_ROWS, MOST_COLUMNS, Chunk, Sent
from innopoints.ingest.reading.encoding import where_undecodable
from innopoints.ingest.reading.json_values import NotWhole, parse
from innopoints.ingest.reading.unread import Unread
from innopoints.ingest.refusal import NotLandable
from innopoints.ingest.text_value import as_text


def read_json_lines(path: Path, encoding: str, unread: Unread) -> Sent:
    """The columns of all objects in order of appearance, and the rows; row numbers are line numbers."""
    columns: dict[str, None] = {}
    bad = Unread()
    for _, row in _objects(path, encoding, bad):
        columns |= dict.fromkeys(row)
        if len(columns) > MOST_COLUMNS:
            break
        bad.read += 1
    if not columns:
        bad.demand_few(0, 0)
        raise NotLandable("no line of the file holds an object")
    return Sent(list(columns), chunks_of(_objects(path, encoding, unread), list(columns), unread), encoding)


def chunks_of(objects: Iterator[tuple[int, dict]], columns: list[str], unread: Unread) -> Iterator[Chunk]:
    """Numbered objects as chunks of texts; `unread` learns how many could be read."""
    numbers: list[int] = []
    rows: list[dict] = []
    for number, row in objects:
        numbers.append(number)
        rows.append(row)
        if len(rows) == CHUNK_ROWS:
            unread.read += len(rows)
            yield _chunk(numbers, rows, columns)
            numbers, rows = [], []
    if rows:
        unread.read += len(rows)
        yield _chunk(numbers, rows, columns)


def _chunk(numbers: list[int], rows: list[dict], columns: list[str]) -> Chunk:
    return Chunk(numbers, [[as_text(row.get(name)) for row in rows] for name in columns])


def _objects(path: Path, encoding: str, unread: Unread) -> Iterator[tuple[int, dict]]:
    with path.open(encoding=encoding, errors="strict", newline="\n") as file:
        try:
            for number, line in enumerate(file, start=1):
                text = line.removeprefix("\ufeff") if number == 1 else line
                if not text.strip():
                    continue
                try:
                    row = parse(text)
                    if not isinstance(row, dict):
                        raise NotWhole("object", "is not a JSON object; one object a line was agreed")
                except NotWhole as fault:
                    if fault.rule == "json" and not line.endswith("\n"):
                        raise NotLandable(
                            f"the file ends in the middle: line {number} {fault}; was the transfer cut?"
                        ) from None
                    unread.add(number, text, fault.rule, f"line {number} {fault}")
                    continue
                yield number, row
        except UnicodeDecodeError:
            raise NotLandable(where_undecodable(path, encoding)) from None
