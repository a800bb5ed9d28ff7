"""给银行的 CSV：表格软件打开不会运行、舍入或猜测；程序读回来一字不差；GB18030 装得下任何字。"""

import csv
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from innopoints.errors import Refused
from innopoints.publication.csv_file import marked, write_csv

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\t\r\n"))
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("=HYPERLINK(...)", "公式"),
        ("+86 752", "公式"),
        ("-5", "公式"),
        ("@SUM(A1)", "公式"),
        ("\t=1+1", "空白之后的公式"),
        (" =1+1", "空白之后的公式"),
        ("\ufeff=1+1", "看不见的字之后的公式"),
        ("＝1+1", "全角公式"),
        ("913101154147633661", "18 位代码会变成 9.13E+17"),
        ("9131011541476E3661", "会读成科学计数"),
        ("007", "会丢掉前面的零"),
        ("2.0", "版本会变成 2"),
        ("1-2", "会变成日期"),
        ("2026年6月", "会变成日期"),
        ("SEPT2", "会变成日期"),
        ("1 Jan", "会变成日期"),
        ("2-Mar 2026", "会变成日期"),
        ("12:30", "会变成时刻"),
        ("9:05 PM", "会变成时刻"),
        ("2026-06-30T12:30:00Z", "会变成时刻"),
        ("50%", "会变成 0.5"),
        ("'", "自己以撇号开头"),
    ],
)
def test_a_text_that_a_spreadsheet_would_change_begins_with_one_apostrophe(text, why):
    assert marked(text) == "'" + text


@pytest.mark.parametrize(
    "text", ["91441300MA0000001M", "研发投入", "seed", "1", "A", "3 年 1-2 次", "march", "may_2", "x=y", ""]
)
def test_any_other_text_stays_as_it_is(text):
    assert marked(text) == text


def read_back(path, encoding: str) -> list[list[str]]:
    """What a bank's program does: read, then take away one leading apostrophe."""
    with path.open(encoding=encoding, newline="") as file:
        return [[cell.removeprefix("'") for cell in line] for line in csv.reader(file)]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(TEXT, st.integers(-999_999, 999_999).map(lambda n: Decimal(n).scaleb(-2))), min_size=1))
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_every_text_and_number_comes_back_and_no_text_cell_can_run(tmp_path, encoding, rows):
    table = pa.table({"uscc": [text for text, _ in rows], "score": pa.array([n for _, n in rows], pa.decimal128(6, 2))})
    write_csv(table, tmp_path / "a.csv", encoding)
    assert read_back(tmp_path / "a.csv", encoding) == [
        ["uscc", "score"],
        *([text, format(number, "f")] for text, number in rows),
    ]
    with (tmp_path / "a.csv").open(encoding=encoding, newline="") as file:
        assert not [text for text, _ in list(csv.reader(file))[1:] if text.lstrip(" \u3000").startswith(DANGEROUS)]


def test_numbers_stay_numbers_also_below_zero_and_null_is_not_an_empty_text(tmp_path):
    table = pa.table({"a": pa.array([Decimal("-1.50"), None], pa.decimal128(6, 2)), "b": ["", None]})
    write_csv(table, tmp_path / "a.csv", "utf-8-sig")
    assert (tmp_path / "a.csv").read_bytes() == b'\xef\xbb\xbfa,b\r\n-1.50,""\r\n,\r\n'


def test_a_control_character_is_refused_with_column_and_text(tmp_path):
    with pytest.raises(Refused, match=r"column reason_zh: '研发\\x00' holds a control character"):
        write_csv(pa.table({"reason_zh": ["研发\x00"]}), tmp_path / "a.csv", "gb18030")
