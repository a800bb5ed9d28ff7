"""网关：一家银行只看见自己的行、约定的列；读了就有记录，收不回；谁也改不了、删不掉。"""

import json
from contextlib import contextmanager
from datetime import date, timedelta

import psycopg
import pyarrow.parquet as pq
import pytest

from innopoints.errors import OutsideFailed, Refused, WrongUse
from innopoints.gateway.contract import published_columns
from innopoints.gateway.init import init
from innopoints.gateway.verify import verify_gateway
from innopoints.passports.bank import OWN_TABLES, WITHDRAWAL, ZONE_TABLES
from innopoints.passports.objection import Window
from innopoints.publication import audit
from innopoints.publication.deliver import deliver
from innopoints.publication.notice import acknowledgements
from innopoints.publication.publish import publish
from innopoints.publication.recall import recall
from tests.publication.candidate_factory import BANKS, make_candidate, uscc
from tests.publication.conftest import DAY, NOON, copy
from tests.publication.gateway.conftest import GATEWAY, authorised

EVERYBODY = {uscc(number) for number in range(220)}
DENIED = psycopg.errors.InsufficientPrivilege


def columns_of(con, view: str) -> list[str]:
    return [column.name for column in con.execute(f"select * from innopoints.{view} limit 0").description]


def test_a_second_init_does_nothing_and_a_dry_one_changes_nothing(ready, passports):
    nothing = {"migrations": [], "shape": False, "banks": [], "causes": [], "granted": False}
    assert init(passports=passports) == {GATEWAY: nothing}
    ready.administer("create database trial", database="postgres")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(f"AIRFLOW_CONN_{GATEWAY.upper()}_ADMIN", ready.connection("postgres", "trial"))
        said = init(dry_run=True, passports=passports)
        assert said[GATEWAY]["migrations"] and said[GATEWAY]["shape"] and len(said[GATEWAY]["banks"]) == 6
        with ready.as_login("postgres", "trial") as con:
            assert con.execute("select from pg_namespace where nspname like 'innopoints%'").fetchall() == []


def test_the_matrix_of_banks_enterprises_and_columns_has_no_leak(delivered, ready, banks):
    """Through each bank's own login: a cell is there if and only if its enterprise authorised, its column is agreed."""
    edition = delivered.published / "score_v1" / "2026-06-30" / "1"
    published = {table: pq.read_table(edition / f"{table}.parquet").to_pylist() for table in published_columns()}
    seen_of: dict[str, int] = {}
    for bank in BANKS:
        may_see = authorised(bank)
        told = {uscc(1)} if bank == BANKS[0] else set()  # whom it may not see any more
        with ready.reading(bank) as con:
            for table, columns in published_columns().items():
                agreed = banks[bank].handed_over.get(table, [])
                whom = told if table == WITHDRAWAL else may_see
                mine = [row for row in published[table] if agreed and (table in ZONE_TABLES or row["uscc"] in whom)]
                mine = [row for row in mine if table not in OWN_TABLES or row["bank"] == bank]
                expected = sorted(str([row[c] if c in agreed else None for c in columns]) for row in mine)
                names = ", ".join(f'"{column}"' for column in columns)
                for view in (f"current_{table[4:]}", f"{table[4:]}_by_edition"):
                    seen = con.execute(f"select {names} from innopoints.{view}").fetchall()
                    assert sorted(str(list(row)) for row in seen) == expected, (bank, view)
                    seen_of[bank] = seen_of.get(bank, 0) + len(seen)
            for view in ("change_feed_v1", "edition", "recall_notice", "agreed_column", "access_record"):
                text = str(con.execute(f"select * from innopoints.{view}").fetchall())
                assert not [code for code in EVERYBODY - may_see if code in text], (bank, view)
                assert not [other for other in BANKS if other != bank and other in text], (bank, view)
            agreed = con.execute("select table_name, column_name from innopoints.agreed_column").fetchall()
            assert set(agreed) == {(t, column) for t, columns in banks[bank].handed_over.items() for column in columns}
    assert set(seen_of) == set(BANKS) and min(seen_of.values()) > 0


