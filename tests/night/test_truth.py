"""The measures equal the planted truth, enterprise by enterprise; what differs is listed, and only that.

The truth was computed by the generator, in Python, from what it sent. Only an enterprise one of whose rows was
rejected may differ, and only in a measure that row feeds.
"""

import json

import duckdb
import pytest


@pytest.fixture(scope="module")
def truth(zone_night):
    folder = next((zone_night.home.root / "sample_exchange").glob("1109-*")) / "truth"
    dirt = [json.loads(line) for line in (folder / "dirt.jsonl").read_text(encoding="utf-8").splitlines()]
    return folder, dirt


@pytest.fixture(scope="module")
def compared(zone_night, truth):
    folder, _ = truth
    with duckdb.connect(zone_night.home.current, read_only=True) as con:
        return con.execute(
            f"""
            select uscc, measure, planted.value as planted, computed.value as computed
            from '{folder}/measures.parquet' as planted
            full outer join measures.measure as computed using (uscc, measure)
            where planted.uscc is null or computed.uscc is null or planted.value is distinct from computed.value
            """
        ).fetchall()


def test_only_measures_fed_by_a_rejected_row_differ_from_the_truth(compared, truth):
    _, dirt = truth
    excused = {(each["uscc"], measure) for each in dirt if each["effect"] == "rejected" for measure in each["measures"]}
    assert [row for row in compared if row[:2] not in excused] == []


def test_a_rejected_row_is_rare_enough_for_the_comparison_to_mean_something(compared, zone_night):
    with duckdb.connect(zone_night.home.current, read_only=True) as con:
        cells = con.execute("select count(*) from measures.measure").fetchone()[0]
    assert cells > 40_000
    assert len(compared) < cells / 200


def test_exactly_the_planted_rows_are_rejected(zone_night, truth):
    _, dirt = truth
    planted = {}
    for each in dirt:
        if each["effect"] == "rejected":
            key = (each["source"], each["table"])
            planted[key] = planted.get(key, 0) + 1
    with duckdb.connect(zone_night.home.current, read_only=True) as con:
        rejected = con.execute(
            "select source, table_name, count(distinct (batch, row_no)) from quality.reject group by source, table_name"
        ).fetchall()
    assert {(source, table): count for source, table, count in rejected} == planted


def test_every_rejected_row_names_its_file_line_column_value_and_rule(zone_night):
    with duckdb.connect(zone_night.home.current, read_only=True) as con:
        unnamed = con.execute(
            """
            select * from quality.reject
            where origin is null or row_no is null or column_name is null or rule_zh is null or rule_en is null
                or (raw_value is null and rule_en not like '%missing%')
            """
        ).fetchall()
    assert unnamed == []
