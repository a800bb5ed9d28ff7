"""文件的各种样子：编码、多行表头、JSON、Parquet、ZIP；旗标与清单；版式变了要说得出来。"""

import io
import json
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pydantic import ValidationError

from innopoints.ingest.fetch import fetch
from innopoints.ingest.land import land
from innopoints.ingest.overview import overview
from innopoints.passports.files import Files
from innopoints.passports.source import Source
from tests.ingest.conftest import NIGHT

ROWS = [{"code": "甲𠮷", "month": "202603", "amount": "1.50"}, {"code": "B", "month": "202603", "amount": "2"}]
TEXT = "code,month,amount\n甲𠮷,202603,1.50\nB,202603,2\n"


@pytest.fixture
def drop(project, tmp_path, monkeypatch):
    project.folder = tmp_path / "drop"
    project.folder.mkdir()
    monkeypatch.setenv("AIRFLOW_CONN_ANY_OFFICE", json.dumps({"conn_type": "file", "host": str(project.folder)}))
    return project


def passport(drop, path: str, files: dict | None = None, **table) -> None:
    columns = ["code", "month", "amount"]
    table = {"required": ["code"], "columns": columns, "control_totals": ["amount"], **table, "path": path}
    drop.passport("any", "files", {"t": table}, files=files or {})


def got(drop) -> list[dict]:
    return [{name: row[name] for name in ("code", "month", "amount")} for row in drop.rows("any", "t")]


def sidecar(drop, index: int = -1) -> dict:
    return drop.batches("any", "t")[index].sidecar


@pytest.mark.parametrize(
    ("declared", "written", "mark", "noted"),
    [
        ("gb18030", "gb18030", "", "gb18030"),
        ("gbk", "gb18030", "", "gb18030"),
        ("gb2312", "gb18030", "\ufeff", "gb18030"),
        ("utf-8", "utf-8", "", "utf-8"),
        ("gb18030", "utf-8-sig", "", "utf-8-sig"),
        ("utf-8", "utf-16", "", "utf-16"),
        ("gb18030", "utf-16-be", "\ufeff", "utf-16"),
        ("utf-16-le", "utf-16-le", "", "utf-16-le"),
        ("utf-16-be", "utf-16-be", "", "utf-16-be"),
        ("utf-16", "utf-16-le", "", "utf-16-le"),
    ],
)
def test_the_byte_order_mark_tells_the_encoding_and_the_passport_where_there_is_none(
    drop, declared, written, mark, noted
):
    passport(drop, "t_{period}.csv", encoding=declared)
    (drop.folder / "t_1.csv").write_bytes((mark + TEXT).encode(written))
    drop.bring("any")
    assert (got(drop), sidecar(drop)["encoding"]) == (ROWS, noted)


def test_a_header_of_two_rows_with_merged_cells_becomes_one_name_a_column(drop):
    book = openpyxl.Workbook()
    sheet = book.active
    for cells in (
        ["某区工业产值（合成数据）"],
        ["统计单位", None, "产值", None, "日期"],
        ["代码", "名称", "本月", "累计", None],
        ["A", "甲", 1, 2, date(2026, 3, 1)],
    ):
        sheet.append(cells)
    for area in ("A1:E1", "A2:B2", "C2:D2", "E2:E3"):
        sheet.merge_cells(area)
    book.save(drop.folder / "t_1.xlsx")
    columns = ["统计单位_代码", "统计单位_名称", "产值_本月", "产值_累计", "日期"]
    table = {"path": "t_*.xlsx", "sheet": "Sheet", "header_row": 2, "header_rows": 2, "required": columns}
    drop.passport("any", "files", {"t": table | {"columns": columns}})
    drop.bring("any")
    (row,) = drop.rows("any", "t")
    assert [row[name] for name in columns] == ["A", "甲", "1", "2", "2026-03-01"]
    assert row["_row"] == 4


