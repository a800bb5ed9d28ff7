"""数据源护照与连接：写错的一眼看出，写对的个个都在。"""

import json
import os

import pytest
import yaml

from innopoints import yaml_file
from innopoints.errors import OutsideFailed, Refused, WrongUse
from innopoints.expect.suite import Suite
from innopoints.ingest.check import suite_path
from innopoints.ingest.connection import resolve
from innopoints.passports.source import Table, read_source, read_sources
from innopoints.passports.units import units_of
from innopoints.project import SOURCES

PASSPORTS = read_sources()
TABLES = [(source, table) for source, passport in PASSPORTS.items() for table in passport.tables]


def test_every_office_has_its_passport():
    first = ["bank_returns", "certification", "consent", "ip", "output", "registration", "talent", "tax"]
    assert list(PASSPORTS) == sorted([*first, "green", "talent_demand"])


@pytest.mark.parametrize(("source", "table"), TABLES, ids=[f"{source}.{table}" for source, table in TABLES])
def test_every_table_has_a_suite_that_looks_only_at_columns_it_has(source, table):
    suite = yaml_file.read(suite_path(source, table), Suite)
    assert suite.suite == f"landing.{source}__{table}"
    passport = PASSPORTS[source].tables[table]
    there = {*passport.columns, "_period", "_bank", "_year"}
    for check in suite.expect:
        named = {value for key, value in check.arguments.items() if key in ("column", "column_A", "column_B")}
        assert named <= there, check.id


def test_the_readmes_example_is_a_valid_passport(tmp_path):
    text = (SOURCES / "README.md").read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
    (tmp_path / "output.yml").write_text(text, encoding="utf-8")
    assert read_source("output", tmp_path).leave_out == ["姓名", "证件号"]


def written(tmp_path, **changed):
    whole = {
        "source": "tax",
        "title": "t",
        "owner": "o",
        "purpose": "p",
        "schedule": "0 1 * * *",
        "connector": "rest",
        "connection": "tax_bureau",
        "tables": {"vat": {"path": "/vat", "required": ["a"], "columns": ["a", "b"]}},
    }
    (tmp_path / "tax.yml").write_text(yaml.safe_dump(whole | changed), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"conection": "x"}, r"tax.yml: conection: unknown key; allowed here: .*connection"),
        ({"connector": "ftp"}, "connector: .*'rest', 'sql' or 'files'"),
        ({"sql": {}}, "connector is rest, so the block sql does not belong here"),
        ({"leave_out": ["a"]}, "vat: a is in leave_out, so it cannot be among columns"),
        ({"tables": {}}, "tables: .*at least 1"),
        (
            {"tables": {"vat": {"path": "/v", "required": ["c"], "columns": ["a"]}}},
            "required names c, not among",
        ),
        ({"tables": {"vat": {"path": "/v", "required": ["a"], "columns": ["a", "a"]}}}, "columns written twice: a"),
        ({"tables": {"vat": {"path": "/v", "required": ["a"], "columns": ["a", "_batch"]}}}, "columns.1"),
        ({"source": "tex"}, "a passport is named after its source"),
    ],
)
def test_a_wrong_passport_names_file_key_and_what_is_allowed(tmp_path, changed, words):
    with pytest.raises(Refused, match=words):
        read_sources(written(tmp_path, **changed))


def test_an_unknown_source_is_wrong_use_and_names_the_known_ones(tmp_path):
    with pytest.raises(WrongUse, match="known sources: tax"):
        read_source("texas", written(tmp_path))


@pytest.mark.parametrize(
    ("pattern", "name", "parts"),
    [
        ("loan_{bank}_{period}.csv", "loan_boc_huizhou_202603.csv", {"bank": "boc_huizhou", "period": "202603"}),
        ("patent_{year}.jsonl", "patent_event_2026.jsonl", None),
        ("book_*.xlsx", "book_01.xlsx", {}),
        ("in/*/out_{period}.csv", "in/a/out_202603.csv", {"period": "202603"}),
        ("out.{period}.csv", "outx202603.csv", None),
    ],
)
def test_a_file_name_fits_its_pattern_or_does_not(pattern, name, parts):
    assert Table(path=pattern, required=["a"], columns=["a"]).named_parts(name) == parts


