"""Lay beside a build the points against which outcomes may be held: published before the time the outcomes happened in.

    edition of 2025-06-30, published 07-01 ──▶ outcomes from 2025-07-02 to 2026-07-01 ──▶ builds from 2026-07-01 on

A window opens the day after the edition was published, or after the day it speaks of where that is later: an edition
of an old day made today knew the outcomes. Windows do not overlap, so that a default counts once. Every edition that
can qualify was there for good before the day of the build, so the same day built again finds the same ones.
"""

from datetime import date, datetime, timedelta

import duckdb

from innopoints import yaml_file
from innopoints.clock import day_in_shanghai
from innopoints.home import Home
from innopoints.project import DBT
from innopoints.publication.editions import product_folder, read_manifest
from innopoints.publication.standing import good_editions

_COLUMNS = "uscc varchar, scheme varchar, scheme_edition varchar, stage varchar, score decimal(6, 2)"


def backtest_terms() -> dict[str, int]:
    """What the back-test asks for, of dbt_project.yml: windows, window_months, least_defaults, least_others."""
    return yaml_file.load(DBT / "dbt_project.yml")["vars"]["outcome_backtest"]


def lay_past_scores(con: duckdb.DuckDBPyConnection, home: Home, as_of: date) -> None:
    """Create history.past_score: the points of each closed window, latest first, as many as the project asks for.

    Columns: as_of_date, window_from, window_to (both days count), uscc, scheme, scheme_edition, stage, score.
    Recalled editions do not count.
    """
    con.execute(f"create table history.past_score (as_of_date date, window_from date, window_to date, {_COLUMNS})")
    asked = backtest_terms()
    closed_by, windows = as_of, 0
    for day, _, folder in reversed(good_editions(product_folder(home))):
        if windows == asked["windows"]:
            break
        if _months_later(day, asked["window_months"]) > closed_by:
            continue
        published = datetime.fromisoformat(read_manifest(folder)["published_at"])
        opens = max(day, day_in_shanghai(published)) + timedelta(days=1)
        closes = _months_later(opens, asked["window_months"]) - timedelta(days=1)
        if closes > closed_by:
            continue
        con.execute(
            "insert into history.past_score select ?, ?, ?, uscc, scheme, scheme_edition, stage, score "
            "from read_parquet(?) where score is not null",
            [day, opens, closes, str(folder / "pub_score_v1.parquet")],
        )
        closed_by, windows = opens - timedelta(days=1), windows + 1


def _months_later(day: date, months: int) -> date:
    """The same day some months later; the 31st falls on the last day where there is none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    ends = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1) - timedelta(days=1)
    return ends.replace(day=min(day.day, ends.day))
