"""The passport of a source office: who sends what, how it is reached, which columns are known.

One file a source, `dags/sources/<source>.yml`; its README shows one. Unknown keys are errors.
"""

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from innopoints import yaml_file
from innopoints.errors import Refused, WrongUse
from innopoints.passports.cells import Dirty
from innopoints.passports.feed import Arrives, Corridor
from innopoints.passports.files import Encoding, Files
from innopoints.passports.rest import Rest
from innopoints.passports.units import Units, check_units
from innopoints.project import SOURCES

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Column = Annotated[str, Field(min_length=1, pattern=r"^[^_\s]")]
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
# These placeholders are digits only, so that patent_{year} does not take patent_event_2026.
_PERIODS, _DIGITS = ("period", "year"), "[0-9]+"
_FORMATS = {
    ".csv": "csv",
    ".txt": "csv",
    ".xlsx": "xlsx",
    ".xls": "xlsx",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
}
Format = Literal["csv", "xlsx", "json", "jsonl", "parquet"]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Sql(Strict):
    """How a database table is read."""

    watermark: Column = Field("update_time", description="the column that says when a row last changed")
    overlap_days: float = Field(
        1,
        ge=0,
        description="ask this much before the newest row landed: a row may be committed late, with an older moment",
    )
    time_zone: str = Field(
        "+08:00", pattern=r"^[+-]\d{2}:\d{2}$", description="in which moments that know their zone are written down"
    )
    batch_rows: int = Field(10_000, ge=1, description="rows in memory at a time")
    connect_seconds: int = Field(30, ge=1, description="how long the database may take to pick up")


class Table(Strict):
    """One table an office sends."""

    title: str = ""
    path: str = Field(min_length=1, description="REST path, SQL table, or file pattern with * and {placeholder}")
    required: list[Column] = Field(min_length=1, description="a file without one of these is refused")
    columns: list[Column] = Field(min_length=1, description="all known columns in order; others are kept and reported")
    aliases: dict[str, Column] = Field({}, description="another header for a known column")
    control_totals: list[Column] = []
    no_value: list[str] = Field([], description="cells that say nothing, besides those of the source and the house")
    dirty: Dirty = Field({}, description="of a column: what is sent and what it means; null: it says nothing")
    units: Units = Field({}, description="the unit of each amount; a list of units where the office changed it")
    units_dated_by: Column | None = Field(None, description="the day that tells which unit a row is in")
    feed: Literal["changes", "snapshot"] = Field(
        "changes", description="snapshot: the newest file is all there is; what it leaves out is gone"
    )
    arrives: Arrives | None = Field(None, description="when each period is due; without it the table is never late")
    rows: Corridor = Field(Corridor(), description="a batch outside is held")
    format: Format | None = None
    sheet: str | None = None
    header_row: int = Field(1, ge=1, description="the header's first row; titles stand above it")
    header_rows: int = Field(1, ge=1, le=9, description="rows the header takes; joined 产值 + 本月 -> 产值_本月")
    rows_key: str | None = Field(None, description="JSON: the key of the array of rows, dots for deeper: data.rows")
    member: str | None = Field(None, description="ZIP: pattern of the one file inside")
    encoding: Encoding | None = None

    @model_validator(mode="after")
    def _columns_agree(self) -> "Table":
        if twice := sorted({each for each in self.columns if self.columns.count(each) > 1}):
            raise ValueError(f"columns written twice: {', '.join(twice)}")
        named = {"required": self.required, "control_totals": self.control_totals, "dirty": self.dirty}
        named["aliases"] = self.aliases.values()
        for key, names in named.items():
            if unknown := sorted(set(names) - set(self.columns)):
                raise ValueError(f"{key} names {', '.join(unknown)}, not among columns")
        check_units(self.units, self.units_dated_by, self.columns)
        return self

    @property
    def file_format(self) -> str | None:
        """csv, xlsx, json, jsonl or parquet: as stated, else by the pattern's ending (in a ZIP, the member's)."""
        return self.format or _FORMATS.get(Path((self.member if self.is_zip else self.path) or "").suffix.lower())

    @property
    def is_zip(self) -> bool:
        return Path(self.path).suffix.lower() == ".zip"

    def divided_by(self, origin: str) -> tuple[str, ...]:
        """What a file's name says beside its period: files of two banks are never compared with each other."""
        return tuple(text for part, text in (self.named_parts(origin) or {}).items() if part not in _PERIODS)

    def period_of(self, origin: str) -> str:
        """The digits of a file's period or year, empty where its name says none."""
        parts = self.named_parts(origin) or {}
        return next((parts[part] for part in _PERIODS if part in parts), "")

    def named_parts(self, origin: str) -> dict[str, str] | None:
        """What the placeholders stand for, None when the name does not fit.

        Pattern `loan_{bank}_{period}.csv`, file `loan_hzrcb_202603.csv` -> {bank: hzrcb, period: 202603}.
        """
        pattern, end = "", 0
        for each in _PLACEHOLDER.finditer(self.path):
            pattern += _literal(self.path[end : each.start()])
            pattern += f"(?P<{each[1]}>{_DIGITS if each[1] in _PERIODS else '[^/]+'})"
            end = each.end()
        found = re.fullmatch(pattern + _literal(self.path[end:]), origin)
        return found.groupdict() if found else None


