"""JSON Lines: one object a line, numbers as the text they were sent as.

Objects need not have the same keys, so the file is read twice: once for its columns, once for its rows.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from innopoints.ingest.reading import CHUNK_ROWS, Chunk, Sent
from innopoints.ingest.refusal import NotLandable
from innopoints.ingest.text_value import as_text


def read_json_lines(path: Path, encoding: str) -> Sent:
    """The columns of all objects in order of appearance, and the rows; row numbers are line numbers."""
    columns: dict[str, None] = {}
    for _, row in _objects(path, encoding):
        columns |= dict.fromkeys(row)
    if not columns:
        raise NotLandable("no line of the file holds an object")
    return Sent(list(columns), _chunks(path, encoding, list(columns)), encoding)


def _chunks(path: Path, encoding: str, columns: list[str]) -> Iterator[Chunk]:
    numbers: list[int] = []
    rows: list[dict] = []
    for number, row in _objects(path, encoding):
        numbers.append(number)
        rows.append(row)
        if len(rows) == CHUNK_ROWS:
            yield _chunk(numbers, rows, columns)
            numbers, rows = [], []
    if rows:
        yield _chunk(numbers, rows, columns)


def _chunk(numbers: list[int], rows: list[dict], columns: list[str]) -> Chunk:
    return Chunk(numbers, [[as_text(row.get(name)) for row in rows] for name in columns])


def _objects(path: Path, encoding: str) -> Iterator[tuple[int, dict]]:
    number = 0
    with path.open(encoding=encoding, errors="strict", newline="\n") as file:
        try:
            for number, line in enumerate(file, start=1):
                text = line.removeprefix("\ufeff") if number == 1 else line
                if not text.strip():
                    continue
                row = json.loads(text, parse_int=str, parse_float=str)
                if not isinstance(row, dict):
                    raise NotLandable(f"line {number} is not a JSON object; one object a line was agreed")
                yield number, row
        except UnicodeDecodeError:
            raise NotLandable(f"not {encoding}: after line {number} stand bytes that are no text of it") from None
        except json.JSONDecodeError as error:
            raise NotLandable(f"line {number} is not whole JSON ({error.msg}); was the transfer cut?") from None
