"""Read a sample as its readers must: every table of every office as a list of dicts of text."""

import csv
import json
import sqlite3
from pathlib import Path

from python_calamine import CalamineWorkbook

ENCODINGS = {"output": "gb18030", "consent": "utf-8", "bank_returns": "utf-8-sig", "talent_demand": "utf-8-sig",
             "green": "gb18030"}  # fmt: skip


def tax(sample: Path, table: str) -> list[dict]:
    return _sqlite(sample / "tax" / "store.db", table)


def front(sample: Path, table: str) -> list[dict]:
    return _sqlite(sample / "front.db", f"t_{table}")


def csv_files(sample: Path, source: str, pattern: str) -> list[dict]:
    rows = []
    for path in sorted((sample / "drops" / source).glob(pattern)):
        with path.open(encoding=ENCODINGS[source], newline="") as file:
            rows += [row | {"_file": path.name} for row in csv.DictReader(file)]
    return rows


def json_lines(sample: Path, pattern: str) -> list[dict]:
    paths = sorted((sample / "drops" / "ip").glob(pattern))
    return [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]


def sheet(sample: Path, name: str) -> list[dict]:
    rows = []
    for path in sorted((sample / "drops" / "certification").glob("*.xlsx")):
        _, header, *body = CalamineWorkbook.from_path(path).get_sheet_by_name(name).to_python()
        rows += [dict(zip(header, row, strict=True)) for row in body]
    return rows


def _sqlite(path: Path, table: str) -> list[dict]:
    with sqlite3.connect(path) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(f"select * from {table}")]
