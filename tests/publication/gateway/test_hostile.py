"""怀着恶意的名字与文字：进不了 SQL；没见过的迁移、改过的迁移、改过的列，都说得清。"""

import hashlib
import json
import shutil
from datetime import date
from decimal import Decimal
from itertools import islice, product

import psycopg
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import sql

from innopoints.errors import Refused
from innopoints.gateway.content import blocks, described
from innopoints.gateway.contract import published_columns
from innopoints.gateway.init import set_up
from innopoints.gateway.migrate import FOLDER, migrate
from innopoints.gateway.names import role_of
from innopoints.gateway.shape import put_in_shape
from innopoints.gateway.verify import verify_gateway
from innopoints.home import Home
from innopoints.passports.bank import Bank, read_banks
from tests.publication.gateway.conftest import GATEWAY

HEADS = ["x", "", "高新区", "hzrcb", "public", "postgres", "Ünïcode", "a" * 70, "\u202e", "\U0001f3e6"]
TAILS = [
    '"; drop table public.canary; --',
    "'; drop table public.canary; --",
    "$$; drop table public.canary; $$",
    '" superuser login; --',
    "\\'; drop table public.canary; --",
    "%s %(x)s %I %L {} {0} {x}",
    "/* */ union select usename from pg_user",
    "\n\\. \n\\! id",
    '""""',
    "''''",
    " in role innopoints_owner",
    "\t\\N\t",
    "，；“”‘’",
    "`id` $(id) <script>",
    ":name ?1 @x #y",
    "\x00",
    "\x1b[2J\x07",
    "=1+1",
    "; create role evil superuser; --",
    '" owner to postgres; --',
]
HOSTILE = [head + tail for head, tail in islice(product(HEADS, TAILS), 200)]


def possible(name: str) -> bool:
    try:
        return bool(role_of(name) and len(f"ticket_{name}".encode()) <= 63)
    except Refused:
        return False


@pytest.fixture(scope="module")
def canary(ready):
    ready.administer("create table public.canary (alive int)")
    return ready


def roles(con) -> set[str]:
    return {name for (name,) in con.execute("select rolname from pg_roles")}


def unharmed(con) -> None:
    con.execute("select alive from public.canary")
    assert con.execute("select count(*) from pg_roles where rolsuper").fetchone() == (1,)


def test_200_hostile_bank_names_are_refused_by_the_passport_and_harmless_beyond_it(canary):
    fair = read_banks()["hzrcb"].model_dump()
    for name in HOSTILE:
        with pytest.raises(ValueError, match="bank"):
            Bank.model_validate(fair | {"bank": name})
    names = [name for name in HOSTILE if possible(name)]
    assert len(names) > 100
    with canary.as_login("postgres") as con, con.transaction():
        before = roles(con)
        assert set_up(con, names, "zone_delivery", published_columns())["banks"] == names
        assert roles(con) - before == {role_of(name) for name in names}
        unharmed(con)
        raise psycopg.Rollback


def test_a_name_that_would_be_cut_short_is_refused_before_two_banks_become_one(canary):
    with canary.as_login("postgres") as con, pytest.raises(Refused, match="at most 63 bytes"):
        set_up(con, ["b" * 60], "zone_delivery", published_columns())


def test_200_hostile_column_names_are_refused_by_the_contract_and_harmless_beyond_it(canary, tmp_path):
    for name in HOSTILE:
        contract = {"models": [{"name": "pub_score_v1", "columns": [{"name": name, "data_type": "varchar"}]}]}
        (tmp_path / "contract.yml").write_text(json.dumps(contract, ensure_ascii=False), "utf-8")  # JSON is YAML too
        with pytest.raises(Refused, match="is no column's name"):
            published_columns(tmp_path / "contract.yml")
    names = [name for name in HOSTILE if name and "\0" not in name and len(name.encode()) <= 63]
    columns = published_columns()
    columns["pub_score_v1"] |= dict.fromkeys(names, "integer")
    with canary.as_login("postgres") as con, con.transaction():
        put_in_shape(con, columns)
        seen = con.execute("select * from innopoints_store.pub_score_v1 limit 0").description
        assert {column.name for column in seen} >= set(names)
        unharmed(con)
        raise psycopg.Rollback


def test_a_zone_whose_database_is_called_anything(canary, banks):
    for name in ('高新"; drop table public.canary; --', "zone' %I {0}"):
        with canary.as_login("postgres", "postgres") as con:
            con.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        with canary.as_login("postgres", name) as con, con.transaction():
            assert set_up(con, list(banks), "zone_delivery", published_columns())["shape"]
            may = "select has_database_privilege('zone_delivery', current_database(), 'temporary')"
            assert con.execute(may).fetchone() == (False,)
    with canary.as_login("postgres") as con:
        unharmed(con)


