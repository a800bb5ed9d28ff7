"""SQL：按更新时间增量、流式读取；个人信息列不出库。"""

import sqlite3

import pytest

from innopoints.errors import OutsideFailed
from innopoints.ingest.connection import resolve
from innopoints.ingest.fetch import fetch
from innopoints.ingest.lock import source_locked
from innopoints.ingest.sql import connect as connect_sql
from innopoints.passports.source import read_source
from tests.ingest.conftest import NIGHT

COLUMNS = ["id", "person_cd", "uni_social_crd_cd", "pay", "update_time"]


@pytest.fixture
def front(project, tmp_path, monkeypatch):
    path = tmp_path / "front.db"
    database = sqlite3.connect(path)
    database.execute(
        "create table t_insured (id integer primary key, person_cd text, nm text, CERT_NO text,"
        " uni_social_crd_cd text, pay decimal(10,2), update_time text)"
    )
    database.execute("create table t_title (id integer primary key, update_time text)")
    rows = [
        (n, f"P{n}", f"张三丰{n}", f"4413019900101{n:04d}", "91441300MA0000003C", n, f"2026-06-{n:02d} 08:00:00")
        for n in range(1, 8)
    ]
    database.executemany("insert into t_insured values (?,?,?,?,?,?,?)", rows)
    database.commit()
    monkeypatch.setenv("AIRFLOW_CONN_TALENT_OFFICE", f'{{"conn_type": "sqlite", "host": "{path}"}}')
    project.passport(
        "talent",
        "sql",
        {
            "insured": {"path": "t_insured", "required": ["person_cd"], "columns": COLUMNS},
            "title": {"path": "t_title", "required": ["id"], "columns": ["id", "update_time"]},
        },
        sql={"batch_rows": 3},
        leave_out=["nm", "cert_no"],
    )
    project.database = database
    return project


def add(front, serial: int, moment: str | None) -> None:
    values = (serial, f"P{serial}", "李四光", "x", "91441300MA0000003C", 1, moment)
    front.database.execute("insert into t_insured values (?,?,?,?,?,?,?)", values)
    front.database.commit()


def people(front) -> list[str]:
    return [each["person_cd"] for each in front.rows("talent", "insured")]


def test_a_table_lands_as_text_and_an_empty_one_gives_no_batch(front):
    tables = front.bring("talent")
    assert tables["insured"] == {"batches": 1, "rows": 7, "repeated_rows": 0}
    assert tables["title"] == {"batches": 0, "rows": 0, "repeated_rows": 0}
    assert front.rows("talent", "insured")[2]["pay"] == "3", "SQLite keeps 3 in a decimal(10,2), and prints it so"
    assert front.batches("talent", "insured")[0].origin == "t_insured"


def test_rows_of_the_watermark_moment_itself_are_not_lost_and_not_doubled(front):
    front.bring("talent")
    add(front, 8, "2026-06-07 08:00:00")
    add(front, 9, "2026-06-09 08:00:00")
    # Asked again: the newest row landed, and the one a day (overlap_days) before it.
    assert front.bring("talent", night=1)["insured"] == {"batches": 1, "rows": 2, "repeated_rows": 2}
    assert people(front) == [f"P{n}" for n in range(1, 10)]


def test_a_row_without_a_moment_of_change_lands_once(front):
    add(front, 10, None)
    front.bring("talent")
    assert front.bring("talent", night=1)["insured"]["batches"] == 0
    assert people(front).count("P10") == 1


def test_personal_columns_are_never_selected_and_never_on_disk(front):
    seen = []
    office = connect_sql(read_source("talent"), resolve("talent_office"))
    import sqlalchemy

    sqlalchemy.event.listen(office._engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    from innopoints.ingest.incoming import Incoming
    from innopoints.ingest.landed import Landed

    table = read_source("talent").tables["insured"]
    office.pull(table, Landed(front.home, "talent", "insured"), Incoming(front.home, "talent", "insured"), NIGHT)
    office.close()
    (query,) = [each for each in seen if "from t_insured" in each.lower()]
    assert "cert_no" not in query.lower()
    assert ".nm" not in query.lower()
    front.bring("talent")
    assert "张三丰".encode() not in front.all_bytes()
    assert b"4413019900101" not in front.all_bytes()


def test_a_missing_table_is_named_and_the_others_land(front):
    front.database.execute("drop table t_title")
    with pytest.raises(OutsideFailed, match=r"^talent: title: t_title: no such table"):
        fetch(front.home, "talent", NIGHT)
    front.database.execute("create table t_title (id integer, update_time text)")
    assert front.bring("talent")["insured"]["rows"] == 7


def test_a_table_without_the_watermark_column_is_named(front):
    front.database.execute("alter table t_title drop column update_time")
    with pytest.raises(OutsideFailed, match=r"title: t_title: there is no column update_time"):
        fetch(front.home, "talent", NIGHT)


def test_the_front_database_is_opened_read_only(front):
    import sqlalchemy

    office = connect_sql(read_source("talent"), resolve("talent_office"))
    with office._engine.connect() as database, pytest.raises(sqlalchemy.exc.OperationalError, match="readonly"):
        database.execute(sqlalchemy.text("delete from t_insured"))
    office.close()


def test_a_missing_database_file_names_the_variable(front, monkeypatch):
    monkeypatch.setenv("AIRFLOW_CONN_TALENT_OFFICE", '{"conn_type": "sqlite", "host": "/nowhere/front.db"}')
    with pytest.raises(OutsideFailed, match=r"no database file /nowhere/front.db; check AIRFLOW_CONN_TALENT_OFFICE"):
        fetch(front.home, "talent", NIGHT)


def test_a_database_nobody_answers_at_does_not_give_away_the_password(front, monkeypatch):
    uri = "sqlite:////nowhere/secret-password-1234/front.db"
    monkeypatch.setenv("AIRFLOW_CONN_TALENT_OFFICE", f'{{"conn_type": "sqlite", "extra": {{"url": "{uri}"}}}}')
    with pytest.raises(OutsideFailed) as raised:
        fetch(front.home, "talent", NIGHT)
    assert "secret-password-1234" not in str(raised.value)


def test_a_database_we_have_no_driver_for_says_how_to_name_one(front, monkeypatch):
    monkeypatch.setenv("AIRFLOW_CONN_TALENT_OFFICE", "dameng://reader:s3cret-word@10.0.0.5:5236/front")
    with pytest.raises(OutsideFailed, match=r"no database driver for conn_type 'dameng'; .*\"url\"") as raised:
        fetch(front.home, "talent", NIGHT)
    assert "s3cret-word" not in str(raised.value)


def test_two_workers_on_one_source_do_not_meet(front):
    with (
        source_locked(front.home, "talent"),
        pytest.raises(OutsideFailed, match="another fetch, land or check of talent"),
    ):
        fetch(front.home, "talent", NIGHT)
    assert front.bring("talent")["insured"]["rows"] == 7
