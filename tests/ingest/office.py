"""A real HTTP office on this machine: pages, a token, rows changed since, and the bad days a test asks for."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

TOKEN = "token-of-the-tax-bureau"


class Office:
    """Serves `tables` {path: rows}; `bad_days` are answers given before the good ones: (status, headers, body)."""

    def __init__(self):
        self.tables: dict[str, list[dict]] = {}
        self.bad_days: list[tuple[int, dict, bytes]] = []
        self.broken: set[str] = set()
        self.says: dict = {}  # what every answer says besides
        self.between_pages = lambda page: None
        self.asked: list[str] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def connection(self, token: str = TOKEN) -> str:
        return json.dumps({"conn_type": "http", "host": self.url, "password": token})

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, path: str, query: dict) -> tuple[int, dict, bytes]:
        if self.bad_days:
            return self.bad_days.pop(0)
        if path in self.broken:
            return 500, {}, b"internal error"
        if path not in self.tables:
            return 404, {}, b"no such interface"
        since, page, size = query.get("updated_since", ""), int(query["page"]), int(query["page_size"])
        self.between_pages(page)
        rows = [row for row in self.tables[path] if row["updated_at"] >= since]
        rows.sort(key=lambda row: (row["updated_at"], row.get("sbxh", "")))
        data = rows[(page - 1) * size : page * size]
        body = {"code": 0, "page": page, "page_size": size, "total": len(rows), "data": data}
        body |= self.says
        return 200, {}, json.dumps(body, ensure_ascii=False).encode()

    def _handler(office):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                address = urlsplit(self.path)
                office.asked.append(self.path)
                if self.headers.get("Authorization") != f"Bearer {TOKEN}":
                    status, headers, body = 401, {}, b'{"code": 401}'
                else:
                    query = {key: values[0] for key, values in parse_qs(address.query).items()}
                    status, headers, body = office._answer(address.path, query)
                if status == 0:  # a day when the office picks up and says nothing
                    time.sleep(float(headers["seconds"]))
                    return
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        return Handler
