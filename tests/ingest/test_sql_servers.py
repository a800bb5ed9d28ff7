"""SQL：真实的 PostgreSQL 与 MariaDB——值一字不差、读的是同一时刻、怪名字也不怕、晚提交的行不丢。"""

import json

import pytest
import sqlalchemy as sa

from innopoints.errors import OutsideFailed
from innopoints.ingest.fetch import fetch
from innopoints.ingest.sql_snapshot import snapshot
from tests.ingest import databases
from tests.ingest.conftest import NIGHT

SERVERS = {"postgresql": databases.postgresql, "mariadb": databases.mariadb}
PLAIN = ["id", "op_type", "amount", "update_time"]


class Front:
    """A front database (前置库) on a real server, and what an office does to it."""

    def __init__(self, url: sa.URL, kind: str):
        self.url, self.kind = url, kind
        self.engine = sa.create_engine(url, poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")

    def run(self, words: str) -> None:
        with self.engine.connect() as database:
            database.exec_driver_sql(words.replace("%", "%%"))

    def connection(self, **more) -> str:
        url = self.url.render_as_string(hide_password=False)
        return json.dumps({"conn_type": self.kind, "extra": {"url": url}} | more)


@pytest.fixture(scope="module", params=list(SERVERS))
def server(request, tmp_path_factory):
    # A socket's path may be no longer than 107 bytes: pytest's own folders fit.
    with SERVERS[request.param](tmp_path_factory.mktemp(request.param[:2])) as url:
        yield Front(url, request.param)


@pytest.fixture
def front(server, project, monkeypatch):
    server.run("create schema front") if server.kind == "postgresql" else server.run("create database front")
    monkeypatch.setenv("AIRFLOW_CONN_TALENT_OFFICE", server.connection())
    project.server = server
    yield project
    server.run("drop schema front cascade") if server.kind == "postgresql" else server.run("drop database front")


def passport(front, columns=PLAIN, required=("id",), path="front.t_insured", **rest) -> None:
    front.passport("talent", "sql", {"insured": {"path": path, "required": list(required), "columns": columns}}, **rest)


def plain_table(front) -> None:
    front.server.run(
        "create table front.t_insured (id int, op_type char(1), amount decimal(20,2), update_time timestamp(6) null)"
    )


def add(front, serial, op="I", amount="1.00", moment="2026-06-07 08:00:00"):
    front.server.run(f"insert into front.t_insured values ({serial}, '{op}', {amount}, '{moment}')")


def landed(front) -> list[dict]:
    return [{k: v for k, v in row.items() if not k.startswith("_")} for row in front.rows("talent", "insured")]


def numbers(front) -> list[str]:
    return [row["id"] for row in landed(front)]


def test_every_value_is_the_text_the_database_prints(front):
    if front.server.kind == "postgresql":
        front.server.run(
            "create table front.t_insured (id bigint, amount numeric(38,10), rate float8, paid bool, raw bytea,"
            " at timestamptz, day date, note text, doc jsonb, update_time timestamp)"
        )
        front.server.run(
            "insert into front.t_insured values (9007199254740993, 1234567890123456789012345678.0100000000, 0.1,"
            " true, '\\xCAFE', '2026-06-30 16:30:00+00', '2026-06-30', '百分之 100%',"
            " '{\"甲\": 1}', '2026-06-30 08:00:00.5'),"
            " (null, 0.00, null, false, null, null, null, '', null, '2026-06-30 08:00:01')"
        )
        true, false, moment, nought = "true", "false", "2026-07-01 00:30:00+08", "0.0000000000"
        half = "2026-06-30 08:00:00.5"
    else:
        front.server.run(
            "create table front.t_insured (id bigint, amount decimal(38,10), rate double, paid boolean,"
            " raw varbinary(9), at timestamp null, day date, note text, doc json, update_time datetime(1)) charset=gbk"
        )
        front.server.run(
            "insert into front.t_insured values (9007199254740993, 1234567890123456789012345678.01, 0.1, true, x'CAFE',"
            " convert_tz('2026-06-30 16:30:00', '+00:00', @@session.time_zone), '2026-06-30', '百分之 100%',"
            " '{\"甲\": 1}', '2026-06-30 08:00:00.5'),"
            " (null, 0.00, null, false, null, null, null, '', null, '2026-06-30 08:00:01')"
        )
        true, false, moment, nought = "1", "0", "2026-07-01 00:30:00", "0.0000000000"
        half = "2026-06-30 08:00:00.5"
    columns = ["id", "amount", "rate", "paid", "raw", "at", "day", "note", "doc", "update_time"]
    passport(front, columns)
    front.bring("talent")
    first, second = landed(front)
    assert first == {
        "id": "9007199254740993",
        "amount": "1234567890123456789012345678.0100000000",
        "rate": "0.1",
        "paid": true,
        "raw": "cafe",
        "at": moment,
        "day": "2026-06-30",
        "note": "百分之 100%",
        "doc": '{"甲": 1}',
        "update_time": half,
    }
    assert second["amount"] == nought and second["paid"] == false
    assert [name for name, value in second.items() if value is None] == [
        "id",
        "rate",
        "raw",
        "at",
        "day",
        "note",
        "doc",
    ]


def test_inserts_updates_and_deletes_of_a_front_database_each_land_once(front):
    plain_table(front)
    passport(front)
    add(front, 1)
    add(front, 2)
    front.bring("talent")
    front.server.run(
        "update front.t_insured set op_type = 'U', amount = 2.5, update_time = '2026-06-08 09:00:00' where id = 1"
    )
    add(front, 2, "D", moment="2026-06-08 10:00:00")
    assert front.bring("talent", night=1)["insured"] == {"batches": 1, "rows": 2, "repeated_rows": 1}
    told = [(row["id"], row["op_type"], row["amount"]) for row in landed(front)]
    assert told == [("1", "I", "1.00"), ("2", "I", "1.00"), ("1", "U", "2.50"), ("2", "D", "1.00")]
    assert front.bring("talent", night=2)["insured"]["batches"] == 0


def test_a_row_committed_late_with_an_older_moment_is_not_lost(front):
    plain_table(front)
    passport(front, sql={"overlap_days": 0.5})
    with front.server.engine.connect().execution_options(isolation_level="READ COMMITTED") as late:
        late.exec_driver_sql("insert into front.t_insured values (1, 'I', 1, '2026-06-07 07:00:00')")
        add(front, 2)
        front.bring("talent")
        late.commit()
    front.bring("talent", night=1)
    front.bring("talent", night=2)
    assert numbers(front) == ["2", "1"]


def test_rows_exactly_at_the_edge_of_the_overlap_are_not_doubled_whatever_their_fractions(front):
    plain_table(front)
    passport(front)
    for serial, moment in enumerate(["06-06 08:00:00.1", "06-06 08:00:00.123456", "06-07 08:00:00.100000"], start=1):
        add(front, serial, moment=f"2026-{moment}")
    front.bring("talent")
    assert front.bring("talent", night=1)["insured"] == {"batches": 0, "rows": 0, "repeated_rows": 3}


def test_all_tables_are_read_as_of_one_moment_and_nothing_can_be_written(front):
    plain_table(front)
    add(front, 1)
    counted = sa.text("select count(*) from front.t_insured")
    engine = sa.create_engine(front.server.url, poolclass=sa.NullPool)
    database = snapshot(engine, "+08:00")
    assert database.scalar(counted) == 1
    add(front, 2)
    assert database.scalar(counted) == 1
    with pytest.raises(sa.exc.DBAPIError, match=r"(?i)read.only"):
        database.execute(sa.text("delete from front.t_insured"))
    database.close()


def test_awkward_names_are_names_and_never_sql(front):
    quote = '"' if front.server.kind == "postgresql" else "`"

    def quoted(name):
        return quote + name.replace(quote, quote * 2) + quote

    victim = "front.t_victim"
    front.server.run(f"create table {victim} (id int)")
    odd = [
        "select",
        "营业收入（万元）",
        'say "hi"',
        "it's",
        "a`b",
        "100%",
        "x:y %(z)s",
        "a; drop table front.t_victim; --",
    ]
    columns = ", ".join(f"{quoted(name)} varchar(20)" for name in [*odd, "order", "更新 时间"])
    table = 'odd table"; drop table front.t_victim; --.v1'
    front.server.run(f"create table front.{quoted(table)} ({columns})")
    values = ", ".join(f"'v{number}'" for number in range(len(odd)))
    front.server.run(f"insert into front.{quoted(table)} values ({values}, null, '2026-06-07 08:00:00')")
    path = 'front."' + table.replace('"', '""') + '"'
    front.passport(
        "talent",
        "sql",
        {
            "insured": {
                "path": path,
                "required": odd,
                "columns": [*odd, "update_time"],
                "aliases": {"更新 时间": "update_time"},
            }
        },
        leave_out=["order"],
    )
    front.bring("talent")
    (row,) = landed(front)
    assert row == {name: f"v{number}" for number, name in enumerate(odd)} | {"update_time": "2026-06-07 08:00:00"}
    assert front.bring("talent", night=1)["insured"] == {"batches": 0, "rows": 0, "repeated_rows": 1}
    front.server.run(f"insert into {victim} values (1)")


def test_personal_columns_never_cross_the_wire(front, monkeypatch):
    front.server.run(
        "create table front.t_insured (id int, cert_no varchar(18) primary key, update_time timestamp null)"
    )
    front.server.run("insert into front.t_insured values (1, '441301199001011234', '2026-06-07 08:00:00')")
    passport(front, ["id", "update_time"], leave_out=["cert_no"])
    asked = []
    execute = sa.engine.default.DefaultDialect.do_execute
    monkeypatch.setattr(
        sa.engine.default.DefaultDialect,
        "do_execute",
        lambda self, cursor, words, *rest, **more: (asked.append(words), execute(self, cursor, words, *rest, **more))[
            1
        ],
    )
    front.bring("talent")
    (query,) = [words for words in asked if "t_insured" in words and "c1" in words]
    assert "cert_no" not in query
    assert b"441301199001011234" not in front.all_bytes()


def test_a_wrong_password_names_the_variable_and_not_the_password(front, monkeypatch):
    plain_table(front)
    passport(front)
    url = front.server.url.set(username="nobody_here", password="s3cret-word")
    monkeypatch.setenv(
        "AIRFLOW_CONN_TALENT_OFFICE",
        json.dumps({"conn_type": "x", "extra": {"url": url.render_as_string(hide_password=False)}}),
    )
    with pytest.raises(OutsideFailed, match="AIRFLOW_CONN_TALENT_OFFICE") as raised:
        fetch(front.home, "talent", NIGHT)
    assert "s3cret-word" not in str(raised.value)


def test_a_broken_table_does_not_stop_the_others(front):
    plain_table(front)
    add(front, 1)
    table = {"required": ["id"], "columns": PLAIN}
    tables = {"gone": {"path": "front.t_gone", **table}, "insured": {"path": "front.t_insured", **table}}
    front.passport("talent", "sql", tables)
    with pytest.raises(OutsideFailed, match=r"gone: front.t_gone: no such table in \w+ database"):
        fetch(front.home, "talent", NIGHT)
    from innopoints.ingest.land import land

    assert land(front.home, "talent", NIGHT)["tables"]["insured"]["rows"] == 1
