"""What cannot be used is refused, with file, line, column and value; nothing is written then."""

from datetime import date

import duckdb
import pytest

from innopoints.errors import Refused, WrongUse
from innopoints.home import Home
from innopoints.project import SCHEMES
from innopoints.trial import models
from innopoints.trial.output import write_trial
from innopoints.trial.progress import Progress
from innopoints.trial.run import scratch, trial
from innopoints.trial.table import lay_out
from innopoints.trial.values import read_values
from tests.trial.tried import WORKED, tried

INDICATORS = ["life", "income"]

REFUSED = {
    "未知指标，长表": (
        "unit,indicator,value\nA,life,1\nA,lief,2\n",
        "line 3, indicator 'lief': not an indicator of the scheme",
    ),
    "未知指标，宽表": ("unit,life,lief\nA,1,2\n", "line 1: column 'lief' is no indicator of the scheme; allowed: "),
    "不是数": ("unit,life\nA,1\nB,12%\n", "line 3, life '12%': not a number"),
    "不是数，长表": ("unit,indicator,value\nA,life,n/a\n", "line 2, value 'n/a': not a number"),
    "带千分位": ('unit,life\nA,"1,000"\n', "line 2, life '1,000': not a number"),
    "下划线": ("unit,life\nA,1_000\n", "line 2, life '1_000': not a number"),
    "NaN": ("unit,life\nA,NaN\n", "line 2, life 'NaN': not a number"),
    "无穷": ("unit,life\nA,-inf\n", "line 2, life '-inf': not a number"),
    "太大": ("unit,life\nA,1e13\n", "line 2, life '1e13': beyond 10^12 either way"),
    "太大，放不进小数": ("unit,life\nA,1e300\n", "line 2, life '1e300': beyond 10^12 either way"),
    "缺对象名": ("unit,life\nA,1\n ,2\n", "line 3, unit ' ': no unit"),
    "缺指标名": ("unit,indicator,value\nA,,2\n", "line 2, indicator '': no indicator"),
    "重复对象，宽表": ("unit,life\nA,1\nB,2\nA,3\n", "line 4, unit 'A': first at line 2"),
    "重复，长表": ("unit,indicator,value\nA,life,1\nA,life,1\n", "line 3, unit 'A · life': first at line 2"),
    "重复，同一期": ("unit,period,life\nA,2020,1\nA,2021,1\nA,2020,2\n", "line 4, unit 'A · 2020': first at line 2"),
    "两个组": ("unit,group,indicator,value\nA,x,life,1\nA,y,income,1\n", "line 3, group 'A': x and y"),
    "两个阶段": ("unit,stage,indicator,value\nA,x,life,1\nA,y,income,1\n", "line 3, stage 'A': x and y"),
    "没有对象列": ("country,life\nA,1\n", "line 1: no column `unit` among country, life"),
    "长表缺列": ("unit,indicator\nA,life\n", "line 1: no column 'value'; a long table has unit, indicator, value"),
    "没有指标列": ("unit,period\nA,2020\n", "line 1: no indicator among the columns"),
    "列名重复": ("unit,life,life\nA,1,2\n", "line 1: column 'life' stands there twice"),
    "只有表头": ("unit,life\n", "no rows below the header (unit, life)"),
    "空文件": ("", "the file is empty (0 bytes)"),
    "列数不齐": ("unit,life\nA,1\nB,2,3\nC,4\n", "the header has 2 fields, but line 3 has 3"),
    "引号没有闭合": ('unit,life\nA,"1\nB,2\n', "line 2"),
    "网页": ("<!DOCTYPE html><html></html>", "the file is a web page"),
}


@pytest.fixture
def con():
    with duckdb.connect() as con:
        yield con


def read(con, path):
    return read_values(con, path, lay_out(con, path, Progress()), INDICATORS)


@pytest.mark.parametrize(("text", "words"), REFUSED.values(), ids=REFUSED)
def test_refused(con, tmp_path, text, words):
    path = tmp_path / "values.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read(con, path)
    assert str(refused.value).startswith(f"{path}: ")
    assert words in str(refused.value)


def test_five_places_are_named_and_the_others_counted(con, tmp_path):
    path = tmp_path / "values.csv"
    path.write_text("unit,life\n" + "".join(f"u{n},?\n" for n in range(9)), encoding="utf-8")
    with pytest.raises(Refused, match=r"9 places cannot be used: line 2, life '\?': not a number; .* and 4 more"):
        read(con, path)


