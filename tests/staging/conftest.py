"""One dbt build of staging and measures, unit tests included, on rows in which nothing may be relied on."""

import json
import os
import random
import re
from datetime import date
from types import SimpleNamespace

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from innopoints.home import Home
from innopoints.ingest.control_total import total_of
from innopoints.passports.source import read_sources
from innopoints.project import DBT, SCHEMES
from innopoints.registry.register import register
from innopoints.warehouse.inputs import prepare
from innopoints.warehouse.parsed import parsed

ROWS = 300  # per landed table
SEED = 7
BUILT = ("staging", "identity", "measures", "path:models/talent_demand")
VARIABLES = {"as_of_date": "2026-06-30", "known_at": "2026-07-01T00:00:00+00:00"}
# From this day on the certification office writes contract values in 元 instead of 万元.
UNIT_CHANGED = "2025-03-31"
MEANINGS = """
    insert into said values
        ('tax', 'credit_rating', 'tax_credit_level', '甲级', 'A'),
        ('tax', 'credit_rating', 'tax_credit_level', 'D', null),
        ('certification', 'platform', '级别', '/', '/')
"""
LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ORGANISATIONS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def code(number: int) -> str:
    """A credit code with right check digits: GB 11714 for the organisation, GB 32100-2015 for the whole."""
    organisation = f"MA5{number:05}"
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    check = -sum(ORGANISATIONS.index(c) * w for c, w in zip(organisation, weights, strict=True)) % 11
    body = "91441300" + organisation + "0123456789X"[check]
    return body + LETTERS[-sum(LETTERS.index(c) * pow(3, i, 31) for i, c in enumerate(body)) % 31]


CODES = [code(number) for number in range(30)]
NUMBERS = ["0", "-1", "1,234.50", "１２．５", "0.005", "999999999.99", "-99999999"]

# Few codes, days and numbers, so that keys repeat and rows meet.
GOOD = {
    "uscc": [*CODES, CODES[0].lower(), f"　{CODES[1]} "],
    "owner_code": [*CODES, CODES[2][8:17], f"{CODES[3][8:16]}-{CODES[3][16]}", CODES[4].replace("0", "O")],
    "owner_code_list": [*CODES, ";", f"{CODES[0]};;{CODES[1]}", f"{CODES[5]}、{CODES[6]}"],
    "patent_no": ["202310000001.5", "ZL2023100000015", "PCT/CN2023/123456", "200710308494.x"],
    "ip_right_no": ["202310000001.5", "ZL2023100000015", "2023SR00000001", "ＢＳ.225000001"],
    "date": ["2024-01-01", "2025-03-31", "2025-06-30", "2025/7/1", "20251231", "2026年6月30日", "2027-01-01"],
    "month": ["202501", "2025-12", "202606", "202602", "202511"],
    "year": ["2024", "2025"],
    "timestamp": ["2026-06-01T09:00:00", "2026-06-02 09:00:00"],
    "flag": ["是", "否", "1", "0"],
    "text": ["甲", "省级", "存续", "存续", "存续", "高新技术企业", "科技奖励", "ISO9001"],
    "code": ["C3962", "A1", "A2"],
    "ratio_or_percent": ["25%", "25", "0.15", "999999"],
}
# What no column expects, or only some.
NASTY = [
    *["91350100M000100Y44", "2025-13-45", "2026-02-29", "202613", "infinity", "epoch", "now", "nan", "1e400", "1e12"],
    *["99999999999999999999", "-99999999999999.99", "202310000001.5", "约300万", "'; drop table x; --", "x" * 5000],
    *["--", "/", "无", "不适用", "-2147483640", "", " ", "　", "\t", "\ufeff", "\x00", "🙂", ";", None],
]


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """The results of the build by node name, and a connection to what it left."""
    home = Home(tmp_path_factory.mktemp("any_rows"))
    register(home, SCHEMES)
    home.warehouse.mkdir()
    prepare(home, batches={}, previous=None, as_of=date(2026, 6, 30))
    with duckdb.connect(home.candidate) as con:
        land_any_rows(con)
        change_unit(con, UNIT_CHANGED)
        for row, level in ((3, "甲级"), (4, "--")):
            con.execute("update landing.tax__credit_rating set tax_credit_level = ? where _row % 5 = ?", [level, row])
        say(con, "cell_meaning", MEANINGS)
        say(con, "feed", "update said set feed = 'snapshot' where table_name in ('platform', 'talent_title')")
    results = dbt_build(home)
    with duckdb.connect(home.candidate, read_only=True) as con:
        yield SimpleNamespace(results=results, con=con)