def test_what_a_bank_copies_out_hashes_to_what_the_zone_signed(delivered, ready, banks):
    """psql -c "copy (select … order by …) to stdout" | sha256sum"""
    import hashlib

    with ready.reading("boc_huizhou") as con:
        manifest, signature = con.execute("select manifest, signature from innopoints.edition").fetchone()
        share = delivered.delivery / "boc_huizhou" / "score_v1" / "2026-06-30" / "1"
        assert manifest.encode() == (share / "manifest.json").read_bytes()
        assert signature == (share / "manifest.sig").read_bytes()
        for table in json.loads(manifest)["gateway"]["tables"]:
            names = ", ".join(table["columns"])
            query = f"select {names} from innopoints.current_{table['name'][4:]} order by {names}"
            with con.cursor().copy(f"copy ({query}) to stdout") as copied:
                assert hashlib.sha256(b"".join(copied)).hexdigest() == table["sha256"]


OTHERS = "91441300MA0000001"
ATTEMPTS = [
    ("直接读存储表", "select * from innopoints_store.pub_score_v1"),
    ("直接读一版的分区", 'select * from innopoints_store."pub_score_v1__20260630_1"'),
    ("读登记表", "select * from innopoints_store.delivery"),
    ("读访问记录的底表", "select * from innopoints_store.access_log"),
    ("换成别家银行", "set role bank_boc_huizhou"),
    ("换成视图的主人", "set role innopoints_reader"),
    ("换成装载者", "set role innopoints_loader"),
    ("冒充别人登录", "set session authorization bank_boc_huizhou"),
    ("直接写记录", "select innopoints_store.write_access('look_up', 'AUDIT', null, null, 0, null)"),
    ("自开一版", "select innopoints_store.open_edition('2026-01-01/1', array['pub_score_v1'])"),
    ("关掉行级安全", "set row_security = off; select * from innopoints.current_score_v1"),
    ("不走触发器", "set session_replication_role = replica"),
    ("写视图", "update innopoints.current_score_v1 set score = 100"),
    ("删视图里的行", "delete from innopoints.score_v1_by_edition"),
    ("插入视图", "insert into innopoints.request_cause values ('X', 'x', 'x')"),
    ("建自己的函数", "create function pg_temp.f() returns int language sql as 'select 1'"),
    ("建自己的表", "create table public.mine (x int)"),
    ("建自己的模式", "create schema mine"),
    ("让服务器读文件", "select pg_read_file('pg_hba.conf')"),
    ("让服务器运行程序", "copy (select 1) to program 'id'"),
    ("看统计信息", "select most_common_vals from pg_stats where schemaname = 'innopoints_store'"),
]


@pytest.mark.parametrize(("why", "words"), ATTEMPTS, ids=[why for why, _ in ATTEMPTS])
def test_whatever_else_a_bank_tries_is_refused_or_empty(delivered, ready, why, words):
    with ready.reading("hzrcb") as con:
        try:
            rows = con.execute(words).fetchall()
        except psycopg.Error as error:
            assert OTHERS not in str(error)
            assert isinstance(
                error,
                DENIED
                | psycopg.errors.InvalidTableDefinition
                | psycopg.errors.FeatureNotSupported
                | psycopg.errors.ObjectNotInPrerequisiteState,
            ), error
        else:
            assert rows == []


def test_a_condition_is_asked_only_about_rows_of_ones_own(delivered, ready):
    """A cheap function with a side effect, or a division by zero, would tell of rows before they are filtered."""
    ready.administer("grant temporary on database zone to bank_hzrcb")  # as if an administrator had been generous
    try:
        with ready.reading("hzrcb") as con:
            heard = []
            con.add_notice_handler(lambda notice: heard.append(notice.message_primary))
            con.execute(
                "create function pg_temp.tell(text) returns boolean language plpgsql cost 0.0000001 as "
                "$$ begin raise notice '%', $1; return true; end $$"
            )
            for view in ("current_score_v1", "score_v1_by_edition"):
                con.execute(f"select * from innopoints.{view} where pg_temp.tell(uscc)")
            assert set(heard) == authorised("hzrcb")
            other = uscc(1)
            assert other not in authorised("hzrcb")
            guess = "select 1 from innopoints.current_score_v1 where 1 / (case when uscc = %s then 0 else 1 end) = 1"
            assert con.execute(guess, [other]).fetchone()
            with pytest.raises(psycopg.errors.DivisionByZero):
                con.execute(guess, [min(authorised("hzrcb"))])
            with pytest.raises(psycopg.errors.InvalidTextRepresentation) as told:
                con.execute("select uscc::integer from innopoints.score_v1_by_edition")
            assert any(code in str(told.value) for code in authorised("hzrcb"))
    finally:
        ready.administer("revoke temporary on database zone from bank_hzrcb")


