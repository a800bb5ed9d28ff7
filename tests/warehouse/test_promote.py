"""Handing the candidate to analysts: one rename, nothing half, and an old day never takes the place of today."""

import json

import duckdb
import pytest

from innopoints.errors import Refused
from innopoints.home import Home
from innopoints.warehouse.promote import promote


def built(home: Home, as_of: str) -> None:
    """A finished candidate that knows its day."""
    home.warehouse.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(home.candidate) as con:
        con.execute("create table day as select ?::date as as_of", [as_of])
    home.candidate_json.write_text(json.dumps({"as_of": as_of}), encoding="utf-8")


def day_in(path) -> str:
    with duckdb.connect(path, read_only=True) as con:
        return str(con.execute("select as_of from day").fetchone()[0])


@pytest.fixture
def home(tmp_path) -> Home:
    return Home(tmp_path)


def test_the_candidate_becomes_the_warehouse(home):
    built(home, "2026-06-30")
    promote(home)
    assert day_in(home.current) == "2026-06-30"
    assert not home.candidate.exists()


def test_an_analyst_who_holds_the_old_file_reads_on(home):
    built(home, "2026-06-29")
    promote(home)
    with duckdb.connect(home.current, read_only=True) as analyst:
        built(home, "2026-06-30")
        promote(home)
        assert str(analyst.execute("select as_of from day").fetchone()[0]) == "2026-06-29"


def test_an_old_day_computed_again_gets_a_file_of_its_own(home):
    built(home, "2026-06-30")
    promote(home)
    built(home, "2025-12-31")
    made = promote(home)
    assert made["warehouse"].endswith("innopoints-2025-12-31.duckdb")
    assert day_in(made["warehouse"]) == "2025-12-31"
    assert day_in(home.current) == "2026-06-30"


def test_promoting_twice_is_promoting_once(home):
    built(home, "2026-06-30")
    assert promote(home) == promote(home)


def test_without_a_finished_candidate_there_is_nothing_to_promote(home):
    with pytest.raises(Refused, match="innopoints build"):
        promote(home)


def test_a_candidate_that_vanished_is_not_mistaken_for_a_promoted_one(home):
    built(home, "2026-06-29")
    promote(home)
    home.candidate_json.write_text(json.dumps({"as_of": "2026-06-30"}), encoding="utf-8")
    with pytest.raises(Refused, match="missing"):
        promote(home)


def test_a_candidate_that_was_not_closed_is_refused(home):
    built(home, "2026-06-30")
    home.candidate.with_name("candidate.duckdb.wal").touch()
    with pytest.raises(Refused, match="not closed"):
        promote(home)