def kinds_sent() -> dict[str, dict[str, list[str]]]:
    """By landed table and sent column: cells that column may well hold, from the staging models' own lists."""
    tables = {}
    for path in (DBT / "models" / "staging").rglob("stg_*.sql"):
        listed = re.findall(r"\['\w+', '([^']+)', (?:'(\w+)'|\[(.+?)\])", path.read_text("utf-8").split("key=")[0])
        tables[path.stem.removeprefix("stg_")] = {
            sent: GOOD.get(kind, NUMBERS) if kind else re.findall(r"'([^']+)'", values) for sent, kind, values in listed
        }
    return tables


def land_any_rows(con: duckdb.DuckDBPyConnection) -> None:
    """Fill every landing table with rows of which one cell in ten is nasty."""
    draw = random.Random(SEED)
    good = kinds_sent()
    con.execute("update landing.source_table set has_landed = true, last_landed_at = timestamp '2026-06-30'")
    for source, table in con.execute("select source, table_name from landing.source_table").fetchall():
        name = f"{source}__{table}"
        sent = [column for column, *_ in con.execute(f"describe landing.{name}").fetchall() if column[0] != "_"]
        cells = [
            [draw.choice(NASTY if draw.random() < 0.1 else good[name].get(column, NASTY)) for _ in range(ROWS)]
            for column in sent
        ]
        arrow = pa.table(
            {column: pa.array(values, pa.string()) for column, values in zip(sent, cells, strict=True)}
            | {"_batch": [f"batch{row % 2}" for row in range(ROWS)], "_row": range(1, ROWS + 1)}
        )
        assert len(arrow) == ROWS
        con.execute(f"drop view landing.{name}")
        con.execute(f"create table landing.{name} as select *, timestamp '2026-06-30' as _landed_at from arrow")
        con.execute(
            "insert into landing.batch (source, table_name, batch, origin, landed_at, sent_count, is_newest) "
            "select ?, ?, 'batch' || n, 'file' || n, timestamp '2026-06-30', ?, n = 1 from range(2) as numbers(n)",
            [source, table, ROWS // 2],
        )
        count_as_landing_does(con, source, table, arrow)


def count_as_landing_does(con: duckdb.DuckDBPyConnection, source: str, table: str, rows: pa.Table) -> None:
    """The rows and the sum of each control total, as the landing's own code counts them."""
    for batch in ("batch0", "batch1"):
        mine = rows.filter(pc.equal(rows["_batch"], batch))
        told = [("rows", 1, len(mine))]
        for column in read_sources()[source].tables[table].control_totals:
            yuan = con.execute("select yuan from registry.source_unit where column_name = ?", [column]).fetchone()[0]
            told.append((column, yuan, total_of(mine[column].combine_chunks())))
        for item, yuan, total in told:
            con.execute(
                "insert into landing.control_total (source, table_name, batch, item, yuan, counted) "
                "values (?, ?, ?, ?, ?, ?)",
                [source, table, batch, item, yuan, total],
            )


def say(con: duckdb.DuckDBPyConnection, name: str, change: str) -> None:
    """Change a registry table, by SQL over `said`, as `register` would lay it down from passports that say so."""
    con.execute(f"create or replace temp table said as from registry.{name}")
    con.execute(change)
    con.execute(f"drop view registry.{name}")
    con.execute(f"create table registry.{name} as from said")


def change_unit(con: duckdb.DuckDBPyConnection, day: str) -> None:
    say(
        con,
        "source_unit",
        f"""
        insert into said select source, table_name, column_name, '元', 1, date '{day}', '登记日期'
        from said where column_name = '合同成交额_万元';
        update said set dated_by = '登记日期' where column_name = '合同成交额_万元'
        """,
    )


def dbt_build(home: Home) -> dict:
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    project = parsed(DBT)
    os.environ["INNOPOINTS_CANDIDATE"] = str(home.candidate)
    places = ["--project-dir", str(DBT), "--profiles-dir", str(DBT), "--target-path", str(home.root / "target")]
    aside = ["--log-path", str(home.logs), "--quiet", "--vars", json.dumps(VARIABLES)]
    ran = dbtRunner(manifest=project).invoke(["build", "--select", *BUILT, *places, *aside])
    DuckDBConnectionManager.close_all_connections()
    assert ran.exception is None, ran.exception
    return {each.node.name: each for each in ran.result}
