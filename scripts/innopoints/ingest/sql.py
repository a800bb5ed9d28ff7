"""The SQL connector: any SQLAlchemy URL, rows at or after the newest landed one less an overlap, streamed.

Left-out columns are never selected: they do not leave the office. All tables of a source are read in one snapshot
that cannot write. Rows come ordered by moment of change, then key, so that the same rows give the same batch.
"""

import logging
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import NoSuchTableError, SQLAlchemyError

from innopoints.errors import OutsideFailed
from innopoints.ingest.connection import Connection
from innopoints.ingest.connector import OfficeUnreachable
from innopoints.ingest.incoming import Incoming
from innopoints.ingest.landed import Landed, earlier
from innopoints.ingest.refusal import NotLandable
from innopoints.ingest.sql_address import engine_of
from innopoints.ingest.sql_query import query_of
from innopoints.ingest.sql_rows import ArrowWriter
from innopoints.ingest.sql_snapshot import snapshot
from innopoints.passports.source import Source, Table

log = logging.getLogger("innopoints.fetch")
_REPORT_EVERY = 200_000


class SqlConnector:
    """One office's front database."""

    def __init__(self, source: Source, connection: Connection):
        self._source, self._connection, self._settings = source, connection, source.settings
        self._engine = engine_of(connection, self._settings.connect_seconds)
        self._database: sa.Connection | None = None

    def pull(self, table: Table, landed: Landed, incoming: Incoming, fetched_at: datetime) -> dict:
        since = earlier(landed.watermark(), self._settings.overlap_days)
        try:
            note = self._pull(table, since, incoming, fetched_at)
        except (SQLAlchemyError, NotLandable) as error:
            # The tables that follow get a snapshot of their own: this one may have come to its end.
            self._let_go()
            raise self._failed(table, error) from None
        return {"rows": note["rows"], "since": since}

    def leftovers(self) -> list[str]:
        return []

    def close(self) -> None:
        self._let_go()
        self._engine.dispose()

    def _pull(self, table: Table, since: str | None, incoming: Incoming, fetched_at: datetime) -> dict:
        if self._database is None:
            self._database = snapshot(self._engine, self._settings.time_zone)
        asked = query_of(self._database, table, self._settings.watermark, since, self._source.leave_out)
        with incoming.aside() as aside:
            rows = ArrowWriter(aside, asked.header, asked.taken)
            size = self._settings.batch_rows
            streamed = self._database.execute(asked.select, execution_options={"yield_per": size})
            for part in streamed.partitions(size):
                rows.write(part)
                if rows.rows // _REPORT_EVERY > (rows.rows - len(part)) // _REPORT_EVERY:
                    log.info("%s %s: %d rows so far", self._source.source, table.path, rows.rows)
            rows.close()
            if rows.rows:
                note = {"origin": table.path, "since": since, "fetched_at": fetched_at.isoformat()}
                incoming.keep(aside, "pull", note | rows.note())
        return rows.note()

    def _let_go(self) -> None:
        if self._database is not None:
            self._database.close()
            self._database = None

    def _failed(self, table: Table, error: SQLAlchemyError | NotLandable) -> OutsideFailed:
        if isinstance(error, NotLandable):
            return OutsideFailed(f"{table.path}: {error}")
        if isinstance(error, NoSuchTableError):
            return OutsideFailed(
                f"{table.path}: no such table in {self._said()}; ask the office, or mend the passport's path"
            )
        secret = Connection("", "", password=self._engine.url.password or "")
        words = secret.without_secrets(self._connection.without_secrets(getattr(error, "orig", None) or error))
        # Without a statement it was the connection itself that failed.
        kind = OutsideFailed if getattr(error, "statement", None) else OfficeUnreachable
        first = words.strip().splitlines()[0] if words.strip() else type(error).__name__
        return kind(f"{table.path}: {self._said()} says: {first}; check {self._connection.variable} and the database")

    def _said(self) -> str:
        """The database, without user, password or options."""
        url = self._engine.url
        return f"{url.get_backend_name()} database {url.host or ''}/{Path(url.database or '').name}"


def connect(source: Source, connection: Connection) -> SqlConnector:
    """The office's database; nothing is asked yet. Raises OfficeUnreachable when the connection cannot be used."""
    return SqlConnector(source, connection)
