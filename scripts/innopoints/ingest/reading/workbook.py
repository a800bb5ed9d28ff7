"""XLSX: one sheet of a workbook, with titles above its header; cells as the text a person sees.

A workbook is read whole (the format cannot be streamed by row count alone); offices' sheets are small.
"""

from collections.abc import Iterator
from pathlib import Path

from python_calamine import CalamineError, load_workbook

from innopoints.ingest.reading import CHUNK_ROWS, Chunk, Sent
from innopoints.ingest.refusal import NotLandable
from innopoints.ingest.text_value import as_text


def read_sheet(path: Path, sheet: str, header_row: int) -> Sent:
    """The columns of row `header_row` and the rows below it; row numbers are the sheet's own."""
    try:
        with path.open("rb") as file:
            workbook = load_workbook(file)
            if sheet not in workbook.sheet_names:
                raise NotLandable(f"there is no sheet {sheet!r}; the workbook has: {', '.join(workbook.sheet_names)}")
            rows = workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    except CalamineError as error:
        raise NotLandable(f"not a readable workbook ({error}); was the transfer cut, or a password set?") from None
    header = [as_text(cell) or "" for cell in rows[header_row - 1]] if len(rows) >= header_row else []
    while header and not header[-1].strip() and not any(row[len(header) - 1] != "" for row in rows[header_row:]):
        header.pop()
    if not any(name.strip() for name in header):
        raise NotLandable(f"row {header_row} of sheet {sheet!r} holds no column names")
    return Sent(header, _chunks(rows, header_row, len(header)))


def _chunks(rows: list[list], header_row: int, width: int) -> Iterator[Chunk]:
    for begin in range(header_row, len(rows), CHUNK_ROWS):
        part = rows[begin : begin + CHUNK_ROWS]
        full = [(begin + index, row) for index, row in enumerate(part, start=1) if any(cell != "" for cell in row)]
        if full:
            values = [[as_text(row[column]) for _, row in full] for column in range(width)]
            yield Chunk([number for number, _ in full], values)
