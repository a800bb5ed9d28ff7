"""单位在标志文件或接口应答里说送了多少，构建就知道多少：行数、金额合计、单位；没说的，留下入库时的合计。"""

import json
from decimal import Decimal

import duckdb
import pyarrow as pa
import pytest

from innopoints.errors import OutsideFailed, Refused
from innopoints.ingest.control_total import total_of
from innopoints.ingest.reading.promise import totals_said
from innopoints.passports.source import read_source
from innopoints.warehouse.control_totals import COLUMNS, lay_control_totals


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1,234.50", "1234.5"),
        ("１２．５", "12.5"),
        (" 1 000 ", "1000"),
        ("－3", "-3"),
        ("1.5E+03", "1500"),
        ("约300万", "0"),
        ("1e30", "0"),
        ("٣", "0"),
        ("--", "0"),
        ("inf", "0"),
    ],
)
def test_a_cell_adds_the_number_staging_would_read(cell, number):
    assert total_of(pa.array([cell, None, "1"])) == Decimal(number) + 1


def test_what_an_office_says_it_sent_is_known_to_the_build(project, tmp_path, monkeypatch):
    monkeypatch.setenv("AIRFLOW_CONN_OUTPUT_OFFICE", json.dumps({"conn_type": "file", "host": str(tmp_path / "drop")}))
    (tmp_path / "drop").mkdir()
    columns = ["代码", "产值_千元", "户数"]
    table = {"path": "monthly_{period}.csv", "required": columns, "columns": columns, "units": {"产值_千元": "千元"}}
    names = {"总产值": "产值_千元", "条数": "rows"}
    project.passport(
        "output",
        "files",
        {"monthly": table | {"control_totals": columns[1:]}},
        files={"flag": "{file}.ok", "promise_names": names},
    )
    for period, flag in (("202605", "条数=2\n总产值=1,250.75"), ("202606", "")):
        (tmp_path / "drop" / f"monthly_{period}.csv").write_text(
            f"代码,产值_千元,户数\nA{period},1000.5,3\nB,250.25,4\n", encoding="utf-8"
        )
        (tmp_path / "drop" / f"monthly_{period}.csv.ok").write_text(flag, encoding="utf-8")
    project.bring("output")

    con = duckdb.connect()
    con.execute("create schema landing")
    con.execute(f"create table landing.control_total ({COLUMNS})")
    lay_control_totals(con, read_source("output"), "monthly", project.batches("output", "monthly"))
    told = con.execute(
        "select said_by, item, unit, yuan, said, counted from landing.control_total order by all"
    ).fetchall()
    total, two = Decimal("1250.75"), Decimal(2)
    assert told == [
        ("monthly_202605.csv.ok", "rows", "行", 1, two, two),
        ("monthly_202605.csv.ok", "产值_千元", "千元", 1000, total, total),
        ("monthly_202606.csv.ok", "rows", "行", 1, None, two),
        ("monthly_202606.csv.ok", "产值_千元", "千元", 1000, None, total),
    ]


@pytest.fixture
def bureau(project, office, monkeypatch):
    """An interface that says with each answer what all its rows sum up to: three declarations so far, of 1, 2 and 3."""
    columns = ["sbxh", "sale_amt", "updated_at"]
    table = {"path": "/vat", "required": ["sbxh"], "columns": columns, "control_totals": ["sale_amt"]}
    rest = {"page_size": 2, "wait_seconds": 0.01, "answer": {"sums": "statement.sums"}}
    project.passport("tax", "rest", {"vat": table}, rest=rest)
    monkeypatch.setenv("AIRFLOW_CONN_TAX_OFFICE", office.connection())
    office.tables = {"/vat": [declared(number) for number in (1, 2, 3)]}
    office.says = {"statement": {"sums": {"sale_amt": "6"}}}
    return project


def declared(number: int) -> dict:
    return {"sbxh": f"S{number}", "sale_amt": str(number), "updated_at": f"2026-06-0{number}T08:00:00"}


def said_of(bureau) -> list[dict]:
    table = read_source("tax").tables["vat"]
    batches = bureau.batches("tax", "vat")
    return [totals_said(each.sidecar["promised"], table, read_source("tax").settings) for each in batches]


def test_what_an_interface_says_of_a_pull_is_said_of_its_batch_less_what_had_landed(bureau, office):
    bureau.bring("tax")
    office.tables["/vat"].append(declared(4))
    office.says = {"statement": {"sums": {"sale_amt": "9"}}}  # of those since 2 June: 2, 3 and 4
    assert bureau.bring("tax", night=1)["vat"] == {"batches": 1, "rows": 1, "repeated_rows": 2}
    assert said_of(bureau) == [{"rows": 3, "sale_amt": 6}, {"rows": 1, "sale_amt": 4}]


def test_an_interface_that_says_a_cent_more_than_it_sent_is_refused(bureau, office):
    office.says = {"statement": {"sums": {"sale_amt": "6.01"}}}
    with pytest.raises(Refused, match=r"not what /vat promises: the sum of sale_amt is 6, promised 6\.01"):
        bureau.bring("tax")
    assert bureau.batches("tax", "vat") == []


@pytest.mark.parametrize("says", [{}, {"statement": {"sums": 6}}, {"statement": {"sums": {"sale_amt": 6, "x": []}}}])
def test_an_interface_that_states_no_sums_although_its_passport_says_so_is_told(bureau, office, says):
    office.says = says
    with pytest.raises(OutsideFailed, match=r'/vat: .*"statement\.sums"'):
        bureau.bring("tax")
    assert bureau.batches("tax", "vat") == []
