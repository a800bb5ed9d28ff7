"""每张表的落地规则：样例交换（含埋设的脏数据）全部放行；真坏了的来件一律扣住。"""

import json
import os
import shutil
from dataclasses import replace
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import sample_night
from innopoints.errors import Refused
from innopoints.home import Home
from innopoints.ingest import check
from innopoints.ingest.batches import batches_in_force, read_batches, table_folder
from innopoints.ingest.fetch import fetch
from innopoints.ingest.judge import judge
from innopoints.ingest.land import land
from innopoints.ingest.landed import OWN_COLUMNS
from innopoints.ingest.reading.promise import totals_said
from innopoints.passports.source import read_sources
from tests.ingest.conftest import NIGHT

PASSPORTS = read_sources()
TABLES = [(source, table) for source, passport in PASSPORTS.items() for table in passport.tables]


@pytest.fixture(scope="module")
def exchange(tmp_path_factory):
    """The offices of the sample exchange, a small zone until the end of 2024, and their connections."""
    data = tmp_path_factory.mktemp("exchange") / "data"
    small = ["--enterprises", "300", "--through", "2024-12-31"]
    sample_night.exchange("generate", "--to", data, *small)
    with sample_night.serving(data) as bureau, pytest.MonkeyPatch.context() as environment:
        for name, value in sample_night.connections(data, bureau, set()).items():
            environment.setenv(name, value)
        yield data


@pytest.fixture(scope="module")
def landed(exchange, tmp_path_factory) -> Home:
    home = Home(tmp_path_factory.mktemp("landed"))
    for source in PASSPORTS:
        fetch(home, source, NIGHT)
        land(home, source, NIGHT)
    return home


def test_the_sample_exchange_passes_every_suite(landed):
    for source in PASSPORTS:
        check.check_landing(landed, source, NIGHT)
    assert sorted(batches_in_force(landed, NIGHT)) == sorted(TABLES)


def test_the_same_exchange_the_next_night_brings_nothing_new(exchange, landed):
    for source in PASSPORTS:
        fetch(landed, source, NIGHT)
        assert {table["batches"] for table in land(landed, source, NIGHT)["tables"].values()} == {0}


def test_what_the_offices_state_is_what_landed_to_the_cent(landed):
    """Statistics and tax state rows and sums of every batch; what they state is counted by their own code."""
    for source in ("output", "tax"):
        passport = PASSPORTS[source]
        for name, table in passport.tables.items():
            for batch in read_batches(table_folder(landed, source, name)):
                counted = {each: Decimal(total) for each, total in batch.sidecar["control_totals"].items()}
                counted["rows"] = batch.rows
                assert totals_said(batch.sidecar["promised"], table, passport.settings) == counted, batch.origin


def test_a_file_whose_flag_states_one_thousand_yuan_more_is_refused_and_the_others_land(
    exchange, tmp_path, monkeypatch
):
    drop = shutil.copytree(exchange / "drops" / "output", tmp_path / "drop")
    flag = drop / "monthly_output_202403.csv.ok"
    *kept, (name, total) = (line.split("=") for line in flag.read_text("gb18030").splitlines())
    flag.write_text("".join(f"{a}={b}\n" for a, b in [*kept, (name, int(total) + 1)]), "gb18030")
    os.utime(flag, (0, 0))  # a flag of this moment would be waited for
    monkeypatch.setenv("AIRFLOW_CONN_OUTPUT_DROP", json.dumps({"conn_type": "file", "host": str(drop)}))
    home = Home(tmp_path / "home")
    fetch(home, "output", NIGHT)
    with pytest.raises(Refused, match=rf"monthly_output_202403.csv is refused: .* {total}, promised {int(total) + 1}"):
        land(home, "output", NIGHT)
    landed = {batch.origin for batch in read_batches(table_folder(home, "output", "monthly_output"))}
    assert {path.name for path in drop.glob("monthly_output_*.csv")} - landed == {"monthly_output_202403.csv"}