def test_a_csv_header_of_two_rows_repeats_what_stands_to_the_left(drop):
    columns = ["code", "产值_本月", "产值_累计"]
    drop.passport("any", "files", {"t": {"path": "t.csv", "header_rows": 2, "required": columns, "columns": columns}})
    (drop.folder / "t.csv").write_text("code,产值,\n,本月,累计\nA,1,2\n", encoding="utf-8")
    drop.bring("any")
    (row,) = drop.rows("any", "t")
    assert [row[name] for name in [*columns, "_row"]] == ["A", "1", "2", 3]


@pytest.mark.parametrize(
    ("key", "document"), [(None, ROWS), ("rows", {"rows": ROWS}), ("data.list", {"code": 0, "data": {"list": ROWS}})]
)
def test_json_rows_land_from_an_array_or_from_under_a_key(drop, key, document):
    passport(drop, "t_{period}.json", rows_key=key)
    (drop.folder / "t_1.json").write_text(json.dumps(document), encoding="utf-8")
    drop.bring("any")
    assert got(drop) == ROWS


def test_numbers_of_a_json_document_keep_their_digits(drop):
    passport(drop, "t_{period}.json")
    (drop.folder / "t_1.json").write_text(
        '[{"code": 0012e0, "amount": 1.50}]'.replace("0012e0", "12345678901234567890")
    )
    drop.bring("any")
    assert got(drop) == [{"code": "12345678901234567890", "month": None, "amount": "1.50"}]


def test_parquet_values_become_the_text_a_person_would_write(drop):
    values = {
        "text": (pa.string(), "甲", "甲"),
        "coded": (pa.dictionary(pa.int32(), pa.string()), "乙", "乙"),
        "whole": (pa.int64(), -5, "-5"),
        "money": (pa.decimal128(18, 2), Decimal("1234.50"), "1234.50"),
        "small": (pa.decimal128(20, 10), Decimal("0E-10"), "0.0000000000"),
        "ratio": (pa.float64(), 0.1, "0.1"),
        "round": (pa.float64(), 12.0, "12"),
        "yes": (pa.bool_(), True, "true"),
        "day": (pa.date32(), date(2026, 3, 1), "2026-03-01"),
        "moment": (pa.timestamp("us"), datetime.fromisoformat("2026-03-01 08:30:00"), "2026-03-01 08:30:00"),
        "inside": (pa.list_(pa.int64()), [1, 2], "[1,2]"),
        "none": (pa.int64(), None, None),
    }
    names = list(values)
    drop.passport("any", "files", {"t": {"path": "t.parquet", "required": ["text"], "columns": names}})
    pq.write_table(
        pa.table({name: pa.array([each[1]], each[0]) for name, each in values.items()}), drop.folder / "t.parquet"
    )
    drop.bring("any")
    (row,) = drop.rows("any", "t")
    assert {name: row[name] for name in names} == {name: each[2] for name, each in values.items()}


def test_an_archive_made_on_chinese_windows_gives_its_one_table(drop):
    passport(drop, "t_{period}.zip", member="月报*.csv")
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("说明/readme.txt", "合成数据")
        archive.writestr("yuebao_3.csv", TEXT)
    # Windows writes the name in GBK and does not say so; both names have twelve bytes.
    named = made.getvalue().replace(b"yuebao_3.csv", "月报表_3.csv".encode("gbk"))
    (drop.folder / "t_1.zip").write_bytes(named)
    drop.bring("any")
    assert got(drop) == ROWS
    assert not list((drop.home.landing / "any").rglob("*.aside-*"))


def test_a_file_waits_for_its_flag_and_lands_when_it_keeps_the_promise(drop):
    passport(drop, "t_{period}.csv", files={"flag": "{stem}.ok", "promise_names": {"记录数": "rows", "日期": "ignore"}})
    (drop.folder / "t_1.csv").write_text(TEXT, encoding="utf-8")
    assert fetch(drop.home, "any", NIGHT)["tables"]["t"] == {"files": 1, "new_files": 0, "waited_for": ["t_1.csv"]}
    (drop.folder / "t_1.ok").write_text("记录数=2\n日期=20260701\namount=3.5\n", encoding="gb18030")
    result = fetch(drop.home, "any", NIGHT)
    assert (result["tables"]["t"], result["belongs_to_no_table"]) == ({"files": 1, "new_files": 1}, [])
    land(drop.home, "any", NIGHT)
    assert got(drop) == ROWS
    assert sidecar(drop)["promised"]["says"]["记录数"] == "2"


