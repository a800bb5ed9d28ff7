"""One request to an office, asked again while that may help, never faster than it allows.

Nothing listening is given up after `connect_attempts`, unless the office has answered before in this fetch.
"""

import logging
import time
from typing import Any

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type

from innopoints.errors import OutsideFailed
from innopoints.ingest.connection import Connection
from innopoints.ingest.connector import OfficeUnreachable
from innopoints.ingest.rest_answer import Busy, StillBusy, answer_of, wait_before
from innopoints.ingest.rest_auth import auth_of
from innopoints.passports.source import Source

log = logging.getLogger("innopoints.fetch")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Asker:
    """An office behind HTTP, one request at a time."""

    def __init__(self, source: Source, connection: Connection):
        self._source, self._connection, self._settings = source.source, connection, source.settings
        self.base = base_url(connection)
        # An office may echo what we sent.
        self.clean = connection.without_secrets
        self._answered, self._next_request = False, 0.0
        self._client = httpx.Client(
            base_url=self.base,
            # Read twice from a cache, what moved in between would look as if it had stood still.
            headers={"Accept": "application/json", "Cache-Control": "no-cache"},
            auth=auth_of(self._settings.auth, connection),
            timeout=httpx.Timeout(self._settings.timeout_seconds, connect=self._settings.connect_seconds),
            # A proxy set for the internet must not be asked for this very machine.
            trust_env=self.base.host not in _LOOPBACK,
        )

    def close(self) -> None:
        self._client.close()

    def get(self, path: str, address: str, query: dict | None) -> tuple[Any, str | None]:
        """The JSON of an answer and where its Link header says the next page is; `path` names the table in errors.

        Raises OfficeUnreachable (no other table can be had either) or OutsideFailed.
        """
        retrying = Retrying(
            retry=retry_if_exception_type(Busy),
            stop=lambda state: state.attempt_number >= self._patience(_last(state)),
            wait=lambda state: wait_before(state.attempt_number, _last(state), self._settings),
            before_sleep=lambda state: log.warning(
                "%s %s: %s; asking again in %.0f s", self._source, path, _last(state), state.next_action.sleep
            ),
            reraise=True,
        )
        try:
            return retrying(self._ask, path, address, query)
        except Busy as busy:
            kind = OfficeUnreachable if busy.unreachable else StillBusy
            raise kind(
                f"{path}: {busy}, {self._patience(busy)} times ({self.base}). Nothing of it was landed; "
                "ask the office whether its service is up, then fetch again"
            ) from None

    def _patience(self, busy: Busy) -> int:
        nobody = busy.unreachable and not self._answered
        return min(self._settings.connect_attempts, self._settings.attempts) if nobody else self._settings.attempts

    def _ask(self, path: str, address: str, query: dict | None) -> tuple[Any, str | None]:
        self._pace()
        try:
            # A response knows itself in a circle and would hold its body until the garbage is collected: a page is
            # taken out of it as it comes, so that memory does not grow with the number of pages.
            with self._client.stream("GET", address, params=query) as response:
                body = b"".join(response.iter_bytes())
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            text = self.clean(error)
            raise Busy(f"nobody answers ({type(error).__name__}: {text})", unreachable=True) from None
        except httpx.TimeoutException as error:
            raise Busy(f"no answer within {self._settings.timeout_seconds:g} s ({type(error).__name__})") from None
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise Busy(self.clean(error)) from None
        self._answered = True
        if response.status_code in (401, 403):
            raise OfficeUnreachable(
                f"{path}: the office refuses our {_OURS[self._settings.auth.kind]} (HTTP {response.status_code}). "
                f"Put a valid one in {self._connection.variable} (password), then fetch again"
            )
        answer = answer_of(response, body, path, self._settings.longest_wait_seconds, self.clean)
        return answer, self._next(response, path)

    def _pace(self) -> None:
        if self._settings.requests_per_minute is None:
            return
        time.sleep(max(0.0, self._next_request - time.monotonic()))
        self._next_request = time.monotonic() + 60 / self._settings.requests_per_minute

    def _next(self, response: httpx.Response, path: str) -> str | None:
        if self._settings.paging != "link" or "next" not in response.links:
            return None
        url = response.url.join(response.links["next"]["url"])
        if (url.scheme, url.host, url.port) != (self.base.scheme, self.base.host, self.base.port):
            raise OutsideFailed(
                f"{path}: the next page is said to be at {url.host}, not at the office ({self.base}); "
                "our credentials do not go there: ask the office to mend its Link header"
            )
        return str(url)


_OURS = {"bearer": "token", "basic": "login or password", "hmac": "signature (key, secret, or this clock)"}


def _last(state: RetryCallState) -> Busy:
    return state.outcome.exception()


def base_url(connection: Connection) -> httpx.URL:
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