def test_no_persons_name_or_card_number_is_in_the_landing_zone(landed):
    columns = {name for path in landed.landing.rglob("*.parquet") for name in pq.read_schema(path).names}
    private = {name for passport in PASSPORTS.values() for name in passport.leave_out}
    assert private >= {"nm", "cert_no", "姓名", "手机号", "联系人", "联系电话"} and not columns & private
    for source in (name for name, passport in PASSPORTS.items() if passport.leave_out):
        for path in (landed.landing / source).rglob("*.parquet"):
            assert "合成人员" not in str(pq.read_table(path).to_pydict())


def test_what_the_offices_sent_is_known_to_their_passports(landed):
    for source, table in TABLES:
        for batch in read_batches(table_folder(landed, source, table)):
            assert (batch.sidecar["unknown_columns"], batch.sidecar["missing_columns"]) == ([], []), (source, table)


def third_empty(table: pa.Table, column: str) -> pa.Table:
    values = [None if row % 10 < 3 else value for row, value in enumerate(table[column].to_pylist())]
    return table.set_column(table.column_names.index(column), column, pa.array(values, pa.string()))


def half_blank(table: pa.Table, _: str) -> pa.Table:
    sent = [name for name in table.column_names if name not in OWN_COLUMNS]
    for name in sent[::2]:
        table = table.set_column(table.column_names.index(name), name, pa.nulls(table.num_rows, pa.string()))
    return table


def one_column_to_the_right(table: pa.Table, _: str) -> pa.Table:
    sent = [name for name in table.column_names if name not in OWN_COLUMNS]
    moved = {name: table[sent[index - 1]] for index, name in enumerate(sent)}
    return pa.table(moved | {name: table[name] for name in OWN_COLUMNS})


BREAKAGES = {
    "30 % of the key empty": third_empty,
    "half the columns blank": half_blank,
    "shifted": one_column_to_the_right,
}


def judged(landed, tmp_path, source: str, table: str, breakage=lambda rows, key: rows, **changed) -> dict:
    """The verdict on the largest batch of a table after something happened to it."""
    batch = max(read_batches(table_folder(landed, source, table)), key=lambda each: each.rows)
    suite, _ = check._suite_of(source, table)
    key = next(each.arguments["column"] for each in suite.expect if each.expectation == "column_values_to_not_be_null")
    path = tmp_path / batch.path.name
    pq.write_table(breakage(pq.read_table(batch.path), key), path)
    checks = judge(replace(batch, path=path, **changed), PASSPORTS[source], suite, "")
    return {"verdict": check.verdict_of(checks), "checks": checks}


@pytest.mark.parametrize(
    "breakage", [each if each == "shifted" else pytest.param(each, marks=pytest.mark.faults) for each in BREAKAGES]
)
@pytest.mark.parametrize(("source", "table"), TABLES, ids=[f"{source}.{table}" for source, table in TABLES])
def test_a_really_broken_feed_is_held(landed, tmp_path, source, table, breakage):
    assert judged(landed, tmp_path, source, table, BREAKAGES[breakage])["verdict"] == "held"


@pytest.mark.parametrize(
    ("source", "table", "origin", "failing"),
    [
        ("output", "monthly_output", "monthly_output_202312.csv", "month_of_the_file"),
        ("output", "hightech_revenue", "hightech_revenue_2019.csv", "year_of_the_file"),
        ("bank_returns", "loan", "loan_another_bank_202312.csv", "bank_of_the_file"),
        ("bank_returns", "credit_line", "credit_line_another_bank_202312.csv", "bank_of_the_file"),
        ("bank_returns", "balance_event", "balance_event_another_bank_202312.csv", "bank_of_the_file"),
    ],
)
def test_a_file_under_the_wrong_month_or_bank_is_held(landed, tmp_path, source, table, origin, failing):
    largest = max(read_batches(table_folder(landed, source, table)), key=lambda each: each.rows)
    assert largest.origin != origin
    verdict = judged(landed, tmp_path, source, table, origin=origin)
    assert verdict["verdict"] == "held"
    assert [each["check"] for each in verdict["checks"] if not each["success"]] == [failing]