def test_a_login_that_is_no_banks_or_two_banks_sees_nothing(delivered, ready):
    ready.administer(
        "create role of_two login in role bank_hzrcb, bank_cmb_huizhou",
        "create role of_none login in role innopoints_bank",
    )
    for login in ("of_two", "of_none"):
        with ready.as_login(login) as con, pytest.raises(DENIED, match="exactly one"):
            con.execute("select * from innopoints.edition")


def test_a_banks_own_login_reads_as_its_bank(delivered, ready):
    ready.administer("create role hzrcb_app login in role bank_hzrcb")
    with ready.as_login("hzrcb_app") as con:
        con.execute("select innopoints.open_reading('POST_LOAN')")
        assert con.execute("select count(distinct uscc) from innopoints.current_score_v1").fetchone() == (37,)
        login = con.execute("select login from innopoints.access_record order by number desc limit 1").fetchone()
        assert login == ("hzrcb_app",)


def test_rows_are_shown_only_under_a_line_of_the_log_that_is_committed(delivered, ready):
    """A reading transaction may be read-only, rolled back or killed: the line was there before it."""
    ready.administer("create role psbc_reader login in role bank_psbc_huizhou")
    every_row = "select count(*) from innopoints.current_score_v1"
    with ready.as_login("psbc_reader") as con:
        with pytest.raises(DENIED, match="no reading is open for psbc_reader"):
            con.execute(every_row)
        with pytest.raises(psycopg.errors.InvalidParameterValue, match="request_cause 'CURIOSITY' is none of: AUDIT"):
            con.execute("select innopoints.open_reading('CURIOSITY')")
        with pytest.raises(DENIED, match="no reading is open"), con.transaction():
            con.execute("select innopoints.open_reading('AUDIT')")
            con.execute(every_row)
        con.execute("select innopoints.open_reading('AUDIT')")
        with con.transaction():
            con.execute("set transaction read only")
            assert con.execute(every_row).fetchone()[0] > 0
        line = con.execute("select act, request_cause from innopoints.access_record order by number desc").fetchone()
        assert line == ("reading", "AUDIT")


def test_a_look_up_names_its_cause_and_is_logged_also_when_there_is_no_row(delivered, ready):
    with ready.as_login("bank_cmb_huizhou") as con:
        mine, other = min(authorised("cmb_huizhou")), uscc(1)
        look_up = "select uscc, scheme, score from innopoints.look_up(%s, %s)"
        for cause in (None, "", "loan_review", "'; drop table x; --"):
            with pytest.raises(psycopg.errors.InvalidParameterValue, match="is none of"):
                con.execute(look_up, [mine, cause])
        assert [row[:2] for row in con.execute(look_up, [mine, "LOAN_REVIEW"])] == [(mine, "alpha"), (mine, "beta")]
        assert con.execute(look_up, [other, "LOAN_REVIEW"]).fetchall() == []
        lines = con.execute(
            "select act, request_cause, uscc, edition, row_count from innopoints.access_record order by number"
        ).fetchall()
        expected = [("look_up", "LOAN_REVIEW", code, "2026-06-30/1", rows) for code, rows in ((mine, 2), (other, 0))]
        assert lines[-2:] == expected
        with con.transaction():
            con.execute("set transaction read only")
            with pytest.raises(psycopg.errors.ReadOnlySqlTransaction, match="must be logged"), con.transaction():
                con.execute(look_up, [mine, "AUDIT"])


def test_a_look_up_taken_back_leaves_its_number_missing(delivered, ready):
    before = verify_gateway(delivered, GATEWAY, ["icbc_huizhou"])["icbc_huizhou"]
    with ready.as_login("bank_icbc_huizhou") as con, con.transaction():
        con.execute("select innopoints.look_up(%s, 'AUDIT')", [min(authorised("icbc_huizhou"))])
        raise psycopg.Rollback
    after = verify_gateway(delivered, GATEWAY, ["icbc_huizhou"])["icbc_huizhou"]
    assert after == before | {"taken_back": before["taken_back"] + 1}


