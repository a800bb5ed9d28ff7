"""The SQL connector: any SQLAlchemy URL, rows at or after the newest landed one, streamed.

Left-out columns are never selected: they do not leave the office. Rows come ordered by moment of change,
then primary key, so that the same rows give the same batch.
"""

import logging
from datetime import date, datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import NoSuchModuleError, NoSuchTableError, SQLAlchemyError

from innopoints.errors import OutsideFailed
from innopoints.ingest.connection import Connection
from innopoints.ingest.connector import OfficeUnreachable
from innopoints.ingest.header import understand
from innopoints.ingest.incoming import Incoming
from innopoints.ingest.landed import Landed
from innopoints.ingest.pull import RowWriter
from innopoints.ingest.refusal import NotLandable
from innopoints.passports.source import Source, Table

log = logging.getLogger("innopoints.fetch")
_DRIVERS = {"postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg", "mysql": "mysql+pymysql"}


class SqlConnector:
    """One office's front database."""

    def __init__(self, source: Source, connection: Connection):
        self._source, self._connection, self._settings = source, connection, source.settings
        try:
            self._url = _url(connection)
            self._engine = sa.create_engine(self._url)
        except (NoSuchModuleError, ModuleNotFoundError):
            raise OfficeUnreachable(
                f"connection {connection.name}: no database driver for conn_type {connection.conn_type!r}; "
                f'install one, or put {{"url": "dialect+driver://..."}} into its extra ({connection.variable})'
            ) from None
        except (SQLAlchemyError, ValueError):
            raise OfficeUnreachable(
                f"{connection.variable} is not a usable database connection; write it anew"
            ) from None

    def pull(self, table: Table, landed: Landed, incoming: Incoming, fetched_at: datetime) -> dict:
        since = landed.watermark()
        with incoming.aside() as aside:
            rows = RowWriter(aside, table, self._source.leave_out)
            try:
                self._stream(table, since, rows)
            except NotLandable as error:
                raise OutsideFailed(f"{table.path}: {error}") from None
            except NoSuchTableError:
                raise OutsideFailed(
                    f"{table.path}: no such table in {self._said()}; ask the office, or mend the passport's path"
                ) from None
            except SQLAlchemyError as error:
                raise self._failed(table, error) from None
            if rows.rows:
                note = {"origin": table.path, "since": since, "fetched_at": fetched_at.isoformat()}
                incoming.keep(aside, "pull", note | rows.note())
        return {"rows": rows.rows, "since": since}

    def leftovers(self) -> list[str]:
        return []

    def close(self) -> None:
        self._engine.dispose()

    def _stream(self, table: Table, since: str | None, rows: RowWriter) -> None:
        with self._engine.connect() as database:
            query = self._query(table, since, database)
            streamed = database.execution_options(yield_per=self._settings.batch_rows).execute(query)
            for number, part in enumerate(streamed.mappings().partitions(), start=1):
                rows.write(part)
                if number % 40 == 0:
                    log.info("%s %s: %d rows so far", self._source.source, table.path, rows.rows)

    def _query(self, table: Table, since: str | None, database: sa.Connection) -> sa.Select:
        schema, _, name = table.path.rpartition(".")
        there = sa.Table(name, sa.MetaData(), schema=schema or None, autoload_with=database)
        header = understand(list(there.columns.keys()), table, self._source.leave_out)
        taken = [column for column, target in zip(there.columns, header.target, strict=True) if target]
        changed = header.position().get(self._settings.watermark)
        if changed is None:
            raise NotLandable(f"there is no column {self._settings.watermark}, by which new rows are found")
        moment = list(there.columns)[changed]
        query = sa.select(*taken).order_by(moment, *there.primary_key.columns)
        if since is not None:
            query = query.where(sa.or_(moment >= _bound(moment, since), moment.is_(None)))
        return query

    def _failed(self, table: Table, error: SQLAlchemyError) -> OutsideFailed:
        secret = Connection("", "", password=self._url.password or "")
        words = secret.without_secrets(self._connection.without_secrets(getattr(error, "orig", None) or error))
        # Without a statement it was the connection itself that failed.
        kind = OutsideFailed if getattr(error, "statement", None) else OfficeUnreachable
        first = words.strip().splitlines()[0] if words.strip() else type(error).__name__
        return kind(f"{table.path}: {self._said()} says: {first}; check {self._connection.variable} and the database")

    def _said(self) -> str:
        """The database, without user, password or options."""
        return f"{self._url.get_backend_name()} database {self._url.host or ''}/{Path(self._url.database or '').name}"


def connect(source: Source, connection: Connection) -> SqlConnector:
    """The office's database; nothing is asked yet. Raises OfficeUnreachable when the connection cannot be used."""
    return SqlConnector(source, connection)


def _url(connection: Connection) -> sa.URL:
    if given := connection.extra.get("url"):
        return sa.make_url(str(given))
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


def _bound(column: sa.Column, since: str):
    """The watermark in the column's own type: a text compares with text, a moment with a moment."""
    try:
        kind = column.type.python_type
    except NotImplementedError:
        return since
    if kind is datetime:
        return datetime.fromisoformat(since)
    return date.fromisoformat(since[:10]) if kind is date else since
