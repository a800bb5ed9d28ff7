"""The passport of a source office: who sends what, how it is reached, which columns are known.

One file a source, `dags/sources/<source>.yml`; its README shows one. Unknown keys are errors.
"""

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from innopoints import yaml_file
from innopoints.errors import Refused, WrongUse
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
# GBK and GB2312 are parts of GB18030 and read as it. A byte order mark in the file overrules what is written here.
Encoding = Literal["utf-8", "utf-8-sig", "gb18030", "gbk", "gb2312", "utf-16", "utf-16-le", "utf-16-be"]


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


class Files(Strict):
    """How dropped files are read unless the table says otherwise."""

    encoding: Encoding = "utf-8"
    delimiter: str = Field(",", min_length=1, max_length=1)
    unread_share: float = Field(0.05, ge=0, le=1, description="more unreadable rows than this refuse the whole file")
    largest_mib: int = Field(4096, ge=1, description="a ZIP or workbook that unpacks to more than this is refused")
    flag: str | None = Field(None, description="flag file that says a file is whole: {file}.ok, {stem}.flag")
    manifest: str | None = Field(None, description="pattern of the lists of files sent: manifest_*.csv, or .json")
    settle_seconds: float = Field(
        5, ge=0, le=600, description="a file of today is taken when it (or its flag) stayed the same for this long"
    )
    promise_names: dict[str, str] = Field(
        {}, description="what the office calls file, rows, bytes, sha256, a control total; or ignore"
    )

    @model_validator(mode="after")
    def _one_promise(self) -> "Files":
        if self.flag and self.manifest:
            raise ValueError("flag and manifest: an office sends one of them")
        if self.flag and not ("{file}" in self.flag or "{stem}" in self.flag):
            raise ValueError("flag: needs {file} (the whole name) or {stem} (the name without its ending)")
        return self

    def flag_of(self, name: str) -> str | None:
        """The name of the flag file of a file: `a.csv` -> `a.csv.ok`."""
        return self.flag and self.flag.replace("{file}", name).replace("{stem}", Path(name).stem)


class Table(Strict):
    """One table an office sends."""

    title: str = ""
    path: str = Field(min_length=1, description="REST path, SQL table, or file pattern with * and {placeholder}")
    required: list[Column] = Field(min_length=1, description="a file without one of these is refused")
    columns: list[Column] = Field(min_length=1, description="all known columns in order; others are kept and reported")
    aliases: dict[str, Column] = Field({}, description="another header for a known column")
    control_totals: list[Column] = []
    units: Units = Field({}, description="the unit of each amount; a list of units where the office changed it")
    units_dated_by: Column | None = Field(None, description="the day that tells which unit a row is in")
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
        named = {"required": self.required, "control_totals": self.control_totals, "aliases": self.aliases.values()}
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
    leave_out: list[Column] = Field([], description="personal columns that are never taken")
    tables: dict[Name, Table] = Field(min_length=1)

    @model_validator(mode="after")
    def _one_connector(self) -> "Source":
        others = [kind for kind in ("rest", "sql", "files") if kind != self.connector and getattr(self, kind)]
        if others:
            raise ValueError(f"connector is {self.connector}, so the block {', '.join(others)} does not belong here")
        for name, table in self.tables.items():
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
