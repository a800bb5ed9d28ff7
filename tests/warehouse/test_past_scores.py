"""Points are held against outcomes only when they were published before: never those made with hindsight."""

import json
from datetime import date, datetime, timedelta
from itertools import pairwise

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from innopoints.home import Home
from innopoints.warehouse.past_scores import lay_past_scores

_TEXTS = ("uscc", "scheme", "scheme_edition", "stage")
SHAPE = pa.schema([*((name, pa.string()) for name in _TEXTS), ("score", pa.decimal128(6, 2))])


def publish(home: Home, day: str, number: int = 1, published_at: str = "") -> None:
    folder = home.published / "score_v1" / day / str(number)
    folder.mkdir(parents=True)
    moment = published_at or f"{date.fromisoformat(day) + timedelta(days=1)}T02:00:00+08:00"
    (folder / "manifest.json").write_text(json.dumps({"root_hash": "x", "published_at": moment, "key_id": "k"}))
    row = {"uscc": f"of {day}/{number}", "scheme": "s", "scheme_edition": "1", "stage": "growth", "score": 50}
    rows = [row, row | {"uscc": "unscored", "score": None}]
    pq.write_table(pa.Table.from_pylist(rows, SHAPE), folder / "pub_score_v1.parquet")


def laid(home: Home, as_of: str) -> list[tuple]:
    with duckdb.connect() as con:
        con.execute("create schema history")
        lay_past_scores(con, home, date.fromisoformat(as_of))
        rows = con.execute("select uscc, window_from, window_to from history.past_score order by window_from desc")
        return [(uscc.removeprefix("of "), str(opens), str(closes)) for uscc, opens, closes in rows.fetchall()]


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path)


def test_a_window_opens_the_day_after_publication_and_is_used_on_its_last_day_not_before(home):
    publish(home, "2025-06-30")
    assert laid(home, "2026-06-30") == []
    assert laid(home, "2026-07-01") == [("2025-06-30/1", "2025-07-02", "2026-07-01")]


def test_an_edition_of_an_old_day_made_today_knew_the_outcomes_and_does_not_count(home):
    publish(home, "2025-06-30", published_at="2026-06-29T10:00:00+08:00")
    assert laid(home, "2026-07-01") == []


def test_a_correction_counts_from_its_own_publication(home):
    publish(home, "2024-06-30")
    publish(home, "2024-06-30", 2, published_at="2024-09-01T02:00:00+08:00")
    assert laid(home, "2025-08-31") == [("2024-06-30/1", "2024-07-02", "2025-07-01")]
    assert laid(home, "2025-09-01") == [("2024-06-30/2", "2024-09-02", "2025-09-01")]


def test_windows_do_not_overlap_and_are_at_most_three(home):
    for year in (2021, 2022, 2023, 2024, 2025):
        for month in (1, 7):
            publish(home, f"{year}-{month:02d}-15")
    found = laid(home, "2026-07-16")
    assert [each for each, *_ in found] == ["2025-07-15/1", "2024-07-15/1", "2023-07-15/1"]
    for (_, opens, _), (_, _, closes) in pairwise(found):
        assert datetime.fromisoformat(closes) < datetime.fromisoformat(opens)


def test_recalled_points_and_enterprises_without_a_score_do_not_count(home):
    publish(home, "2024-06-30")
    publish(home, "2025-01-31")
    (home.published / "score_v1" / "2025-01-31" / "1.recall.json").write_text("{}")
    assert [each for each, *_ in laid(home, "2026-07-01")] == ["2024-06-30/1"]


def test_the_last_day_of_a_long_month_a_year_on(home):
    publish(home, "2024-02-28", published_at="2024-02-28T20:00:00+08:00")
    assert laid(home, "2025-03-01") == [("2024-02-28/1", "2024-02-29", "2025-02-27")]
