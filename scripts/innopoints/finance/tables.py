"""Open the newest finished warehouse for the finance tables."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import duckdb

from innopoints.errors import WrongUse
from innopoints.home import Home
from innopoints.report.rejects import warehouse_of


@contextmanager
def finance_tables(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection for reading. Raises WrongUse when the warehouse was built before there were such tables."""
    path = warehouse_of(home)
    with duckdb.connect(path, read_only=True) as con:
        if not has_table(con, "finance", "pool_filing"):
            raise WrongUse(f"{path} lacks finance tables; run `innopoints register` and `innopoints build` first")
        yield con


def has_table(con: duckdb.DuckDBPyConnection, schema: str, table: str) -> bool:
    """Was it there when this warehouse was built?"""
    asked = "from information_schema.tables where table_schema = ? and table_name = ?"
    return bool(con.execute(asked, [schema, table]).fetchall())


def day_of(con: duckdb.DuckDBPyConnection) -> date:
    """The as-of day of the warehouse."""
    return con.execute("select max(as_of_date) from published.pub_score_v1").fetchone()[0]


def rows(con: duckdb.DuckDBPyConnection, query: str, *values) -> list[dict]:
    """What a query gives, as dicts."""
    asked = con.execute(query, values)
    names = [column[0] for column in asked.description]
    return [dict(zip(names, row, strict=True)) for row in asked.fetchall()]


def demand(con: duckdb.DuckDBPyConnection, kind: str, name: str) -> str:
    """The name of a `pool` or `subsidy`, or the only one there is. Raises WrongUse naming those there are."""
    table = {"pool": "risk_pool", "subsidy": "subsidy"}[kind]
    asked = f"select distinct {kind} from registry.{table} order by 1"
    known = [each for (each,) in con.execute(asked).fetchall()]
    if name in known:
        return name
    if not name and len(known) == 1:
        return known[0]
    said = f"no {kind} {name!r}" if name else f"there are several; name one with --{kind}"
    raise WrongUse(f"{said}; there are: {', '.join(known) or 'none'}")
