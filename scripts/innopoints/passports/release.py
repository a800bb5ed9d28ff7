"""What a person answered about held rows: this one is true, use it.

One file an office, `dags/answers/<source>.yml`; its README shows one. A release names one landed row for good, by
batch and row number as `innopoints rejects` shows them, and counts from its day on: earlier days, computed again,
stay as they were.
"""

from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from innopoints import yaml_file
from innopoints.errors import Refused
from innopoints.passports.source import Name, read_sources
from innopoints.project import ANSWERS


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Answer(_Strict):
    """One cell of one landed row that a person has looked at."""

    table: Name
    batch: str = Field(pattern=r"^[0-9a-f]{16}$")
    row: int = Field(ge=1)
    column: str = Field(min_length=1, description="as the office calls it")
    released_on: date
    released_by: str = Field(min_length=1)
    because: str = Field(min_length=1)


class Answers(_Strict):
    """The answers about the rows of one office."""

    source: Name
    release: list[Answer] = []


class Release(_Strict):
    """An answer as a row of the registry."""

    source: str
    table_name: str
    batch: str
    row_no: int
    column_name: str
    released_on: date
    released_by: str
    because: str


def read_releases(folder: Path | None = None) -> list[Release]:
    """Every release. Raises Refused naming the file and what it names that no passport knows."""
    releases, passports = [], read_sources()
    for path in sorted((folder or ANSWERS).glob("*.yml")):
        answers = yaml_file.read(path, Answers)
        if answers.source != path.stem or answers.source not in passports:
            raise Refused(
                f"{path}: says source: {answers.source}; a file of answers is named after a source's passport"
            )
        tables = passports[answers.source].tables
        for each in answers.release:
            if each.table not in tables or each.column not in tables[each.table].columns:
                raise Refused(f"{path}: {each.table}.{each.column}: no such column in dags/sources/{path.name}")
            said = each.model_dump(exclude={"table", "row", "column"})
            releases.append(
                Release(source=path.stem, table_name=each.table, row_no=each.row, column_name=each.column, **said)
            )
    cells = [(each.source, each.table_name, each.batch, each.row_no, each.column_name) for each in releases]
    if twice := sorted({cell for cell in cells if cells.count(cell) > 1}):
        raise Refused(f"{folder or ANSWERS}: released twice: {twice[0]}; keep the first answer")
    return releases
