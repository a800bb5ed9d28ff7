"""文件：编码、标题行、断行、改名；坏文件整件退回并说明，好文件照常落地。"""

import json
from datetime import date, datetime

import openpyxl
import pytest

from innopoints.errors import OutsideFailed, Refused
from innopoints.ingest.fetch import fetch
from innopoints.ingest.incoming import Incoming
from innopoints.ingest.land import land
from innopoints.ingest.refused import open_refusals
from tests.ingest.conftest import NIGHT

CODE = "91441300MA0000003C"
HEADER = "统一社会信用代码,报告期,累计_千元"


@pytest.fixture
def drop(project, tmp_path, monkeypatch):
    folder = tmp_path / "drop"
    folder.mkdir()
    monkeypatch.setenv("AIRFLOW_CONN_OUTPUT_OFFICE", json.dumps({"conn_type": "file", "host": str(folder)}))
    columns = ["统一社会信用代码", "报告期", "累计_千元"]
    project.passport(
        "output",
        "files",
        {
            "monthly": {
                "path": "monthly_{period}.csv",
                "required": columns[:2],
                "columns": columns,
                "aliases": {"信用代码": "统一社会信用代码"},
                "control_totals": ["累计_千元"],
            },
            "award": {
                "path": "book_*.xlsx",
                "sheet": "奖励",
                "header_row": 2,
                "required": ["编号"],
                "columns": ["编号", "日期", "金额"],
            },
            "patent": {
                "path": "patent_{year}.jsonl",
                "encoding": "utf-8",
                "required": ["app_no"],
                "columns": ["app_no", "title"],
            },
        },
        files={"encoding": "gb18030"},
    )
    project.folder = folder
    return project


def csv(drop, name: str, *lines: str, header: str = HEADER, encoding: str = "gb18030") -> None:
    (drop.folder / name).write_text("\n".join([header, *lines]) + "\n", encoding=encoding)


def book(drop, name: str, rows: list[list], sheet: str = "奖励") -> None:
    workbook = openpyxl.Workbook()
    workbook.active.title = sheet
    for row in rows:
        workbook.active.append(row)
    workbook.save(drop.folder / name)


def refusal(drop) -> str:
    with pytest.raises(Refused) as raised:
        drop.bring("output")
    return str(raised.value)


def test_characters_that_only_gb18030_has_survive(drop):
    rare = "𠮷野家㐂䶮・㛃€"
    csv(drop, "monthly_202603.csv", f"{CODE},202603,12,{rare}", header=HEADER + ",单位名称")
    drop.bring("output")
    assert drop.rows("output", "monthly")[0]["单位名称"] == rare
    assert drop.batches("output", "monthly")[0].sidecar["encoding"] == "gb18030"


def test_a_column_nobody_told_us_about_is_kept_and_reported(drop):
    csv(drop, "monthly_202603.csv", f"{CODE},202603,12,新", header=HEADER + ",新列")
    drop.bring("output")
    (batch,) = drop.batches("output", "monthly")
    assert batch.sidecar["unknown_columns"] == ["新列"]
    assert drop.rows("output", "monthly")[0]["新列"] == "新"


def test_a_known_column_that_was_not_sent_is_null_and_noted(drop):
    csv(drop, "monthly_202603.csv", f"{CODE},202603", header="统一社会信用代码,报告期")
    drop.bring("output")
    assert drop.rows("output", "monthly")[0]["累计_千元"] is None
    assert drop.batches("output", "monthly")[0].sidecar["missing_columns"] == ["累计_千元"]


def test_a_missing_required_column_refuses_that_file_by_name_and_the_good_files_land(drop):
    csv(drop, "monthly_202602.csv", f"{CODE},202602,1")
    csv(drop, "monthly_202603.csv", f"{CODE},2", header="统一社会信用代码,累计_千元")
    csv(drop, "monthly_202604.csv", f"{CODE},202604,3")
    words = refusal(drop)
    assert "monthly_202603.csv is refused: required columns are missing: 报告期" in words
    assert "monthly_202602" not in words
    assert [batch.origin for batch in drop.batches("output", "monthly")] == ["monthly_202602.csv", "monthly_202604.csv"]


def test_a_refused_file_is_kept_whole_beside_its_reason_until_a_good_one_of_its_name_lands(drop):
    csv(drop, "monthly_202603.csv", f"{CODE},2", header="统一社会信用代码,累计_千元")
    refusal(drop)
    kept = sorted((drop.home.landing / "output" / ".refused").iterdir())
    assert kept[0].read_bytes() == (drop.folder / "monthly_202603.csv").read_bytes()
    assert "报告期" in kept[1].read_text(encoding="utf-8")
    assert [each.origin for each in open_refusals(drop.home, "output")] == ["monthly_202603.csv"]
    csv(drop, "monthly_202603.csv", f"{CODE},202603,2")
    drop.bring("output", night=1)
    assert open_refusals(drop.home, "output") == []


