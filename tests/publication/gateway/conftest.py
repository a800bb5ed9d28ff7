"""A real PostgreSQL server, six banks that read there, and one published edition delivered to all of them."""

import json
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
import sqlalchemy as sa

from innopoints.gateway.init import init
from innopoints.home import Home
from innopoints.passports.bank import read_banks
from innopoints.project import BANKS
from innopoints.publication.deliver import deliver
from tests.ingest import databases
from tests.publication.candidate_factory import BANKS as BANK_IDS
from tests.publication.candidate_factory import uscc
from tests.publication.conftest import DAY, copy

GATEWAY = "bank_gateway"


class Server:
    """The server, and who asks it."""

    def __init__(self, url: sa.URL):
        self.host = url.query["host"]

    def connection(self, login: str, database: str = "zone") -> str:
        """A connection as the environment holds it."""
        url = f"postgresql://{quote(login, safe='')}@/{quote(database, safe='')}?host={self.host}"
        return json.dumps({"conn_type": "postgres", "extra": {"url": url}})

    def as_login(self, login: str, database: str = "zone") -> psycopg.Connection:
        return psycopg.connect(host=self.host, user=login, dbname=database, autocommit=True)

    def administer(self, *words: str, database: str = "zone") -> None:
        with self.as_login("postgres", database) as con:
            for each in words:
                con.execute(each)

    @contextmanager
    def reading(self, bank: str, cause: str = "POST_LOAN"):
        """A session of the bank with an open reading."""
        with self.as_login(f"bank_{bank}") as con:
            con.execute("select innopoints.open_reading(%s)", [cause])
            yield con


@pytest.fixture(scope="session")
def server():
    # Not under pytest's folder: the next pytest that begins closes that to the server's own user.
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        databases.postgresql(Path(folder, "pg")) as url,
    ):
        running = Server(url)
        running.administer("create role zone_delivery login", "create database zone", database="postgres")
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv(f"AIRFLOW_CONN_{GATEWAY.upper()}", running.connection("zone_delivery"))
            patch.setenv(f"AIRFLOW_CONN_{GATEWAY.upper()}_ADMIN", running.connection("postgres"))
            yield running


@pytest.fixture(scope="session")
def passports(tmp_path_factory) -> Path:
    """The six passports, each with a gateway."""
    folder = tmp_path_factory.mktemp("passports") / "banks"
    shutil.copytree(BANKS, folder)
    for path in folder.glob("*.yml"):
        with path.open("a", encoding="utf-8") as file:
            file.write(f"gateway: {GATEWAY}\n")
    return folder


@pytest.fixture(scope="session")
def ready(server, passports) -> Server:
    """The server is set up, and the banks may log in."""
    init(passports=passports)
    server.administer(*(f"alter role bank_{bank} login" for bank in BANK_IDS))
    return server


@pytest.fixture(scope="session")
def delivered(ready, passports, published_once, tmp_path_factory) -> Home:
    """Edition 1 of the day was delivered to all six, as files and into the gateway."""
    home = copy(published_once, tmp_path_factory.mktemp("delivered"))
    for bank in BANK_IDS:
        assert deliver(home, bank, DAY, passports)["gateway"]["loaded"] == ["2026-06-30/1"]
    return home


@pytest.fixture(scope="session")
def banks(passports):
    return read_banks(passports)


def authorised(bank: str) -> set[str]:
    """Whom the invented authorisations let the bank see."""
    return {uscc(number) for number in range(220) if number % (BANK_IDS.index(bank) + 2) == 0}