@pytest.mark.parametrize(
    "text",
    [
        '{"conn_type": "http", "host": "tax.example", "login": "u", "password": "p@ss:w/rd", "port": 8443}',
        "http://u:p%40ss%3Aw%2Frd@tax.example:8443",
    ],
)
def test_a_connection_is_read_from_json_or_uri(monkeypatch, text):
    monkeypatch.setenv("AIRFLOW_CONN_TAX_BUREAU", text)
    found = resolve("tax_bureau")
    assert (found.conn_type, found.host, found.port, found.login) == ("http", "tax.example", 8443, "u")
    assert found.password == "p@ss:w/rd"
    assert "p@ss:w/rd" not in repr(found)


def test_a_folder_may_be_written_as_a_uri_too(monkeypatch):
    for text in ("file:///srv/drop", "file://%2Fsrv%2Fdrop", json.dumps({"conn_type": "file", "host": "/srv/drop"})):
        monkeypatch.setenv("AIRFLOW_CONN_DROP", text)
        assert resolve("drop").folder == "/srv/drop"


def test_a_broken_connection_is_not_repeated_in_the_error(monkeypatch):
    monkeypatch.setenv("AIRFLOW_CONN_TAX_BUREAU", '{"conn_type": "http", "password": "s3cret-token"')
    with pytest.raises(OutsideFailed, match="AIRFLOW_CONN_TAX_BUREAU is set but is neither") as raised:
        resolve("tax_bureau")
    assert "s3cret-token" not in str(raised.value)


def test_airflow_is_not_even_imported_outside_a_task(monkeypatch):
    import subprocess
    import sys

    code = (
        "import sys\nfrom innopoints.ingest.connection import resolve\n"
        "try: resolve('nowhere')\nexcept Exception: pass\nprint('airflow' in sys.modules)"
    )
    environment = {key: value for key, value in os.environ.items() if not key.startswith("AIRFLOW_CTX_")}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def table(**own) -> Table:
    return Table(path="t.csv", required=["code"], columns=["code", "day", "amount"], **own)


def test_a_unit_may_change_from_a_day_on_told_by_a_column_of_the_row():
    """自 2026-03-01 起改报元：该列按登记日期分段换算，从前的批次仍按万元读。"""
    changed = table(units={"amount": [{"unit": "万元"}, {"unit": "元", "effective_from": "2026-03-01"}]},
                    units_dated_by="day")  # fmt: skip
    assert [str(each.effective_from) for each in units_of(changed.units)["amount"]] == ["None", "2026-03-01"]


@pytest.mark.parametrize(
    ("units", "dated_by", "words"),
    [
        ({"amount": "百万元"}, None, "'元', '千元', '万元' or '亿元'"),
        ({"total": "元"}, None, "units names total, not among columns"),
        ({"amount": "元"}, "month", "units names month, not among columns"),
        ({"amount": [{"unit": "元", "effective_from": "2026-03-01"}]}, "day", "the first unit holds from ever"),
        ({"amount": [{"unit": "元"}, {"unit": "万元"}]}, "day", "each later one needs effective_from"),
        ({"amount": [{"unit": "元"}, {"unit": "万元", "effective_from": "2026-03-01"}]}, None, "say units_dated_by"),
        ({"amount": []}, None, "the first unit holds from ever"),
    ],
)
def test_a_unit_that_cannot_be_told_is_an_error_in_the_passport(units, dated_by, words):
    with pytest.raises(ValueError, match=words):
        table(units=units, units_dated_by=dated_by)
