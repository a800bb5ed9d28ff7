"""Workbooks for people: every cell is text, nothing is ever a formula, and the same rows give the same bytes."""

import io
import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill

from innopoints import durable

HEADER = PatternFill("solid", start_color="FFD9E1F2")
_LONGEST = 32_000  # a cell holds 32,767 characters
_FIXED_TIME = datetime(2026, 1, 1, tzinfo=UTC)
_CONTROL = {code: 0x2400 + code for code in range(32) if code not in (9, 10, 13)}


def new_workbook() -> Workbook:
    """An empty workbook, written row by row, that does not say when it was made."""
    book = Workbook(write_only=True)
    book.properties.creator, book.properties.created = "innopoints", _FIXED_TIME.replace(tzinfo=None)
    return book


def text_cell(sheet, text: str | None, fill: PatternFill | None = None, bold: bool = False) -> WriteOnlyCell:
    """A cell of text whatever it looks like: openpyxl would make a formula of "=1+1"."""
    text = (text or "").translate(_CONTROL).encode("utf-8", "replace").decode()
    if len(text) > _LONGEST:
        text = f"{text[:_LONGEST]}…（共 {len(text):,} 字符）"
    cell = WriteOnlyCell(sheet, text)
    cell.data_type, cell.number_format = "s", "@"
    cell.alignment, cell.font = Alignment(vertical="top", wrap_text=False), Font(bold=bold)
    cell.quotePrefix = True
    if fill:
        cell.fill = fill
    return cell


def save(book: Workbook, to: Path) -> None:
    """Put the workbook at `to`, complete or not at all."""
    aside = durable.aside_of(to)
    aside.parent.mkdir(parents=True, exist_ok=True)
    try:
        book.save(aside)
        durable.write_bytes(to, _with_fixed_times(aside))
    finally:
        aside.unlink(missing_ok=True)


def _with_fixed_times(path: Path) -> bytes:
    """The same workbook without the moment it was written: in the archive and in its properties."""
    out, moment = io.BytesIO(), re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as new:
        for entry in old.infolist():
            kept = zipfile.ZipInfo(entry.filename, _FIXED_TIME.timetuple()[:6])
            kept.compress_type = zipfile.ZIP_DEFLATED
            content = old.read(entry)
            if entry.filename == "docProps/core.xml":
                content = moment.sub(rb"\g<1>2026-01-01T00:00:00Z", content)
            new.writestr(kept, content)
    return out.getvalue()