KEPT = ["bank", "request_cause", "delivery", "pointer", "recall", "acknowledgement", "access_log", "pub_score_v1"]


@pytest.mark.parametrize("table", [*KEPT, "pub_stability_v1", "pub_score_v1__20260630_1"])
def test_nobody_changes_or_deletes_anything_not_even_the_administrator(delivered, ready, table):
    at = f"innopoints_store.{table}"
    for login in ("postgres", "zone_delivery"):
        with ready.as_login(login) as con:
            if login == "zone_delivery":
                con.execute("set role innopoints_loader")
            column = con.execute("select attname from pg_attribute where attrelid = %s::regclass and attnum = 1", [at])
            name = column.fetchone()[0]
            for words in (f"update {at} set {name} = {name}", f"delete from {at}", f"truncate {at} cascade"):
                with pytest.raises(DENIED, match=r"append-only|permission denied"):
                    con.execute(words)


def test_the_loader_adds_to_no_log_and_invents_no_bank(ready):
    with ready.as_login("zone_delivery") as con:
        con.execute("set role innopoints_loader")
        for table in ("access_log", "acknowledgement", "bank", "request_cause", "migration"):
            with pytest.raises(DENIED):
                con.execute(f"insert into innopoints_store.{table} default values")
    with ready.as_login("postgres") as con:
        con.execute("set role innopoints_owner")
        assert con.execute("select count(*) from innopoints_store.pub_score_v1").fetchone() == (0,)  # forced on it too
        with pytest.raises(DENIED, match="append-only"):
            con.execute("delete from innopoints_store.pub_score_v1")


def test_a_line_changed_or_cut_off_is_seen(delivered, ready, passports):
    """What only someone who can switch triggers off can do."""
    with ready.reading("ccb_huizhou", "AUDIT") as con:
        con.execute("select innopoints.look_up(%s, 'AUDIT')", [uscc(4)])
    deliver(delivered, "ccb_huizhou", DAY, passports)
    assert verify_gateway(delivered, GATEWAY, ["ccb_huizhou"])["ccb_huizhou"]["lines"] >= 2
    for words, told in (
        ("update innopoints_store.access_log set uscc = 'X' where bank = 'ccb_huizhou' and act = 'look_up'", "breaks"),
        ("update innopoints_store.pub_score_v1 set score = 99 where bank = 'ccb_huizhou'", "pub_score_v1 is not what"),
    ):
        with ready.as_login("postgres") as con:
            con.execute("set session_replication_role = replica")
            con.execute("create temporary table kept as table innopoints_store.access_log")
            con.execute("create temporary table rows as table innopoints_store.pub_score_v1")
            con.execute(words)
            with pytest.raises(Refused, match=told):
                verify_gateway(delivered, GATEWAY, ["ccb_huizhou"])
            for table, kept in (("access_log", "kept"), ("pub_score_v1", "rows")):
                con.execute(f"delete from innopoints_store.{table}")
                con.execute(f"insert into innopoints_store.{table} select * from {kept}")
    verify_gateway(delivered, GATEWAY, ["ccb_huizhou"])


def test_delivering_twice_changes_nothing(delivered, ready, passports):
    def held() -> list:
        with ready.as_login("postgres") as con:
            tables = ("pub_score_v1", "pointer", "delivery")
            return [con.execute(f"select count(*) from innopoints_store.{each}").fetchone() for each in tables]

    before, lines = held(), audit.entries(delivered)
    assert deliver(delivered, "hzrcb", DAY, passports)["gateway"] == {
        "loaded": [],
        "recalled": [],
        "current": "2026-06-30/1",
    }
    assert held() == before and audit.entries(delivered) == lines


