"""A list for people as a workbook or CSV: complete or absent, text only, the same rows give the same bytes.

What looks like a formula stays text: in a workbook by the cell's type, in CSV by an apostrophe before it.
"""

import csv
import io
import os
from collections.abc import Mapping
from pathlib import Path
from string import ascii_uppercase

from innopoints import durable
from innopoints.errors import WrongUse
from innopoints.report.text_workbook import HEADER, new_workbook, save, text_cell

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def demand_list_name(to: Path) -> None:
    """Raises WrongUse for a name that says neither workbook nor CSV, or a place where nothing can be written."""
    if to.suffix.lower() not in (".xlsx", ".csv"):
        raise WrongUse(f"--out {to}: the list's name must end in .xlsx or .csv")
    demand_place(to)


def demand_place(to: Path) -> None:
    """Raises WrongUse where `to` is a folder, or the folder it is to stand in cannot be made or written in."""
    if to.is_dir():
        raise WrongUse(f"--out {to}: is a folder; name a file in it")
    nearest = next(each for each in to.absolute().parents if each.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK):
        raise WrongUse(f"--out {to}: nothing can be written in {nearest}; name another place")


def write_list(title: str, columns: Mapping[str, int], rows: list[tuple], to: Path) -> None:
    """Write `to`: `columns` are the headings and how wide each is, in characters; None is an empty cell."""
    demand_list_name(to)
    texts = [[None if value is None else str(value) for value in row] for row in rows]
    if to.suffix.lower() == ".csv":
        _as_csv(list(columns), texts, to)
        return
    book = new_workbook()
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for letter, width in zip(ascii_uppercase, columns.values(), strict=False):
        sheet.column_dimensions[letter].width = width
    sheet.append([text_cell(sheet, name, fill=HEADER, bold=True) for name in columns])
    for row in texts:
        sheet.append([text_cell(sheet, text) for text in row])
    save(book, to)


def _as_csv(columns: list[str], rows: list[list[str | None]], to: Path) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_never_a_formula(cell) for cell in row] for row in rows)
    # The mark at the beginning is what makes Excel read UTF-8.
    durable.write_bytes(to, text.getvalue().encode("utf-8-sig"))


def _never_a_formula(cell: str | None) -> str:
    return f"'{cell}" if cell and cell.startswith(_FORMULA) else cell or ""
