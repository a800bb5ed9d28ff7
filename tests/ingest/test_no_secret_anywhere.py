"""凭据：接口、数据库都不许把密码写进文件、日志、报错，哪怕对方原样回显。"""

import base64
import json
import logging
import traceback
from urllib.parse import quote, quote_plus

import pytest

from innopoints.errors import OutsideFailed
from innopoints.ingest.fetch import fetch
from tests.ingest import databases
from tests.ingest.changing_office import KEY, SECRET, ChangingOffice
from tests.ingest.conftest import NIGHT
from tests.ingest.test_rest_pages import HMAC

AUTH = {"bearer": {"kind": "bearer"}, "basic": {"kind": "basic"}, "hmac": HMAC}
TABLE = {"required": ["sbxh"], "columns": ["sbxh", "amount", "updated_at"]}


def spellings(secret: str) -> list[bytes]:
    basic = base64.b64encode(f"{KEY}:{secret}".encode()).decode()
    return [each.encode() for each in (secret, quote(secret, safe=""), quote_plus(secret), repr(secret)[1:-1], basic)]


def everything_said(project, raised, caplog, capfd) -> bytes:
    said = [*capfd.readouterr(), caplog.text, *(traceback.format_exception(each) for each in raised)]
    said += [str(record.__dict__) for record in caplog.records]
    return json.dumps(said, ensure_ascii=False).encode() + str(said).encode() + project.all_bytes()


@pytest.fixture
def loudest(caplog):
    caplog.set_level(logging.DEBUG)  # of httpx, httpcore, sqlalchemy and psycopg as well
    return caplog


@pytest.mark.parametrize("kind", AUTH)
def test_an_interface_s_secret_is_in_no_file_log_or_error(project, loudest, capfd, monkeypatch, kind):
    office = ChangingOffice("page", kind)
    for serial in range(1, 8):
        office.put(serial, f"2026-06-{serial:02d}T08:00:00")
    block = {"page_size": 3, "wait_seconds": 0, "attempts": 2, "timeout_seconds": 0.2, "auth": AUTH[kind]}
    project.passport("tax", "rest", {"rows": {"path": "/rows", **TABLE}}, rest=block)
    raised = []

    def fails(answer, connection=None):
        monkeypatch.setenv("AIRFLOW_CONN_TAX_OFFICE", connection or office.connection())
        office.before_answer = lambda number: (lambda good: answer) if answer else None
        with pytest.raises(OutsideFailed) as error:
            fetch(project.home, "tax", NIGHT)
        raised.append(error.value)

    echo = json.dumps([each.decode() for each in spellings(SECRET)])
    try:
        fails((400, {}, (" " * 190 + echo).encode()))  # a secret cut in two by our own cutting short
        fails((400, {}, echo.encode()))
        fails((200, {}, json.dumps({"code": 7, "message": echo}).encode()))
        fails((200, {}, json.dumps({"data": [], "total": echo}).encode()))
        fails((500, {"Retry-After": "7200"}, echo.encode()))
        fails((401, {}, echo.encode()))
        fails((0, {"seconds": 0.4}, b""))
        fails(None, office.connection().replace("http://", f"http://{KEY}:{SECRET}@").replace("127.0.0.1", "127.0.0.2"))
        monkeypatch.setenv("AIRFLOW_CONN_TAX_OFFICE", office.connection())
        office.before_answer = lambda number: None
        project.bring("tax")
    finally:
        office.close()
    said = everything_said(project, raised, loudest, capfd)
    assert b"S0007" in said, "the rows did land, and the search does look at files"
    assert [each for each in spellings(SECRET) if each in said] == []
    assert SECRET[:8].encode() not in said, "half a secret"


def test_a_database_s_secret_is_in_no_file_log_or_error(project, loudest, capfd, monkeypatch, tmp_path_factory):
    project.passport("talent", "sql", {"rows": {"path": "t", **TABLE}}, sql={"watermark": "updated_at"})
    secret, raised = "p@ss'wört/%41 s3cret", []
    with databases.postgresql(tmp_path_factory.mktemp("pg")) as url:
        import sqlalchemy as sa

        engine = sa.create_engine(url, poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")
        with engine.connect() as database:
            database.exec_driver_sql("create table t (sbxh text, amount numeric, updated_at timestamp)")
            database.exec_driver_sql("insert into t values ('S0007', 1, '2026-06-07 08:00:00')")
            database.exec_driver_sql("create role reader login password 'p@ss''wört/%%41 s3cret'")
            database.exec_driver_sql("grant select on t to reader")
        good = url.set(username="reader", password=secret)

        def fails(address):
            monkeypatch.setenv("AIRFLOW_CONN_TALENT_OFFICE", json.dumps({"conn_type": "x", "extra": {"url": address}}))
            with pytest.raises(OutsideFailed) as error:
                fetch(project.home, "talent", NIGHT)
            raised.append(error.value)

        fails(good.set(username="nobody").render_as_string(hide_password=False))
        fails(good.set(database=f"no {secret}").render_as_string(hide_password=False))
        fails(f"postgresql+psycopg://reader:{secret}@[::1:notaport/x")
        monkeypatch.setenv(
            "AIRFLOW_CONN_TALENT_OFFICE",
            json.dumps({"conn_type": "x", "extra": {"url": good.render_as_string(hide_password=False)}}),
        )
        project.bring("talent")
    said = everything_said(project, raised, loudest, capfd)
    assert b"S0007" in said
    assert [each for each in spellings(secret) if each in said] == []
