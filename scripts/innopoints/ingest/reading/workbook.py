"""XLSX: one sheet of a workbook, with titles above its header; cells as the text a person sees.

A workbook is read whole (the format cannot be streamed by row count alone); offices' sheets are small.
"""

from collections.abc import Iterator
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, load_workbook

from innopoints.ingest.reading import CHUNK_ROWS, Chunk, Sent
from innopoints.ingest.reading.header_rows import join_header
from innopoints.ingest.refusal import NotLandable
from innopoints.ingest.text_value import as_text


def read_sheet(path: Path, sheet: str, header_row: int, header_rows: int = 1) -> Sent:
    """The columns of the `header_rows` rows from `header_row` on and the rows below; numbers are the sheet's own."""
    try:
        with path.open("rb") as file:
            workbook = load_workbook(file)
            if sheet not in workbook.sheet_names:
                raise NotLandable(f"there is no sheet {sheet!r}; the workbook has: {', '.join(workbook.sheet_names)}")
            page = workbook.get_sheet_by_name(sheet)
            rows = page.to_python(skip_empty_area=False)
            header = _header(page, rows, header_row, header_rows)
    except CalamineError as error:
        raise NotLandable(f"not a readable workbook ({error}); was the transfer cut, or a password set?") from None
    below = header_row - 1 + header_rows
    while header and not header[-1].strip() and not any(row[len(header) - 1] != "" for row in rows[below:]):
        header.pop()
    if not any(name.strip() for name in header):
        raise NotLandable(f"row {header_row} of sheet {sheet!r} holds no column names")
    return Sent(header, _chunks(rows, below, len(header)))


def _header(page: CalamineSheet, rows: list[list], header_row: int, header_rows: int) -> list[str]:
    first = header_row - 1
    names = [[as_text(cell) or "" for cell in row] for row in rows[first : first + header_rows]]
    if len(names) < 2:
        return names[0] if names and header_rows == 1 else []
    merged = [
        ((top - first, left), (bottom - first, right))
        for (top, left), (bottom, right) in page.merged_cell_ranges or []
        if bottom >= first and top < first + header_rows
    ]
    return join_header(names, merged)


def _chunks(rows: list[list], below: int, width: int) -> Iterator[Chunk]:
    for begin in range(below, len(rows), CHUNK_ROWS):
        part = rows[begin : begin + CHUNK_ROWS]
        full = [(begin + index, row) for index, row in enumerate(part, start=1) if any(cell != "" for cell in row)]
        if full:
            values = [[as_text(row[column]) for _, row in full] for column in range(width)]
            yield Chunk([number for number, _ in full], values)
