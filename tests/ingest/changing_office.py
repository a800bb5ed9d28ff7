"""A real HTTP office whose rows change while it is read: four ways of paging, three ways of asking who comes.

Rows stand in order of (updated_at, sbxh), as offices do it: an update moves a row to the end and shifts the rest.
A cache before the office answers what it answered before, unless it is told not to.
`before_answer` is called with the number of the request; what it returns, if anything, is answered instead.
"""

import base64
import hashlib
import hmac
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

KEY, SECRET = "app-innopoints", "s3cret-of-the-office"


class ChangingOffice:
    def __init__(self, paging: str = "page", auth: str = "bearer"):
        self.paging, self.auth = paging, auth
        self.rows: dict[str, dict] = {}
        self.before_answer = lambda number: None
        self.asked: list[tuple[str, float]] = []
        self.nonces: list[str] = []
        self.says_total = True
        self.link_host = ""
        self.cache: dict[str, tuple[int, dict, bytes]] | None = None
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def connection(self, secret: str = SECRET) -> str:
        return json.dumps({"conn_type": "http", "host": self.url, "login": KEY, "password": secret})

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def put(self, serial: int, moment: str, amount: str = "1.00") -> dict:
        self.rows[f"S{serial:04d}"] = row = {"sbxh": f"S{serial:04d}", "amount": amount, "updated_at": moment}
        return row

    def _knows(self, headers, method: str, target: str) -> bool:
        if self.auth == "bearer":
            return headers.get("Authorization") == f"Bearer {SECRET}"
        if self.auth == "basic":
            return headers.get("Authorization") == "Basic " + base64.b64encode(f"{KEY}:{SECRET}".encode()).decode()
        address = urlsplit(target)
        moment, nonce = headers.get("X-Time", ""), headers.get("X-Nonce", "")
        text = f"{method}\n{address.path}\n{'&'.join(sorted(address.query.split('&')))}\n{moment}\n{nonce}"
        right = hmac.new(SECRET.encode(), text.encode(), hashlib.sha256).hexdigest()
        fresh = nonce not in self.nonces and abs(time.time() - int(moment)) < 300
        self.nonces.append(nonce)
        return fresh and headers.get("X-Key") == KEY and headers.get("X-Sign") == right

    def _cached(self, target: str, anew: bool) -> tuple[int, dict, bytes]:
        if self.cache is None or anew or target not in self.cache:
            answer = self._answer(target)
            if self.cache is not None:
                self.cache[target] = answer
            return answer
        return self.cache[target]

    def _answer(self, target: str) -> tuple[int, dict, bytes]:
        address = urlsplit(target)
        query = {key: values[0] for key, values in parse_qs(address.query).items()}
        size, since = int(query["page_size"]), query.get("updated_since", "")
        rows = sorted(
            (row for row in self.rows.values() if row["updated_at"] >= since),
            key=lambda row: (row["updated_at"], row["sbxh"]),
        )
        begin = (int(query["page"]) - 1) * size if self.paging == "page" else int(query.get("offset", 0))
        if self.paging in ("cursor", "link") and "cursor" in query:
            begin = int(base64.b64decode(query["cursor"]))
        data, more = rows[begin : begin + size], begin + size < len(rows)
        token = base64.b64encode(str(begin + size).encode()).decode() if more else None
        if self.paging == "link":
            again = f"{self.link_host}{address.path}?page_size={size}&updated_since={since}&cursor={token}"
            return 200, {"Link": f'<{again}>; rel="next"'} if more else {}, json.dumps(data).encode()
        body = {"code": 0, "data": data} | ({"total": len(rows)} if self.says_total else {})
        return 200, {}, json.dumps(body | ({"next_cursor": token} if self.paging == "cursor" else {})).encode()

    def _handler(office):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                office.asked.append((self.path, time.monotonic()))
                if not office._knows(self.headers, "GET", self.path):
                    status, headers, body = 401, {}, b""
                else:
                    bad = office.before_answer(len(office.asked))
                    good = office._cached(self.path, self.headers.get("Cache-Control") == "no-cache")
                    status, headers, body = bad(good) if bad else good
                if status == 0:
                    time.sleep(float(headers["seconds"]))
                    return
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", headers.get("Content-Length") or str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        return Handler
