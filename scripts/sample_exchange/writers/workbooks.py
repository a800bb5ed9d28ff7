"""The certification office's XLSX workbooks: one sheet a table, a title row that says 合成数据, headers, rows.

Large samples are split into workbooks of 50,000 enterprises, as a sheet holds a million rows at most. The files
are written again with fixed times inside, so that the same seed gives the same bytes.
"""

import re
import shutil
import zipfile
from pathlib import Path

from openpyxl import Workbook

from sample_exchange.offices.certification_rows import SHEETS
from sample_exchange.offices.rows import Rows
from sample_exchange.world.population import CHUNK
from sample_exchange.writers.places import Places

CHUNKS_PER_WORKBOOK = 50_000 // CHUNK
_HEADER_ROWS = 2
_FIXED_TIME = (2026, 1, 1, 0, 0, 0)


class Workbooks:
    def __init__(self, folder: Path):
        folder.mkdir(parents=True)
        self._folder = folder
        self._number = 0
        self._book: Workbook | None = None
        self._rows: dict[str, int] = {}

    def begin_chunk(self, chunk: int) -> None:
        """Start the next workbook when the last one is full."""
        if chunk % CHUNKS_PER_WORKBOOK == 0:
            self.close()
            self._number = chunk // CHUNKS_PER_WORKBOOK + 1
            self._book = Workbook(write_only=True)
            self._rows = {}

    def write(self, rows: Rows) -> Places:
        title = SHEETS[rows.table]
        if title not in self._rows:
            sheet = self._book.create_sheet(title)
            sheet.append([f"{title}（合成数据 SYNTHETIC，非真实企业）"])
            sheet.append(list(rows.columns))
            self._rows[title] = _HEADER_ROWS
        sheet = self._book[title]
        for record in rows.records():
            sheet.append(record)
        first = self._rows[title] + 1
        self._rows[title] += len(rows)
        return Places([self._name] * len(rows), [str(first + i) for i in range(len(rows))])

    def close(self) -> None:
        if self._book is not None:
            aside = self._folder / f".{self._name}.aside"
            self._book.save(aside)
            _with_fixed_times(aside, self._folder / self._name)
            aside.unlink()
            self._book = None

    @property
    def _name(self) -> str:
        return f"certification_{self._number:02d}.xlsx"


def _with_fixed_times(source: Path, target: Path) -> None:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as new:
        for entry in old.infolist():
            kept = zipfile.ZipInfo(entry.filename, _FIXED_TIME)
            kept.compress_type = zipfile.ZIP_DEFLATED
            if entry.filename == "docProps/core.xml":
                moment = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
                new.writestr(kept, moment.sub(b"2026-01-01T00:00:00Z", old.read(entry)))
            else:
                with old.open(entry) as content, new.open(kept, "w") as place:
                    shutil.copyfileobj(content, place, 1 << 20)