def test_hostile_arguments_are_values_and_nothing_else(canary, tmp_path):
    with canary.as_login("postgres") as con:
        for text in HOSTILE:
            if "\0" in text:
                continue
            with pytest.raises(psycopg.errors.InvalidParameterValue, match="not an edition"):
                con.execute("select innopoints_store.open_edition(%s, array['pub_score_v1'])", [text])
            with pytest.raises(psycopg.errors.UndefinedTable, match="the gateway has no table"):
                con.execute("select innopoints_store.open_edition('2026-01-01/1', array[%s])", [text])
        unharmed(con)
    with canary.as_login("bank_hzrcb") as con:
        for text in HOSTILE:
            if "\0" in text:
                continue
            with pytest.raises(psycopg.errors.InvalidParameterValue, match="is none of"):
                con.execute("select * from innopoints.look_up('91441300MA0000001', %s)", [text])
            assert con.execute("select * from innopoints.look_up(%s, 'AUDIT')", [text]).fetchall() == []
    verify_gateway(Home(tmp_path), GATEWAY, ["hzrcb"])  # and the lines that hold them are still a chain


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
KNOWN = st.sampled_from([*(each.replace("\0", "") for each in HOSTILE), "\\N", "\\.", "\b\v\f"])
CELLS = {
    "name": (pa.string(), "text", st.none() | TEXT),
    "cut": (pa.string(), "text", KNOWN),
    "amount": (pa.decimal128(28, 10), "numeric(28,10)", st.none() | st.decimals(-(10**17), 10**17, places=10)),
    "day": (pa.date32(), "date", st.none() | st.dates(date(1000, 1, 1), date(9999, 12, 31))),
    "rank": (pa.int32(), "integer", st.none() | st.integers(-(2**31), 2**31 - 1)),
    "is_known": (pa.bool_(), "boolean", st.none() | st.booleans()),
}
ROWS = st.lists(st.fixed_dictionaries({name: of[2] for name, of in CELLS.items()}), max_size=6)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS)
def test_our_text_of_any_rows_is_postgresqls_own(server, rows):
    """So that what is hashed on either side is the same, whatever stands in a cell; zero is 0.0000000000, not 0E-10."""
    rows = [*rows, dict.fromkeys(CELLS) | {"cut": "x", "amount": Decimal(0)}]
    table = pa.Table.from_pylist(rows, schema=pa.schema([(name, of[0]) for name, of in CELLS.items()]))
    with server.as_login("postgres", "postgres") as con:
        con.execute(f"create temporary table t ({', '.join(f'{name} {of[1]}' for name, of in CELLS.items())})")
        places = ", ".join(["%s"] * len(CELLS))
        con.cursor().executemany(f"insert into t values ({places})", [list(row.values()) for row in table.to_pylist()])
        with con.cursor().copy("copy t to stdout") as copied:
            theirs = b"".join(copied)
        assert b"".join(blocks(table)) == theirs
        assert described("t", table)["sha256"] == hashlib.sha256(theirs).hexdigest()


def test_a_migration_that_was_run_is_never_changed(ready, tmp_path):
    shutil.copytree(FOLDER, tmp_path / "migrations")
    path = tmp_path / "migrations" / "0002_store.sql"
    path.write_bytes(path.read_bytes() + b"\n-- a small change\n")
    with ready.as_login("postgres") as con, con.transaction():
        with (
            pytest.raises(Refused, match=r"migration 0002_store was run .* bring the old file back"),
            con.transaction(),
        ):
            migrate(con, tmp_path / "migrations")
        shutil.copytree(FOLDER, tmp_path / "migrations", dirs_exist_ok=True)
        (tmp_path / "migrations" / "0099_more.sql").write_text("create table innopoints_store.more (x int);")
        assert migrate(con, tmp_path / "migrations") == ["0099_more"]
        assert migrate(con, tmp_path / "migrations") == []
        raise psycopg.Rollback


def test_a_server_of_before_knows_when_its_old_editions_took_effect(ready, tmp_path):
    """What a manifest says, and of one that says nothing the day it was published in Shanghai; no row is changed."""
    for path in sorted(FOLDER.glob("*.sql"))[:3]:
        shutil.copy(path, tmp_path)
    ready.administer("create database before", database="postgres")
    with ready.as_login("postgres", "before") as con:
        with con.transaction():
            migrate(con, tmp_path)
        con.execute("insert into innopoints_store.bank values ('hzrcb', 'bank_hzrcb')")
        for number, said in enumerate(({}, {"effective_from": "2026-07-07"}, {"effective_from": None}), start=1):
            con.execute(
                "insert into innopoints_store.delivery values ('hzrcb', %s, '2026-06-30', %s, '', '', "
                "'2026-07-01T18:00:00Z', '2026-07-31', true, %s, '')",
                [f"2026-06-30/{number}", number, json.dumps(said)],
            )
        with con.transaction():
            assert migrate(con) == ["0004_effective_from"]
        told = con.execute("select number, effective_from from innopoints_store.delivery order by number").fetchall()
    assert told == [(1, date(2026, 7, 2)), (2, date(2026, 7, 7)), (3, date(2026, 7, 2))]


def test_a_published_column_may_be_added_and_never_changes_its_type(ready):
    columns = published_columns()
    with ready.as_login("postgres") as con, con.transaction():
        columns["pub_score_v1"]["grade"] = "text"
        assert set_up(con, [], "zone_delivery", columns)["shape"] is True
        assert set_up(con, [], "zone_delivery", columns)["shape"] is False
        con.execute("select grade from innopoints_store.pub_score_v1")
        columns["pub_score_v1"]["score"] = "numeric(7,2)"
        with pytest.raises(Refused, match=r"pub_score_v1.score is numeric\(6,2\) on the gateway"), con.transaction():
            set_up(con, [], "zone_delivery", columns)
        raise psycopg.Rollback