def test_an_empty_flag_promises_nothing_but_that_the_file_is_whole(drop):
    passport(drop, "t_{period}.csv", files={"flag": "{file}.ok"})
    (drop.folder / "t_1.csv").write_text(TEXT, encoding="utf-8")
    (drop.folder / "t_1.csv.ok").touch()
    drop.bring("any")
    assert got(drop) == ROWS


def test_a_manifest_says_which_files_are_whole(drop):
    passport(drop, "*.csv", files={"manifest": "manifest_*"})
    (drop.folder / "a.csv").write_text(TEXT, encoding="utf-8")
    (drop.folder / "b.csv").write_text(TEXT + "C,202603,3\n", encoding="utf-8")
    (drop.folder / "manifest_1.csv").write_text("file,rows,amount\na.csv,2,3.50\n", encoding="utf-8")
    assert drop.bring("any")["t"]["batches"] == 1
    said = [{"file": "b.csv", "rows": 3, "totals": {"amount": 6.50}}]
    (drop.folder / "manifest_2.json").write_text(json.dumps(said), encoding="utf-8")
    assert drop.bring("any", night=1)["t"]["batches"] == 1
    assert len(got(drop)) == 5


def test_an_amount_with_cents_is_not_taken_for_a_month(drop):
    passport(drop, "t_{period}.csv")
    for period, amount in ((1, "4420.42"), (2, "3963.10")):
        rows = [f"A{index},2026.0{index % 6 + 1},{amount}" for index in range(30)]
        (drop.folder / f"t_{period}.csv").write_text("\n".join(["code,month,amount", *rows]), encoding="utf-8")
        drop.bring("any", night=period - 1)
    assert sidecar(drop)["drift"] == []
    assert sidecar(drop)["looks"]["month"] == "days"


def test_a_layout_that_moved_is_told_in_words(drop):
    passport(drop, "t_{period}.csv", aliases={"代码": "code"})
    rows = [f"A{index},202603,{index}" for index in range(30)]
    (drop.folder / "t_1.csv").write_text("\n".join(["code,month,amount", *rows]), encoding="utf-8")
    drop.bring("any")
    assert sidecar(drop)["drift"] == []
    moved = [f"{index} 万元,A{index},新" for index in range(30)]
    (drop.folder / "t_2.csv").write_text("\n".join(["amount,代码,备注", *moved]), encoding="utf-8")
    drop.bring("any", night=1)
    said = [
        "代码 was sent for code",
        "备注 is new: no passport knows it",
        "month was not sent",
        "amount now holds words, before it held numbers",
    ]
    assert sidecar(drop)["drift"] == said
    (line,) = overview(drop.home)
    assert line["drift"] == [f"t_2.csv: {each}" for each in said]


def test_columns_in_another_order_land_where_they_belong_and_are_told(drop):
    passport(drop, "t_{period}.csv")
    (drop.folder / "t_1.csv").write_text("month,code,amount\n202603,甲𠮷,1.50\n202603,B,2\n", encoding="utf-8")
    drop.bring("any")
    assert got(drop) == ROWS
    assert sidecar(drop)["drift"] == ["columns stand in another order: month where code stood"]


