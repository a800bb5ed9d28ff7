"""The tax bureau's store behind its REST service: one SQLite file whose rows lie in the order pages are served in.

A row's rowid is its position by (updated_at, serial), so any page is a range of rowids: the last page of a large
table costs what the first does.
"""

import sqlite3
from pathlib import Path

from sample_exchange.offices.rows import Rows
from sample_exchange.writers.places import Places

STORE = "store.db"
_SERIAL = {"credit_rating": ["uni_social_crd_cd", "evalua_year"]}


class RestStore:
    """Collects rows as they come, and sorts each table once at the end (SQLite sorts on disk: memory stays flat)."""

    def __init__(self, folder: Path):
        folder.mkdir(parents=True)
        self._heap = folder / "unsorted.db"
        self._path = folder / STORE
        self._connection = _open(self._heap)
        self._columns: dict[str, list[str]] = {}

    def write(self, rows: Rows) -> Places:
        if rows.table not in self._columns:
            self._columns[rows.table] = list(rows.columns)
            self._connection.execute(_create(f"{rows.table}", list(rows.columns)))
        marks = ", ".join("?" * len(rows.columns))
        self._connection.execute("begin")
        self._connection.executemany(f"insert into {rows.table} values ({marks})", rows.records())
        self._connection.execute("commit")
        key = [rows.columns[name].tolist() for name in serial_of(rows.table, list(rows.columns))]
        return Places(
            [f"/api/v1/{rows.table}"] * len(rows), ["/".join(map(str, each)) for each in zip(*key, strict=True)]
        )

    def close(self) -> None:
        self._connection.close()
        sorted_store = _open(self._path)
        sorted_store.execute("attach ? as heap", [str(self._heap)])
        for table, columns in self._columns.items():
            order = ", ".join(["updated_at", *serial_of(table, columns)])
            sorted_store.execute(_create(f"main.{table}", columns))
            sorted_store.execute("begin")
            sorted_store.execute(f"insert into main.{table} select * from heap.{table} order by {order}, rowid")
            sorted_store.execute("commit")
            sorted_store.execute(f"create index main.{table}_updated_at on {table} (updated_at)")
        sorted_store.close()
        self._heap.unlink()


def serial_of(table: str, columns: list[str]) -> list[str]:
    """The columns that tell rows of one moment apart: the first one, unless the table has no number of its own."""
    return _SERIAL.get(table, columns[:1])


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("pragma journal_mode = off")
    connection.execute("pragma synchronous = off")
    return connection


def _create(table: str, columns: list[str]) -> str:
    return f"create table {table} ({', '.join(f'{name} text' for name in columns)})"