def test_a_file_still_broken_the_next_night_is_refused_again(drop):
    csv(drop, "monthly_202603.csv", f"{CODE},2", header="统一社会信用代码,累计_千元")
    assert refusal(drop) == refusal(drop)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "the file is empty"),
        (b"\n\n", "holds no column names"),
        ((HEADER + f"\n{CODE},202603,1\n{CODE},2026").encode("gb18030"), "the header has 3 fields, but line 3 has 2"),
        ((HEADER + f'\n{CODE},202603,"1\n').encode("gb18030"), "not well-formed CSV at line 2"),
        (HEADER.encode("gb18030") + b"\n\xff\xff,1,2\n", "not gb18030: at byte 34 stand ff ff"),
        ((HEADER + f"\n{CODE},202603,1\n").encode(), "not gb18030: from byte 0 on it is UTF-8"),
        ((HEADER + ",报告期\n1,2,3,4\n").encode("gb18030"), "both mean '报告期'"),
        (b"PK\x03\x04 not a table", "not csv: the file is a ZIP archive or an XLSX workbook"),
    ],
    ids=["empty", "blank", "cut", "lost quote", "bytes", "utf-8 as gb18030", "a column twice", "a zip"],
)
def test_a_csv_that_cannot_be_trusted_is_refused_whole(drop, content, reason):
    (drop.folder / "monthly_202603.csv").write_bytes(content)
    csv(drop, "monthly_202604.csv", f"{CODE},202604,3")
    with pytest.raises(Refused, match=rf"monthly_202603.csv is refused: .*({reason})"):
        drop.bring("output")
    assert [batch.origin for batch in drop.batches("output", "monthly")] == ["monthly_202604.csv"]


def test_row_numbers_are_the_line_numbers_of_the_file(drop):
    csv(drop, "monthly_202603.csv", f"{CODE},202603,1", "", f'{CODE},"2026\n03",2', f"{CODE},202603,3")
    drop.bring("output")
    assert [row["_row"] for row in drop.rows("output", "monthly")] == [2, 4, 6]


def test_spaces_and_odd_markers_stay_as_sent_and_only_the_empty_cell_is_null(drop):
    csv(drop, "monthly_202603.csv", f" {CODE.lower()} ,--,", "无,0,1,234".replace("1,234", '"1,234"'))
    drop.bring("output")
    values = [[row[name] for name in HEADER.split(",")] for row in drop.rows("output", "monthly")]
    assert values == [[f" {CODE.lower()} ", "--", None], ["无", "0", "1,234"]]
    assert drop.batches("output", "monthly")[0].sidecar["control_totals"] == {"累计_千元": "1234"}


def test_another_header_for_a_known_column_is_that_column(drop):
    csv(drop, "monthly_202603.csv", f"{CODE},202603,1", header="\ufeff 信用代码 ,报告期,累计_千元")
    drop.bring("output")
    assert drop.rows("output", "monthly")[0]["统一社会信用代码"] == CODE


def test_the_same_content_under_another_name_lands_once(drop):
    csv(drop, "monthly_202603.csv", f"{CODE},202603,1")
    csv(drop, "monthly_202604.csv", f"{CODE},202603,1")
    assert drop.bring("output")["monthly"]["batches"] == 1
    assert drop.bring("output", night=1)["monthly"]["batches"] == 0


def test_a_corrected_file_is_a_later_batch_beside_the_first(drop):
    csv(drop, "monthly_202603.csv", f"{CODE},202603,1")
    drop.bring("output")
    csv(drop, "monthly_202603.csv", f"{CODE},202603,2")
    drop.bring("output", night=1)
    assert [row["累计_千元"] for row in drop.rows("output", "monthly")] == ["1", "2"]


def test_files_that_belong_to_no_table_are_named_and_half_written_ones_ignored(drop):
    csv(drop, "monthly_202603(1).csv", f"{CODE},202603,1")
    csv(drop, "monthly_202604.csv.part", f"{CODE},202603,1")
    (drop.folder / "~$book_01.xlsx").write_bytes(b"lock")
    result = fetch(drop.home, "output", NIGHT)
    assert result["belongs_to_no_table"] == ["monthly_202603(1).csv"]
    assert result["tables"]["monthly"]["files"] == 0


def test_a_sheet_under_a_title_row_lands_as_a_person_sees_it(drop):
    rows = [
        ["科技奖励（合成数据）"],
        ["编号", "日期", "金额"],
        ["0012", date(2025, 3, 1), 12],
        [],
        ["A2", datetime.fromisoformat("2025-03-01 08:30:00"), 0.1],
        ["A3", "2025年3月", None],
    ]
    book(drop, "book_01.xlsx", rows)
    drop.bring("output")
    got = [(row["_row"], row["编号"], row["日期"], row["金额"]) for row in drop.rows("output", "award")]
    assert got == [
        (3, "0012", "2025-03-01", "12"),
        (5, "A2", "2025-03-01 08:30:00", "0.1"),
        (6, "A3", "2025年3月", None),
    ]