def test_parquet_places_are_rows_counted_from_one(con, tmp_path):
    path = tmp_path / "values.parquet"
    con.execute(f"copy (select * from (values ('A', 1.5), ('B', 'nan'::double)) as t(unit, life)) to '{path}'")
    with pytest.raises(Refused, match="line 2, life 'nan': not a number"):
        read(con, path)


def test_a_broken_parquet_file_is_refused(con, tmp_path):
    path = tmp_path / "values.parquet"
    path.write_bytes(b"PAR1 cut in the middle")
    with pytest.raises(Refused, match="not a readable Parquet file"):
        read(con, path)


@pytest.mark.parametrize("name", ["values.xlsx", "values.txt", "absent.csv"])
def test_other_files_are_wrong_use(con, tmp_path, name):
    with pytest.raises(WrongUse):
        lay_out(con, tmp_path / name, Progress())


def test_what_is_read(con, tmp_path):
    """Empty is missing, three words say why there is none, and every common way to write a number is one."""
    path = tmp_path / "values.csv"
    path.write_bytes(
        "unit,period,stage,life,income\n甲,2020,s,1e-4,\n乙,2020,s,+.5,not_applicable\n甲,2019,,7.,source_missing\n".encode(
            "gb18030"
        )
    )
    values = read(con, path)
    assert (values.form, values.periods, values.units, values.known) == ("wide", ["2019", "2020"], 2, 3)
    assert (values.stages, values.unused) == (["s"], ["income"])
    sql = "select unit, period, measure, cast(value as varchar), state from cell join unit using (unit_no) order by all"
    assert con.execute(sql).fetchall() == [
        ("乙", "2020", "income", None, "not_applicable"),
        ("乙", "2020", "life", "0.500000000000000000", "known"),
        ("甲", "2019", "income", None, "source_missing"),
        ("甲", "2019", "life", "7.000000000000000000", "known"),
        ("甲", "2020", "income", None, "missing"),
        ("甲", "2020", "life", "0.000100000000000000", "known"),
    ]


def test_a_scheme_with_rules_says_the_outcome_and_the_clause_that_decides_it(home, tmp_path):
    values = tmp_path / "values.csv"
    values.write_text(
        "unit,rd_intensity_ratio,rd_staff_share_ratio,staff_average_count,revenue_cny,total_assets_cny,class_one_ip_count\n"
        "甲,0.07,0.4,100,5000000,4000000,2\n丙,0.07,0.4,900,5000000,4000000,2\n",
        "utf-8",
    )
    scores = tried(home, SCHEMES / "kexiao_2017.yml", values, tmp_path / "out")["scores"]
    assert [(row["unit"], row["outcome"], row["outcome_words_zh"]) for row in scores] == [
        ("丙", "cannot_pass", "职工总数不超过 500 人：现 900，超出 400"),
        ("甲", "passes", "综合评价达标"),
    ]


def test_stages_a_scheme_does_not_know_are_refused(home, tmp_path):
    scheme = tmp_path / "hdi.yml"
    scheme.write_text(
        (WORKED / "hdi.yml").read_text("utf-8").replace("total: 1", "stages: [rich, poor]\ntotal: 1"), "utf-8"
    )
    values = tmp_path / "values.csv"
    values.write_text("unit,stage,life_expectancy_years\nA,rihc,70\n", "utf-8")
    with pytest.raises(Refused, match=r"column 'stage': 'rihc' is no stage of .*; allowed: rich, poor"):
        trial(Home(home), scheme, values, tmp_path / "out", Progress())
    assert not (tmp_path / "out").exists()


def test_an_output_folder_that_holds_something_else_is_left_alone(tmp_path):
    (tmp_path / "thesis.docx").write_text("years of work")
    with scratch(tmp_path / "x") as con, pytest.raises(WrongUse, match="holds something that is no trial's output"):
        write_trial(con, None, tmp_path)
    assert (tmp_path / "thesis.docx").read_text() == "years of work"


def test_a_project_dbt_cannot_read_is_refused_with_its_folder_and_what_to_try(tmp_path, monkeypatch):
    monkeypatch.setattr(models, "DBT", tmp_path)
    with pytest.raises(
        Refused, match=rf"dbt could not read .+ under {tmp_path}: (.|\n)+dbt_project\.yml(.|\n)+Put right"
    ):
        models._compile(date(2026, 6, 30))
