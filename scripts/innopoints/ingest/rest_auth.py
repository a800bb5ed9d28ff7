"""How a request shows who asks: bearer token, basic, or a signature over what the passport says.

The secret comes from the connection and goes nowhere but into the request; each attempt is signed anew, so
a repeated request carries its own moment and nonce.
"""

import base64
import hmac
import secrets
from collections.abc import Callable, Generator
from datetime import datetime

import httpx

from innopoints.clock import now
from innopoints.ingest.connection import Connection
from innopoints.ingest.connector import OfficeUnreachable
from innopoints.passports.rest import Auth


def auth_of(auth: Auth, connection: Connection) -> httpx.Auth | None:
    """What identifies our requests. Raises OfficeUnreachable when the connection lacks a part of it."""
    if auth.kind == "bearer":
        return _Bearer(connection.password) if connection.password else None
    missing = [part for part in ("login", "password") if not getattr(connection, part)]
    if missing:
        raise OfficeUnreachable(
            f"connection {connection.name}: {auth.kind} needs {' and '.join(missing)}; set it in {connection.variable}"
        )
    if auth.kind == "basic":
        return httpx.BasicAuth(connection.login, connection.password)
    return Signed(auth, connection.login, connection.password)


class _Bearer(httpx.Auth):
    def __init__(self, token: str):
        self._token = token

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = f"Bearer {self._token}"
        yield request


class Signed(httpx.Auth):
    """HMAC of the passport's `sign` text under the connection's password."""

    def __init__(self, auth: Auth, key: str, secret: str, clock: Callable[[], datetime] = now):
        self._auth, self._key, self._secret, self._clock = auth, key, secret, clock

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        parts = self._parts(request)
        digest = hmac.new(self._secret.encode(), self._auth.sign.format(**parts).encode(), self._auth.algorithm)
        hexadecimal = self._auth.encoding == "hex"
        parts["signature"] = digest.hexdigest() if hexadecimal else base64.b64encode(digest.digest()).decode()
        for name, text in self._auth.headers.items():
            request.headers[name] = text.format(**parts)
        yield request

    def _parts(self, request: httpx.Request) -> dict[str, str]:
        query = request.url.query.decode()
        return {
            "method": request.method,
            "host": request.url.netloc.decode(),
            "path": request.url.raw_path.decode().partition("?")[0],
            "query": query,
            "sorted_query": "&".join(sorted(query.split("&"))),
            "timestamp": self._timestamp(),
            "nonce": secrets.token_hex(16),
            "key": self._key,
        }

    def _timestamp(self) -> str:
        moment = self._clock()
        if self._auth.timestamp == "iso":
            return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
        return str(int(moment.timestamp()) * (1000 if self._auth.timestamp == "milliseconds" else 1))