def test_a_workbook_cut_in_transfer_or_without_the_sheet_is_refused(drop):
    book(drop, "book_01.xlsx", [["t"], ["编号"], ["1"]])
    data = (drop.folder / "book_01.xlsx").read_bytes()
    (drop.folder / "book_01.xlsx").write_bytes(data[: len(data) // 2])
    book(drop, "book_02.xlsx", [["t"], ["编号"], ["1"]], sheet="其他")
    words = refusal(drop)
    assert "book_01.xlsx is refused: not a readable workbook" in words
    assert "book_02.xlsx is refused: there is no sheet '奖励'; the workbook has: 其他" in words


def test_json_lines_may_have_different_keys_and_numbers_keep_their_digits(drop):
    lines = ['{"app_no": 2023100000010.50, "title": null}', "", '{"app_no": "CN1", "extra": {"b": [1, true]}}']
    (drop.folder / "patent_2026.jsonl").write_text("\n".join(lines), encoding="utf-8")
    drop.bring("output")
    got = [(row["_row"], row["app_no"], row["extra"]) for row in drop.rows("output", "patent")]
    assert got == [(1, "2023100000010.50", None), (3, "CN1", '{"b":["1",true]}')]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('{"app_no": "1"}\n{"app_no": "2', "line 2 is not whole JSON"),
        ('{"app_no": "1"}\n[1]', "line 2 is not a JSON object"),
        ('{"app_no": "\\ud800"}', "half a character"),
        ('{"title": "1"}', "required columns are missing: app_no"),
    ],
)
def test_json_lines_that_cannot_be_trusted_are_refused(drop, content, reason):
    (drop.folder / "patent_2026.jsonl").write_text(content, encoding="utf-8")
    with pytest.raises(Refused, match=reason):
        drop.bring("output")


def test_a_file_pattern_with_a_year_does_not_take_its_longer_named_sister(drop):
    (drop.folder / "patent_event_2026.jsonl").write_text('{"app_no": "1"}', encoding="utf-8")
    assert fetch(drop.home, "output", NIGHT)["tables"]["patent"]["files"] == 0


def test_personal_columns_of_a_file_never_land_and_a_refused_one_is_not_kept(drop):
    text = (drop.sources / "output.yml").read_text(encoding="utf-8")
    (drop.sources / "output.yml").write_text(text + "leave_out: [姓名]\n", encoding="utf-8")
    csv(drop, "monthly_202603.csv", f"{CODE},202603,1,张三丰", header=HEADER + ", 姓 名")
    csv(drop, "monthly_202604.csv", "202604,1,张三丰", header="报告期,累计_千元,姓名")
    with pytest.raises(Refused, match="monthly_202604"):
        drop.bring("output")
    assert "张三丰".encode() not in drop.all_bytes()
    assert "张三丰".encode("gb18030") not in drop.all_bytes()


def test_a_folder_that_is_not_there_names_the_variable(drop, monkeypatch):
    monkeypatch.setenv("AIRFLOW_CONN_OUTPUT_OFFICE", '{"conn_type": "file", "host": "/nowhere/drop"}')
    with pytest.raises(OutsideFailed, match="no folder /nowhere/drop; mount it, or mend AIRFLOW_CONN_OUTPUT_OFFICE"):
        fetch(drop.home, "output", NIGHT)


def test_landing_without_a_fetch_does_nothing(drop):
    assert land(drop.home, "output", NIGHT)["tables"]["monthly"] == {"batches": 0, "rows": 0, "repeated_rows": 0}


def test_a_file_that_goes_back_to_what_it_said_before_lands_again(drop):
    for night, value in enumerate(["10", "12", "10", "10"]):
        csv(drop, "monthly_202603.csv", f"{CODE},202603,{value}")
        drop.bring("output", night)
    batches = drop.batches("output", "monthly")
    assert [row["累计_千元"] for row in drop.rows("output", "monthly")] == ["10", "12", "10"]
    assert [each.batch for each in batches] == [*(each.sha256[:16] for each in batches[:2]), f"{batches[0].batch}-2"]


def test_files_that_land_at_one_moment_stand_in_the_order_of_their_names_even_when_landing_was_cut(drop, monkeypatch):
    names = ["monthly_202601.csv", "monthly_202602.csv", "monthly_202603.csv"]
    for name in names:
        csv(drop, name, f"{CODE},202603,{name[-5]}")
    fetch(drop.home, "output", NIGHT)
    cut = iter([None, KeyboardInterrupt()])
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        piece_landed = Incoming.drop
        patch.setattr(Incoming, "drop", lambda self, piece: _or_raise(next(cut)) or piece_landed(self, piece))
        land(drop.home, "output", NIGHT)
    land(drop.home, "output", NIGHT)
    rows = sorted(drop.rows("output", "monthly"), key=lambda row: row["_landed_at"])
    assert [row["累计_千元"] for row in rows] == ["1", "2", "3"]
    assert {each.landed_at for each in drop.batches("output", "monthly")} == {NIGHT}


def _or_raise(what) -> None:
    if what:
        raise what