def _literal(text: str) -> str:
    return re.escape(text).replace(r"\*", "[^/]*")


class Source(Strict):
    """One office."""

    source: Name
    title: str
    owner: str
    purpose: str
    schedule: str = Field(pattern=r"^\S+( \S+){4}$")
    connector: Literal["rest", "sql", "files"]
    connection: Name
    rest: Rest | None = None
    sql: Sql | None = None
    files: Files | None = None
    no_value: list[str] = Field([], description="cells that say nothing, besides those of the house")
    leave_out: list[Column] = Field([], description="personal columns that are never taken")
    tables: dict[Name, Table] = Field(min_length=1)

    @model_validator(mode="after")
    def _one_connector(self) -> "Source":
        others = [kind for kind in ("rest", "sql", "files") if kind != self.connector and getattr(self, kind)]
        if others:
            raise ValueError(f"connector is {self.connector}, so the block {', '.join(others)} does not belong here")
        for name, table in self.tables.items():
            if self.connector != "files" and (table.feed == "snapshot" or table.rows.shrink is not None):
                raise ValueError(f"{name}: feed: snapshot and rows.shrink are for files, {self.connector} has changes")
            if named := sorted(set(table.columns) & set(self.leave_out)):
                raise ValueError(f"{name}: {', '.join(named)} is in leave_out, so it cannot be among columns")
            if self.connector == "files" and table.is_zip and not table.member:
                raise ValueError(f"{name}: a ZIP table needs member, the pattern of the file inside")
            if self.connector == "files" and table.file_format is None:
                told = table.member if table.is_zip else table.path
                raise ValueError(f"{name}: say format: csv, xlsx, json, jsonl or parquet; {told!r} does not tell")
            if self.connector == "files" and table.file_format == "xlsx" and not table.sheet:
                raise ValueError(f"{name}: an XLSX table needs sheet")
        return self

    @property
    def settings(self) -> Rest | Sql | Files:
        """The connector's own block, or its defaults."""
        return getattr(self, self.connector) or {"rest": Rest, "sql": Sql, "files": Files}[self.connector]()


def read_sources(folder: Path | None = None) -> dict[str, Source]:
    """Every passport of dags/sources (or another folder) by source, in name order.

    Raises Refused naming file, key and what is allowed.
    """
    sources = {}
    for path in sorted((folder or SOURCES).glob("*.yml")):
        passport = yaml_file.read(path, Source)
        if passport.source != path.stem:
            raise Refused(f"{path}: says source: {passport.source}; a passport is named after its source")
        sources[passport.source] = passport
    return sources


def read_source(source: str, folder: Path | None = None) -> Source:
    """One passport. Raises WrongUse naming the known sources when there is none."""
    folder = folder or SOURCES
    path = folder / f"{source}.yml"
    if not path.exists():
        known = ", ".join(sorted(each.stem for each in folder.glob("*.yml"))) or "none"
        raise WrongUse(f"no source {source!r}: there is no {path}; known sources: {known}")
    return yaml_file.read(path, Source)
