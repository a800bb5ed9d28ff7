"""The rejects as a workbook an office can work through: one sheet a table, the row as sent, the failing cells marked.

Every cell is text, exactly as sent: a credit code keeps its zeros, and what begins with = is never a formula. The same
rejects give the same bytes.
"""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import duckdb
from openpyxl import Workbook
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from innopoints.home import Home
from innopoints.ingest.landed import OWN_COLUMNS
from innopoints.passports.source import read_sources
from innopoints.report.rejects import Wanted, warehouse_of
from innopoints.report.text_workbook import HEADER, new_workbook, save, text_cell

_OURS = [
    "状态",
    "文件",
    "行号",
    "出错的列",
    "规则",
    "本行金额（元）",
    "以往金额（元）",
    "答复",
    "答复说明",
    "批次",
    "读不出的原文",
]
_ANSWERS = ["数值属实", "已更正，将重报", "无法更正"]
_STATUS = {"open": "待处理", "answered": "已有更正"}
_WRONG = PatternFill("solid", start_color="FFFFC7CE")


def write_rejects_workbook(home: Home, wanted: Wanted, to: Path) -> dict:
    """Write `to` (.xlsx), complete or not at all. Returns counts of sheets and rows."""
    book = new_workbook()
    counts = {"sheets": 0, "rows": 0}
    with duckdb.connect(warehouse_of(home), read_only=True) as con:
        for source, table in _tables(con, wanted):
            counts["sheets"] += 1
            counts["rows"] += _sheet(book, con, source, table, wanted)
    if not counts["sheets"]:
        book.create_sheet("没有拒收")
    save(book, to)
    return counts | {"workbook": str(to)}


def _tables(con: duckdb.DuckDBPyConnection, wanted: Wanted) -> list[tuple[str, str]]:
    condition, values = wanted.condition()
    return con.execute(
        f"select distinct source, table_name from quality.reject where {condition} order by all", values
    ).fetchall()


def _sheet(book: Workbook, con: duckdb.DuckDBPyConnection, source: str, table: str, wanted: Wanted) -> int:
    sheet = book.create_sheet(_title(book, source, table))
    columns = [name for name, *_ in con.execute(f'describe landing."{source}__{table}"').fetchall()]
    columns = [name for name in columns if name not in OWN_COLUMNS]
    sheet.freeze_panes = "A2"
    for position, width in zip("ABCDEFGHIJK", (10, 26, 8, 22, 44, 16, 16, 18, 24, 20, 30), strict=True):
        sheet.column_dimensions[position].width = width
    answer = DataValidation("list", formula1=f'"{",".join(_ANSWERS)}"', allow_blank=True)
    sheet.data_validations.append(answer)
    sheet.append([text_cell(sheet, name, fill=HEADER, bold=True) for name in [*_OURS, *columns]])
    rows = 0
    for cells in _rows(con, source, table, wanted, columns):
        rows += 1
        ours, sent = _line(cells), dict(zip(columns, cells[0]["sent"], strict=True))
        wrong = {each["sent_column"] for each in cells}
        row = [text_cell(sheet, text) for text in ours]
        row += [text_cell(sheet, sent[name], fill=_WRONG if name in wrong else None) for name in columns]
        sheet.append(row)
    answer.add(f"H2:H{rows + 1}")
    return rows


def _rows(con, source: str, table: str, wanted: Wanted, columns: list[str]) -> Iterator[list[dict]]:
    """The rejected rows in the order of the files, each as its failing cells."""
    condition, values = wanted.condition()
    names = ["batch", "origin", "row_no", "sent_column", "raw_value", "value_cny", "history_cny", "fate", "rule_zh"]
    names += ["rule_en", "status"]
    sent = "".join(f', sent."{name}"' for name in columns)
    found = con.execute(
        f"select {', '.join(f'reject.{name}' for name in names)}{sent} "
        f"from (from quality.reject where {condition}) as reject "
        f"left join landing.\"{source}__{table}\" as sent on reject.fate <> 'unread' "
        "and reject.batch = sent._batch and reject.row_no = sent._row "
        "where reject.source = ? and reject.table_name = ? "
        "order by reject.landed_at, reject.batch, reject.row_no, reject.fate, reject.column_name",
        [*values, source, table],
    ).fetchall()
    cells = [dict(zip(names, row, strict=False)) | {"sent": row[len(names) :]} for row in found]
    for _, group in groupby(cells, key=lambda cell: (cell["batch"], cell["row_no"], cell["fate"])):
        yield list(group)


def _line(cells: list[dict]) -> list[str | None]:
    first = cells[0]
    rules = [each["rule_zh"] + (f"（{each['rule_en']}）" if each["fate"] == "unread" else "") for each in cells]
    amounts = [None if first[name] is None else f"{first[name]:,}" for name in ("value_cny", "history_cny")]
    return [
        _STATUS[first["status"]], first["origin"], str(first["row_no"]),
        "、".join(each["sent_column"] or "整行" for each in cells), "；".join(rules),
        *amounts, None, None, first["batch"], first["raw_value"] if first["fate"] == "unread" else None,
    ]  # fmt: skip


def _title(book: Workbook, source: str, table: str) -> str:
    """The table's Chinese title as a sheet's name: 31 characters, each once."""
    passport = read_sources().get(source)
    said = passport.tables[table].title if passport and table in passport.tables else ""
    name = (said.split("（")[0] or table).translate({ord(char): "_" for char in r"[]:*?/\\'"})[:28]
    return name if name not in book.sheetnames else f"{name}_{len(book.sheetnames)}"
