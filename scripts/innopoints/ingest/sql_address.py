"""Where a database is: the SQLAlchemy engine of a connection. Nothing is asked of the database yet.

{"conn_type": "postgres", "host": "10.0.0.5", "login": "reader", "password": "...", "schema": "front"}
{"conn_type": "sqlite", "host": "/exchange/front.db"}                     opened read-only
{"extra": {"url": "oracle+oracledb://reader:...@10.0.0.5/?service_name=front"}}     any other database
"""

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import NoSuchModuleError, SQLAlchemyError

from innopoints.ingest.connection import Connection
from innopoints.ingest.connector import OfficeUnreachable

_DRIVERS = {
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "mysql": "mysql+pymysql",
    "mariadb": "mariadb+pymysql",
}
_CONNECT_TIMEOUT = ("psycopg", "pymysql")


def engine_of(connection: Connection, connect_seconds: int) -> sa.Engine:
    """The engine. Raises OfficeUnreachable when the connection is no database's, or its driver is missing."""
    try:
        url = _url(connection)
        timed = url.get_dialect().driver in _CONNECT_TIMEOUT
        options = {"connect_args": {"connect_timeout": connect_seconds}} if timed else {}
        # One connection for a fetch; a pool of them would outlive it.
        return sa.create_engine(url, poolclass=sa.NullPool, **options)
    except (NoSuchModuleError, ModuleNotFoundError):
        raise OfficeUnreachable(
            f"connection {connection.name}: no database driver for conn_type {connection.conn_type!r}; "
            f'install one, or put {{"url": "dialect+driver://..."}} into its extra ({connection.variable})'
        ) from None
    except (SQLAlchemyError, ValueError):
        raise OfficeUnreachable(f"{connection.variable} is not a usable database connection; write it anew") from None


def _url(connection: Connection) -> sa.URL:
    if given := connection.extra.get("url"):
        url = sa.make_url(str(given))
        bare = _DRIVERS.get(url.drivername)
        return url.set(drivername=bare) if bare else url
    if connection.conn_type == "sqlite":
        path = Path(connection.folder)
        if not path.is_file():
            raise OfficeUnreachable(f"there is no database file {path}; check {connection.variable}")
        return sa.URL.create("sqlite", database=f"file:{path}", query={"mode": "ro", "uri": "true"})
    return sa.URL.create(
        _DRIVERS.get(connection.conn_type, connection.conn_type),
        username=connection.login or None,
        password=connection.password or None,
        host=connection.host or None,
        port=connection.port,
        database=connection.schema or None,
    )
