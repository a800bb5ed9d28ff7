"""The tax bureau's REST service: `GET /api/v1/<table>?page=1&page_size=500&updated_since=2026-05-01T00:00:00`.

Answers `{"code":0,"synthetic":true,"page":..,"page_size":..,"total":..,"sums":{"paid_amt":".."},"data":[..]}`: rows by
(updated_at, serial), updated_since included; total and sums are those of all pages. 400 for a request that cannot be
met, 401 without the token, 404 for an unknown table, 503 while the office is down. Ends on SIGTERM or when its parent
closes its input.
"""

import contextlib
import json
import secrets
import signal
import sqlite3
import sys
import threading
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from sample_exchange.writers.rest_store import STORE
from sample_exchange.writers.stated import Stated

LARGEST_PAGE = 1000
_SHANGHAI = timezone(timedelta(hours=8))


class BadRequest(Exception):
    """A request that asks for something this service does not offer."""


class TaxBureau:
    """Reads pages from the store; one instance per connection, as SQLite connections do not cross threads."""

    def __init__(self, store: Path):
        self._connection = sqlite3.connect(f"file:{store}?mode=ro&immutable=1", uri=True)
        self._connection.row_factory = sqlite3.Row
        self.tables = [
            row[0] for row in self._connection.execute("select name from sqlite_master where type = 'table'")
        ]

    def close(self) -> None:
        self._connection.close()

    def begin(self, table: str, updated_since: str | None) -> int:
        """The rowid of the first row from `updated_since` on."""
        if not updated_since:
            return 1
        found = self._one(
            f"select rowid from {table} where updated_at >= ? order by updated_at, rowid limit 1", updated_since
        )
        return found or self._last(table) + 1

    def page(self, table: str, first: int, page: int, page_size: int) -> tuple[int, list[dict]]:
        """(rows from rowid `first` on, the page's rows): a range of rowids, whatever the page."""
        begin = first + (page - 1) * page_size
        rows = self._connection.execute(
            f"select * from {table} where rowid between ? and ? order by rowid", [begin, begin + page_size - 1]
        )
        return self._last(table) - first + 1, [dict(row) for row in rows]

    def sums(self, table: str, first: int) -> dict[str, str]:
        """What the amounts of all rows from rowid `first` on sum up to."""
        stated = Stated(table)
        if columns := list(stated.sums):
            query = f"select {', '.join(columns)} from {table} where rowid >= ?"
            stated.add(columns, self._connection.execute(query, [first]))
        return stated.as_texts()

    def _last(self, table: str) -> int:
        return self._one(f"select max(rowid) from {table}") or 0

    def _one(self, query: str, *values):
        row = self._connection.execute(query, values).fetchone()
        return row[0] if row else None


def read_query(query: str) -> tuple[int, int, str | None]:
    """page, page_size and updated_since of a request; BadRequest says which is wrong."""
    given = {name: values[-1] for name, values in parse_qs(query, keep_blank_values=True).items()}
    if unknown := set(given) - {"page", "page_size", "updated_since"}:
        raise BadRequest(f"unknown parameter {sorted(unknown)[0]}")
    page, size = (_positive(given.get(name, default), name) for name, default in (("page", "1"), ("page_size", "500")))
    if size > LARGEST_PAGE:
        raise BadRequest(f"page_size is at most {LARGEST_PAGE}")
    since = given.get("updated_since")
    if since:
        try:
            moment = datetime.fromisoformat(since.replace(" ", "+") if since.count(":") > 2 else since)
        except ValueError:
            raise BadRequest("updated_since is not an ISO date or time") from None
        moment = moment.astimezone(_SHANGHAI).replace(tzinfo=None) if moment.tzinfo else moment
        since = moment.isoformat(timespec="seconds")
    return page, size, since


def _positive(text: str, name: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise BadRequest(f"{name} is a positive whole number")
    return int(text)


def handler_of(store: Path, token: str, down: bool, failing: set[str]) -> type[BaseHTTPRequestHandler]:
    summed: dict[tuple[str, int], dict[str, str]] = {}  # the store does not change while it is served

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1  # header and body leave together

        def setup(self):
            super().setup()
            self.office = TaxBureau(store)

        def finish(self):
            self.office.close()
            with contextlib.suppress(ConnectionError):
                super().finish()

        def do_GET(self):
            asked = urlsplit(self.path)
            table = asked.path.removeprefix("/api/v1/")
            if not secrets.compare_digest(self.headers.get("Authorization", "").encode(), f"Bearer {token}".encode()):
                return self.answer(401, message="a valid token is needed")
            if down or table in failing:
                return self.answer(503, message="the office is closed for maintenance")
            if not asked.path.startswith("/api/v1/") or table not in self.office.tables:
                return self.answer(404, message="no such table")
            try:
                page, size, since = read_query(asked.query)
            except BadRequest as wrong:
                return self.answer(400, message=str(wrong))
            first = self.office.begin(table, since)
            if (table, first) not in summed:
                summed[table, first] = self.office.sums(table, first)
            total, data = self.office.page(table, first, page, size)
            return self.answer(200, page=page, page_size=size, total=total, sums=summed[table, first], data=data)

        def answer(self, status: int, **content) -> None:
            code = 0 if status == 200 else status
            body = json.dumps({"code": code, "synthetic": True, **content}, ensure_ascii=False).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            """Nothing: a page is not news."""

    return Handler


def serve(data: Path, port: int, down: bool, failing: set[str], until_stdin_closes: bool) -> int:
    """Serve until told to stop; prints one JSON line with url, port and token when ready."""
    store = data / "tax" / STORE
    if not store.exists():
        print(
            f"{store} is missing; write the data first: python scripts/sample_exchange generate --to {data}",
            file=sys.stderr,
        )
        return 2
    token = secrets.token_urlsafe(18)
    server = ThreadingHTTPServer(("127.0.0.1", port), handler_of(store, token, down, failing))
    server.daemon_threads = True
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    if until_stdin_closes:
        threading.Thread(target=lambda: (sys.stdin.buffer.read(), stop.set()), daemon=True).start()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
    port = server.server_address[1]
    ready = json.dumps({"url": f"http://127.0.0.1:{port}", "port": port, "token": token, "synthetic": True})
    (data / "serve.json").write_text(ready + "\n", encoding="utf-8")
    print(ready, flush=True)
    stop.wait()
    server.shutdown()
    server.server_close()
    (data / "serve.json").unlink(missing_ok=True)
    return 0
