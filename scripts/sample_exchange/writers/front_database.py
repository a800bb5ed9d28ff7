"""The front database (前置库): one SQLite file with the registration and social insurance offices' exchange tables."""

import sqlite3
from pathlib import Path

from sample_exchange.offices.rows import Rows
from sample_exchange.writers.places import Places


class FrontDatabase:
    """Tables `t_<table>`, all columns text, indexed by `update_time` as readers ask by it."""

    def __init__(self, path: Path):
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.execute("pragma journal_mode = off")
        self._connection.execute("pragma synchronous = off")
        self._columns: dict[str, list[str]] = {}

    def write(self, rows: Rows) -> Places:
        table = f"t_{rows.table}"
        if table not in self._columns:
            self._columns[table] = list(rows.columns)
            self._connection.execute(f"create table {table} ({', '.join(f'{name} text' for name in rows.columns)})")
        marks = ", ".join("?" * len(rows.columns))
        self._connection.execute("begin")
        self._connection.executemany(f"insert into {table} values ({marks})", rows.records())
        self._connection.execute("commit")
        return Places([table] * len(rows), rows.columns["id"].tolist())

    def close(self) -> None:
        for table in self._columns:
            self._connection.execute(f"create index {table}_update_time on {table} (update_time)")
        self._connection.execute(
            "create table t_readme as select 'SYNTHETIC / 合成数据: no real enterprise or person' as note"
        )
        self._connection.close()
