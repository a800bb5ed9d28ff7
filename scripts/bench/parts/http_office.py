"""An HTTP office that makes its rows up page by page: python http_office.py ROWS.

It prints its port, and ends when its input does.
Standing rows only, in the order of their serial; page numbers, total said. Making a row up costs about a microsecond.
"""

import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

_ROW = (
    '{"sbxh":"S%09d","tax_no":"91441300MA%08d","comp_nm":"示例企业%d号科技有限公司","period":"%d-%02d",'
    '"sale_amt":%d.%02d,"tax_payable":%d.05,"filed_dt":"2026-01-01","updated_at":"2026-01-%02dT00:00:00"}'
)


def page_of(rows: int, page: int, size: int) -> bytes:
    """One page as an office would send it."""
    serials = range((page - 1) * size, min(page * size, rows))
    text = ",".join(
        _ROW % (i, i, i % 520000, 2020 + i % 6, 1 + i % 12, i % 9999999, i % 100, i % 99999, 1 + i % 28)
        for i in serials
    )
    return f'{{"code":0,"total":{rows},"data":[{text}]}}'.encode()


def main() -> None:
    rows = int(sys.argv[1])

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            query = parse_qs(urlsplit(self.path).query)
            body = page_of(rows, int(query["page"][0]), int(query["page_size"][0]))
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_port, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
