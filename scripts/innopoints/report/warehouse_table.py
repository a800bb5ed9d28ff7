"""A finished warehouse that has the table a report speaks of, or a sentence that says what to do."""

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from innopoints.errors import WrongUse
from innopoints.home import Home
from innopoints.report.rejects import warehouse_of


@contextmanager
def warehouse_with(home: Home, schema: str, table: str, what: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """The newest finished warehouse. Raises WrongUse when it was built before there was such a table."""
    path = warehouse_of(home)
    with duckdb.connect(path, read_only=True) as con:
        there = con.execute(
            "from information_schema.tables where table_schema = ? and table_name = ?", [schema, table]
        ).fetchall()
        if not there:
            raise WrongUse(f"{path} has no {what} yet; run `innopoints register` and `innopoints build` first")
        yield con
