"""The REST connector: rows changed since the newest one landed, paged and signed as the passport says.

    GET <host><path>?page=1&page_size=500&updated_since=2026-06-29T00:00:00
    -> {"code": 0, "total": 1203, "data": [...]}

All rows or none: what is kept was read twice alike (rest_steady.py), or came in one answer.
"""

import io
import json
from datetime import UTC, datetime
from typing import Any

from innopoints.errors import OutsideFailed
from innopoints.ingest.connection import Connection
from innopoints.ingest.incoming import Incoming
from innopoints.ingest.landed import Landed, earlier
from innopoints.ingest.pull import RowWriter
from innopoints.ingest.refusal import NotLandable
from innopoints.ingest.rest_ask import Asker
from innopoints.ingest.rest_paging import Pager
from innopoints.ingest.rest_reading import Reading
from innopoints.ingest.rest_steady import Steady
from innopoints.passports.source import Source, Table


class RestConnector:
    """One office behind HTTP."""

    def __init__(self, source: Source, connection: Connection):
        self._source, self._settings = source, source.settings
        self._asker = Asker(source, connection)

    def pull(self, table: Table, landed: Landed, incoming: Incoming, fetched_at: datetime) -> dict:
        since = earlier(_newest(landed), self._settings.overlap_days)
        identity = {
            "office": str(self._asker.base),
            "since": since,
            "rest": self._settings.model_dump(),
            "table": table.model_dump(),
            "leave_out": self._source.leave_out,
        }
        pager = Pager(self._asker, self._settings, table.path, since)
        steady = Steady(
            pager,
            lambda rows: self._lines(rows, table, since),
            incoming,
            identity,
            self._settings.readings,
            self._settings.wait_seconds,
        )
        try:
            reading = steady.read()
        except NotLandable as error:
            raise OutsideFailed(f"{table.path}: {error}") from None
        if reading.rows:
            said = self._said(reading, table)
            with incoming.aside() as aside:
                for block in reading.blocks():
                    aside.write(block)
                note = {"origin": table.path, "fetched_at": fetched_at.isoformat(), "kind": "rows"}
                note["promise"] = {"origin": table.path, "says": said}
                incoming.keep(aside, "pull", note | _note(reading, since))
        reading.forget()
        return {"rows": reading.rows, "since": since}

    def _said(self, reading: Reading, table: Table) -> dict[str, str]:
        """How many rows there are and what their amounts sum up to, as the last answer that says so has it."""
        total = reading.pages[-1]["total"]
        sums = next((page["sums"] for page in reversed(reading.pages) if page["sums"] is not None), None)
        if self._settings.answer.sums and table.control_totals and sums is None:
            reading.forget()
            raise OutsideFailed(
                f'{table.path}: the answer has no "{self._settings.answer.sums}"; '
                "ask the office whether the interface has changed"
            )
        return ({} if total is None else {"rows": str(total)}) | (sums or {})

    def leftovers(self) -> list[str]:
        return []

    def close(self) -> None:
        self._asker.close()

    def _lines(self, rows: list[dict], table: Table, since: str | None) -> tuple[bytes, dict]:
        """A page as canonical lines; its note says which columns it has and how old its oldest row is."""
        file = io.BytesIO()
        writer = RowWriter(file, table, self._source.leave_out)
        writer.write(rows)
        lines, note = file.getvalue(), writer.note()
        if since is not None:
            moments = (json.loads(line).get(self._settings.updated_since) for line in lines.splitlines())
            note["oldest"] = min((each for each in moments if each), default=None)
        return lines, note


def connect(source: Source, connection: Connection) -> RestConnector:
    """The office's interface; nothing is asked yet. Raises OutsideFailed when the connection lacks something."""
    return RestConnector(source, connection)


def _newest(landed: Landed) -> str | None:
    """The newest moment received, but none later than we last asked: an office's clock may run ahead of its rows.

    Without a zone the moment of asking is taken in UTC; east of it that only asks for some hours more.
    """
    newest = landed.watermark()
    if newest is None:
        return None
    asked = max(datetime.fromisoformat(each.sidecar["fetched_at"]) for each in landed.received).astimezone(UTC)
    moment = datetime.fromisoformat(newest)
    asked = asked.replace(microsecond=0) if moment.tzinfo else asked.replace(microsecond=0, tzinfo=None)
    if moment <= asked:
        return newest
    return asked.date().isoformat() if len(newest) == 10 else asked.isoformat(sep=newest[10])


def _note(reading: Reading, since: str | None) -> dict[str, Any]:
    """What land() needs to know. `since` goes back to the oldest row an office sent although it is older."""
    notes = [page["note"] for page in reading.pages]
    oldest = [note["oldest"] for note in notes if note.get("oldest")]
    named = ("columns_seen", "columns", "unknown_columns")
    return {
        "rows": reading.rows,
        "since": None if since is None else min([since, *oldest]),
        **{key: list(dict.fromkeys(name for note in notes for name in note[key])) for key in named},
    }
