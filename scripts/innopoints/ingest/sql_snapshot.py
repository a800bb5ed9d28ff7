"""One look at a database: a transaction that cannot write and sees every table as of one moment.

A row changed while we read is seen as it was before, in all tables alike, and comes with the next fetch.
Databases other than these three give what one SELECT gives: each table consistent by itself.
"""

import sqlalchemy as sa

# Values are printed the same whatever the server's settings: a row that did not change must not look new.
_POSTGRESQL = (
    "set transaction isolation level repeatable read, read only",
    "set local datestyle = 'ISO, YMD'",
    "set local intervalstyle = 'postgres'",
    "set local bytea_output = 'hex'",
    "set local extra_float_digits = 1",
    "set local time zone interval '{zone}' hour to minute",
)
_MYSQL = (
    "set session time_zone = '{zone}'",
    "set session net_write_timeout = 600",
    "set session transaction isolation level repeatable read",
    "start transaction with consistent snapshot, read only",
)
_SQLITE = ("pragma query_only = on", "begin")
_BEGIN = {"postgresql": _POSTGRESQL, "mysql": _MYSQL, "mariadb": _MYSQL, "sqlite": _SQLITE}


def snapshot(engine: sa.Engine, zone: str) -> sa.Connection:
    """A connection inside such a transaction; closing it ends both. `zone` is an offset like +08:00."""
    database = engine.connect()
    try:
        for words in _BEGIN.get(engine.dialect.name, ()):
            database.exec_driver_sql(words.format(zone=zone))
    except BaseException:
        database.close()
        raise
    return database