@contextmanager
def down():
    """Nobody listens where the connection says."""
    nobody = {"conn_type": "postgres", "host": "127.0.0.1", "port": 9, "login": "x", "password": "canary-7f3a/9@"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(f"AIRFLOW_CONN_{GATEWAY.upper()}", json.dumps(nobody))
        with pytest.raises(OutsideFailed, match=r"does not answer.*check AIRFLOW_CONN_BANK_GATEWAY") as told:
            yield
        assert "canary" not in str(told.value)


def test_a_server_that_is_down_delays_neither_the_files_nor_another_bank(published, ready, passports):
    with down():
        deliver(published, "hzrcb", DAY, passports)
    assert (published.delivery / "hzrcb" / "score_v1" / "2026-06-30_1.ok").exists()
    assert deliver(published, "cmb_huizhou", DAY)["delivered"]


def test_no_passport_with_a_gateway_is_wrong_use():
    with pytest.raises(WrongUse, match="add `gateway: <connection>` to the passport"):
        init()


@pytest.fixture(scope="module")
def corrected(delivered, gate, passports, tmp_path_factory):
    """Edition 2 of the day, published on 2 July for five days of objections; all rows changed. Then it is recalled."""
    home = copy(delivered, tmp_path_factory.mktemp("corrected"))
    make_candidate(home, DAY, score_shift=1)
    gate(home, DAY)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("innopoints.publication.publish.read_window", lambda: Window(window_days=5))
        publish(home, DAY, NOON + timedelta(days=1))
    return home


def test_changes_since_the_edition_acknowledged_then_a_recall_and_its_acknowledgement(corrected, ready, passports):
    with ready.reading("boc_huizhou") as con:

        def in_effect(*days: date) -> list:
            return [con.execute("select innopoints.edition_in_effect(%s)", [day]).fetchone()[0] for day in days]

        def feed() -> list:
            which = "select change, since_edition, edition, count(*) from innopoints.change_feed_v1"
            return con.execute(f"{which} group by 1, 2, 3 order by 1").fetchall()

        assert feed() == [("new", None, "2026-06-30/1", 220)]
        assert con.execute("select innopoints.acknowledge('2026-06-30/1')").fetchone() == (True,)
        assert con.execute("select innopoints.acknowledge('2026-06-30/1')").fetchone() == (False,)
        assert feed() == []
        with down():
            deliver(corrected, "boc_huizhou", DAY, passports)
        made_up_for = deliver(corrected, "boc_huizhou", DAY, passports)
        assert (made_up_for["delivered"], made_up_for["gateway"]["loaded"]) == (False, ["2026-06-30/2"])
        assert con.execute("select distinct edition from innopoints.current_score_v1").fetchall() == [("2026-06-30/2",)]
        assert [row[:3] for row in feed()] == [("changed", "2026-06-30/1", "2026-06-30/2")]
        one, two = ("2026-06-30/1", date(2026, 7, 1)), ("2026-06-30/2", date(2026, 7, 7))
        for view in ("edition", "score_v1_by_edition"):
            told = con.execute(f"select distinct edition, effective_from from innopoints.{view} order by 1").fetchall()
            assert told == [one, two], view
        assert con.execute("select distinct edition, effective_from from innopoints.current_score_v1").fetchall() == [
            two
        ]
        last, first = date(2026, 7, 6), date(2026, 7, 7)  # of the objections; in effect
        assert in_effect(date(2026, 6, 30), date(2026, 7, 1), last, first) == [None, one[0], one[0], two[0]]

        told = recall(corrected, DAY, 2, "税务局更正了 6 月申报", "王局", NOON + timedelta(days=2), passports=passports)
        assert told["recalled"] and in_effect(first) == [one[0]]
        assert con.execute("select distinct edition from innopoints.current_score_v1").fetchall() == [("2026-06-30/1",)]
        assert con.execute(
            "select edition, edition_status, count(*) from innopoints.score_v1_by_edition group by 1, 2 order by 1"
        ).fetchall() == [("2026-06-30/1", "published", 220), ("2026-06-30/2", "recalled", 220)]
        notice = con.execute(
            "select edition, reason, affected, acknowledged_at from innopoints.recall_notice"
        ).fetchall()
        assert notice == [("2026-06-30/2", "税务局更正了 6 月申报", "all", None)]
        with pytest.raises(psycopg.errors.InvalidParameterValue, match="no edition '2030-01-01/1' was delivered"):
            con.execute("select innopoints.acknowledge('2030-01-01/1')")
        con.execute("select innopoints.acknowledge('2026-06-30/2')")
        deliver(corrected, "boc_huizhou", DAY, passports)
        said = acknowledgements(corrected)[0]["banks"]["boc_huizhou"]
        assert (said["by"], said["through"]) == ("bank_boc_huizhou", "gateway")
    verify_gateway(corrected, GATEWAY, ["boc_huizhou"])
