"""Nights after the first: nothing new, another day, a source is down, the gate says no."""

import json
import shutil
import sqlite3

import duckdb
import pytest

from .conftest import SMALL, run_night, stepped_night

pytestmark = pytest.mark.slow


def test_a_second_night_publishes_nothing_new(small_night):
    again = stepped_night(small_night.home.root, "2026-07-02T18:00:00+00:00")
    assert again.returncode == 0, again.text
    assert "nothing new" in again.text
    editions = small_night.home.published / "score_v1" / "2026-06-30"
    assert [path.name for path in editions.iterdir()] == ["1"]


@pytest.mark.proofs
def test_an_older_day_gets_its_own_edition_and_the_newest_stays_the_current_one(small_night):
    before = run_night(small_night.home.root, *SMALL, "--as-of", "2025-12-31")
    assert before.returncode == 0, before.text
    assert (small_night.home.published / "score_v1" / "2025-12-31" / "1" / "manifest.json").exists()
    assert small_night.latest["as_of_date"] == "2026-06-30"
    assert (small_night.home.warehouse / "innopoints-2025-12-31.duckdb").exists()


def test_a_source_that_is_down_costs_its_own_indicators_only_and_nothing_becomes_zero(small_night):
    night = small_night
    assert "ip never landed: no value, never zero, for" in night.text
    assert "valid_invention_patent_count" in night.text
    with duckdb.connect(night.home.current, read_only=True) as con:
        ip = con.execute(
            """
            select distinct state, value from measures.measure inner join registry.measure as known using (measure)
            where known.sources like '%ip.%'
            """
        ).fetchall()
        tax = con.execute("select count(*) from measures.measure where measure = 'revenue_cny' and state = 'known'")
        assert ip == [("source_missing", None)]
        assert tax.fetchone()[0] > 40


@pytest.mark.proofs
def test_a_fault_in_the_data_closes_the_gate_and_the_edition_before_stays(small_night, tmp_path):
    root = tmp_path / "home"
    shutil.copytree(small_night.home.root, root)
    before = small_night.latest

    front = next((root / "sample_exchange").glob("60-*")) / "front.db"
    with sqlite3.connect(front) as con:
        con.execute(
            "update t_enterprise set reg_state = '注销', op_type = 'U', update_time = '2026-06-30 23:00:00' "
            "where id % 2 = 0"
        )
    second = stepped_night(root, "2026-08-01T18:00:00+00:00", as_of="2026-07-31")
    assert second.returncode == 1
    assert "Gate: CLOSED" in second.text
    assert "DAG nightly: failed" in second.text
    assert "GateClosed" in second.text, second.text
    assert second.latest == before
    report = json.loads((root / "quality" / "2026-07-31" / "gate.json").read_text(encoding="utf-8"))
    assert report["verdict"] == "closed"
