"""Answers of persons as lines of a CSV file, so that they can be edited in a spreadsheet."""

import csv
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from innopoints.errors import Refused

Line = TypeVar("Line", bound=BaseModel)


def read_lines(path: Path, kind: type[Line]) -> tuple[list[tuple[int, Line]], list[str]]:
    """Every line that fits, with its number, and what is wrong with the others. Raises Refused for another header."""
    columns = list(kind.model_fields)
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, restkey="_more", strict=True)
        if reader.fieldnames != columns:
            raise Refused(f"{path} line 1: the columns must be {','.join(columns)}")
        rows = [(reader.line_num, row) for row in reader]
    lines, wrong = [], []
    for line, row in rows:
        try:
            lines.append((line, kind.model_validate(row)))
        except ValidationError as error:
            words = "; ".join(
                f"{'.'.join(map(str, e['loc']))}: {e['msg'].removeprefix('Value error, ')}" for e in error.errors()
            )
            wrong.append(f"{path} line {line}: {words}")
    return lines, wrong