def test_unread_rows_are_in_the_overview_until_the_corrected_file_passes(drop):
    passport(drop, "t_{period}.csv")
    drop.suite("any", "t", {"id": "some", "expectation": "table_row_count_to_be_between", "min_value": 1})
    rows = "".join(f"A{index},202603,1\n" for index in range(40))
    (drop.folder / "t_1.csv").write_text("code,month,amount\n" + rows + "B,1\n", encoding="utf-8")
    drop.bring("any")
    drop.check("any")
    (said,) = overview(drop.home)[0]["unread"]
    assert said.startswith("t_1.csv: 1 of 41 rows, see ")
    (drop.folder / "t_1.csv").write_text("code,month,amount\n" + rows + "B,202603,1\n", encoding="utf-8")
    drop.bring("any", night=1)
    drop.check("any", night=1)
    assert overview(drop.home)[0]["unread"] == []


def test_the_text_of_an_unread_row_is_not_kept_where_it_may_hold_personal_data(drop):
    passport(drop, "t_{period}.csv")
    text = (drop.sources / "any.yml").read_text(encoding="utf-8")
    (drop.sources / "any.yml").write_text(text + "leave_out: [姓名]\n", encoding="utf-8")
    rows = "".join(f"A{index},202603,1,张三丰\n" for index in range(40))
    (drop.folder / "t_1.csv").write_text("code,month,amount,姓名\n" + rows + "B,张三丰\n", encoding="utf-8")
    drop.bring("any")
    assert sidecar(drop)["unread_rows"] == 1
    assert "张三丰".encode() not in drop.all_bytes()


def test_a_ragged_row_far_into_a_plain_file_costs_only_itself(drop):
    passport(drop, "t_{period}.csv")
    rows = [f"A{index:09d},202603,{'1' * 40}" for index in range(120_000)]
    rows[110_000] = "A,1"
    (drop.folder / "t_1.csv").write_text("\n".join(["code,month,amount", *rows]), encoding="utf-8")
    drop.bring("any")
    assert (sidecar(drop)["rows"], sidecar(drop)["unread_rows"]) == (119_999, 1)
    numbers = [row["_row"] for row in drop.rows("any", "t")]
    assert numbers == [index + 2 for index in range(120_000) if index != 110_000]


def test_leavings_of_a_killed_land_are_swept(drop):
    passport(drop, "t_{period}.csv")
    folder = drop.home.landing / "any" / "t"
    folder.mkdir(parents=True)
    for name in ("0123456789abcdef.unread.jsonl", "0123456789abcdef.parquet", ".0123.unread.0.aside-1"):
        (folder / name).write_bytes(b"half")
    drop.bring("any")
    assert list(folder.iterdir()) == []


def test_a_link_that_leads_out_of_the_drop_is_not_followed(drop, tmp_path):
    passport(drop, "t_{period}.csv")
    (tmp_path / "secret.csv").write_text(TEXT, encoding="utf-8")
    (drop.folder / "t_1.csv").symlink_to(tmp_path / "secret.csv")
    result = fetch(drop.home, "any", NIGHT)
    assert (result["tables"]["t"]["files"], result["belongs_to_no_table"]) == (0, ["t_1.csv"])


@pytest.mark.parametrize(
    ("files", "table", "words"),
    [
        ({"flag": "ok"}, {}, "needs {file}"),
        ({"flag": "{file}.ok", "manifest": "m.csv"}, {}, "an office sends one of them"),
        ({}, {"path": "t.zip"}, "a ZIP table needs member"),
        ({}, {"path": "t.zip", "member": "*"}, "'\\*' does not tell"),
        ({"encoding": "big5"}, {}, "gb18030"),
        ({"unread_share": 2}, {}, "less than or equal to 1"),
    ],
)
def test_a_passport_that_cannot_be_meant_is_refused(files, table, words):
    about = dict.fromkeys(("title", "owner", "purpose"), "试") | {"source": "any", "connection": "any"}
    table = {"path": "t.csv", "required": ["code"], "columns": ["code"], **table}
    with pytest.raises(ValidationError, match=words):
        Source(**about, schedule="0 1 * * *", connector="files", files=files, tables={"t": table})


def test_the_defaults_ask_for_no_flag_and_allow_one_row_in_twenty():
    assert (Files().flag, Files().manifest, Files().unread_share) == (None, None, 0.05)
