"""The one SELECT a fetch sends for a table: the columns we may take, the rows not yet landed, in a fixed order.

Names come from the database's own catalogue and are quoted by SQLAlchemy; nothing of a passport or of a row is pasted
into SQL. PostgreSQL and MySQL write the values down as text themselves: exact, and quicker than any driver.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from innopoints.ingest.header import Header, understand
from innopoints.ingest.refusal import NotLandable
from innopoints.passports.source import Table

_PART = re.compile(r'"((?:[^"]|"")+)"|([^".]+)')
_PATH = re.compile(rf"(?:{_PART.pattern})(?:\.(?:{_PART.pattern}))?")


@dataclass(frozen=True)
class Query:
    """A SELECT, and how its columns are called: `header` of all columns there, `taken` of those selected."""

    select: sa.Select
    header: Header
    taken: list[str]


def table_name(path: str) -> tuple[str | None, str]:
    """Schema and name of a passport's path: t_enterprise, front.t_enterprise, "odd schema"."odd.name"."""
    if not _PATH.fullmatch(path):
        raise NotLandable('not a table\'s name; write name, schema.name, or "odd schema"."odd name" in quotes')
    parts = [quoted.replace('""', '"') or plain for quoted, plain in _PART.findall(path)]
    return (parts[0], parts[1]) if len(parts) == 2 else (None, parts[0])


def query_of(database: sa.Connection, table: Table, watermark: str, since: str | None, leave_out: list[str]) -> Query:
    """Rows changed at `since` or later, or at no known moment; all of them when it is None.

    Raises sqlalchemy's NoSuchTableError, or NotLandable when a column is missing or named twice.
    """
    schema, name = table_name(table.path)
    catalogue = sa.inspect(database)
    dialect = database.dialect.name
    there = catalogue.get_columns(name, schema=schema)
    names = [_plain(each["name"], dialect) for each in there]
    header = understand(names, table, leave_out)
    changed = header.position().get(watermark)
    if changed is None:
        raise NotLandable(f"there is no column {watermark}, by which new rows are found")

    columns = [sa.column(called, each["type"]) for called, each in zip(names, there, strict=True)]
    taken = [(column, target) for column, target in zip(columns, header.target, strict=True) if target]
    outputs = [_written(column, dialect).label(f"c{number}") for number, (column, _) in enumerate(taken, start=1)]

    moment = columns[changed]
    keys = {_plain(each, dialect) for each in catalogue.get_pk_constraint(name, schema=schema)["constrained_columns"]}
    by_key = [column for column, _ in taken if column.name in keys]
    # Without a key we may see, rows of one moment are ordered by all there is: the same rows, the same batch.
    order = by_key if keys and len(by_key) == len(keys) else outputs
    select = sa.select(*outputs).select_from(sa.table(name, schema=schema)).order_by(moment, *order)
    if since is not None:
        newer = moment >= _bound(moment, since, dialect)
        select = select.where(sa.or_(newer, moment.is_(None)) if there[changed]["nullable"] else newer)
    return Query(select, header, [target for _, target in taken])


def _plain(name: str, dialect: str) -> str:
    """A column's name; from MySQL's catalogue SQLAlchemy hands a backtick on as it stands in SQL, doubled."""
    return name.replace("``", "`") if dialect in ("mysql", "mariadb") else name


def _written(column: sa.ColumnClause, dialect: str) -> sa.ColumnElement[Any]:
    """The value as the database prints it, bytes in hex."""
    if dialect == "postgresql":
        return sa.func.encode(column, "hex") if _kind(column) is bytes else sa.cast(column, sa.Text)
    if dialect in ("mysql", "mariadb"):
        if _kind(column) is bytes:
            return sa.func.lower(sa.func.hex(column))
        bits = type(column.type).__name__ == "BIT"
        return sa.cast(column + 0 if bits else column, sa.CHAR)
    # A column of SQLite holds values of any type, whatever it was declared as.
    return sa.type_coerce(column, sa.types.NullType()) if dialect == "sqlite" else column


def _bound(column: sa.ColumnClause, since: str, dialect: str) -> Any:
    """The watermark in the column's own type: a text compares with text, a moment with a moment."""
    kind = str if dialect == "sqlite" else _kind(column)
    if kind is datetime:
        return datetime.fromisoformat(since)
    if kind is date:
        return date.fromisoformat(since[:10])
    return sa.literal(since, sa.String)


def _kind(column: sa.ColumnClause) -> type | None:
    try:
        return column.type.python_type
    except NotImplementedError:
        return None
