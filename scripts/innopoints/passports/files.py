"""The `files:` block of a passport: how dropped files are written, and how we know that one is whole.

files: {encoding: gb18030, flag: "{file}.ok"}
files: {manifest: "list_*.csv", promise_names: {文件: file, 行数: rows}}
"""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

# GBK and GB2312 are parts of GB18030 and read as it. A byte order mark in the file overrules what is written here.
Encoding = Literal["utf-8", "utf-8-sig", "gb18030", "gbk", "gb2312", "utf-16", "utf-16-le", "utf-16-be"]


class Files(BaseModel):
    """How dropped files are read unless the table says otherwise."""

    model_config = ConfigDict(extra="forbid", frozen=True)

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
