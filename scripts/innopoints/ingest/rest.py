"""The REST connector: bearer token, page numbers, rows changed since the newest one landed.

    GET <host><path>?page=1&page_size=500&updated_since=2026-06-29T00:00:00
    -> {"code": 0, "total": 1203, "data": [...]}

All pages or none: when the pages do not add up to the office's own `total`, nothing is kept.
"""

import logging
from datetime import datetime

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt

from innopoints.errors import OutsideFailed
from innopoints.ingest.connection import Connection
from innopoints.ingest.connector import OfficeUnreachable
from innopoints.ingest.incoming import Incoming
from innopoints.ingest.landed import Landed, earlier
from innopoints.ingest.pull import RowWriter
from innopoints.ingest.refusal import NotLandable
from innopoints.ingest.rest_answer import Busy, answer_of, rows_of, wait_before
from innopoints.passports.source import Source, Table

log = logging.getLogger("innopoints.fetch")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class RestConnector:
    """One office behind HTTP."""

    def __init__(self, source: Source, connection: Connection):
        self._source, self._connection, self._settings = source, connection, source.settings
        base = _base_url(connection)
        headers = {"Authorization": f"Bearer {connection.password}"} if connection.password else {}
        self._client = httpx.Client(
            base_url=base,
            headers={"Accept": "application/json", **headers},
            timeout=self._settings.timeout_seconds,
            # A proxy set for the internet must not be asked for this very machine.
            trust_env=base.host not in _LOOPBACK,
        )

    def pull(self, table: Table, landed: Landed, incoming: Incoming, fetched_at: datetime) -> dict:
        since = earlier(landed.watermark(), self._settings.overlap_days)
        with incoming.aside() as aside:
            rows = RowWriter(aside, table, self._source.leave_out)
            try:
                self._all_pages(table, since, rows)
            except NotLandable as error:
                raise OutsideFailed(f"{table.path}: {error}") from None
            if rows.rows:
                note = {"origin": table.path, "since": since, "fetched_at": fetched_at.isoformat()}
                incoming.keep(aside, "pull", note | rows.note())
        return {"rows": rows.rows, "since": since}

    def leftovers(self) -> list[str]:
        return []

    def close(self) -> None:
        self._client.close()

    def _all_pages(self, table: Table, since: str | None, rows: RowWriter) -> None:
        query = {"page_size": self._settings.page_size} | ({"updated_since": since} if since else {})
        page, most = 0, 0
        while True:
            page += 1
            data, total = rows_of(self._get(table.path, query | {"page": page}), table.path)
            rows.write(data)
            if total is not None and total < most:
                raise OutsideFailed(f"{table.path}: total fell from {most} to {total} between two pages: fetch again")
            most = total or most
            if page % 50 == 0:
                log.info("%s %s: page %d, %d rows so far", self._source.source, table.path, page, rows.rows)
            if not data or (total is not None and rows.rows >= total):
                break
        if total is not None and rows.rows != total:
            raise OutsideFailed(
                f"{table.path}: {page} pages hold {rows.rows} rows, but the office says total = {total}; "
                "its data may have changed meanwhile: fetch again"
            )

    def _get(self, path: str, query: dict) -> dict:
        retrying = Retrying(
            retry=retry_if_exception_type(Busy),
            stop=stop_after_attempt(self._settings.attempts),
            wait=self._wait,
            before_sleep=lambda state: log.warning(
                "%s %s: %s; asking again in %.0f s", self._source.source, path, _last(state), state.next_action.sleep
            ),
            reraise=True,
        )
        try:
            return retrying(self._ask, path, query)
        except Busy as busy:
            kind = OfficeUnreachable if busy.unreachable else OutsideFailed
            raise kind(
                f"{path}: {busy}, {self._settings.attempts} times ({self._client.base_url}). Nothing of it was kept; "
                "ask the office whether its service is up, then fetch again"
            ) from None

    def _ask(self, path: str, query: dict) -> dict:
        try:
            response = self._client.get(path, params=query)
        except httpx.TimeoutException as error:
            raise Busy(f"no answer within {self._settings.timeout_seconds:g} s ({type(error).__name__})") from None
        except httpx.TransportError as error:
            text = self._connection.without_secrets(error)
            raise Busy(text, unreachable=isinstance(error, httpx.ConnectError)) from None
        if response.status_code in (401, 403):
            raise OfficeUnreachable(
                f"{path}: the office refuses our token (HTTP {response.status_code}). "
                f"Put a valid one in {self._connection.variable} (password), then fetch again"
            )
        return answer_of(response, path, self._settings.longest_wait_seconds)

    def _wait(self, state: RetryCallState) -> float:
        return wait_before(state.attempt_number, _last(state), self._settings)


def connect(source: Source, connection: Connection) -> RestConnector:
    """The office's interface; nothing is asked yet. Raises OutsideFailed when the connection names no host."""
    return RestConnector(source, connection)


def _last(state: RetryCallState) -> Busy:
    return state.outcome.exception()


def _base_url(connection: Connection) -> httpx.URL:
    """Scheme and host only: a user or password written into the host would end up in error texts."""
    host = connection.host
    if host and "://" not in host:
        scheme = connection.schema if connection.schema in ("http", "https") else connection.conn_type
        host = f"{scheme if scheme in ('http', 'https') else 'http'}://{host}"
    try:
        url = httpx.URL(host)
    except httpx.InvalidURL:
        url = httpx.URL("")
    if not url.host:
        raise OfficeUnreachable(f"connection {connection.name}: no host; set it in {connection.variable}")
    port = connection.port or url.port
    return httpx.URL(scheme=url.scheme, host=url.host, port=port, path=url.path)
