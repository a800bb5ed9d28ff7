"""Lay what past editions knew beside a build: what the one before rested on, and values that may be carried forward."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import duckdb

from innopoints.clock import day_in_shanghai
from innopoints.home import Home
from innopoints.publication.editions import past_editions, read_manifest


def known_before(previous: dict | None) -> frozenset[tuple[str, str, str]] | None:
    """(source, table, batch) of all the edition before was built from; None when there is none before."""
    if previous is None:
        return None
    batches = read_manifest(Path(previous["path"]))["batches"]
    return frozenset((each["source"], each["table"], each["batch"]) for each in batches)


def lay_previous_edition(con: duckdb.DuckDBPyConnection, previous: dict | None) -> None:
    """Create history.previous_edition: one row with the day it speaks of and the day up to which it knew, or none."""
    con.execute("create table history.previous_edition (as_of_date date, known_on date)")
    if previous:
        manifest = read_manifest(Path(previous["path"]))
        days = [
            date.fromisoformat(manifest["as_of_date"]),
            day_in_shanghai(datetime.fromisoformat(manifest["known_at"])),
        ]
        con.execute("insert into history.previous_edition values (?, ?)", days)


def lay_past_values(
    con: duckdb.DuckDBPyConnection, home: Home, previous: dict | None, recalled: Sequence[dict] = ()
) -> None:
    """Create history.past_indicator (uscc, scheme, indicator, editions_ago, value), as far back as any scheme asks.

    Values only, as they were published: a past edition is never scored again, and what it carried itself is not
    known. Recalled editions do not count.
    """
    con.execute(
        "create table history.past_indicator "
        "(uscc varchar, scheme varchar, indicator varchar, editions_ago integer, value decimal(28, 10))"
    )
    (furthest,) = con.execute("select coalesce(max(carry_editions), 0) from registry.scheme_indicator").fetchone()
    for editions_ago, edition in enumerate(past_editions(home, previous, furthest, recalled), start=1):
        con.execute(
            "insert into history.past_indicator select uscc, scheme, indicator, ?, value from read_parquet(?) "
            "where state = 'known' and (scheme, indicator) in "
            "(select (scheme, indicator) from registry.scheme_indicator where carry_editions >= ?)",
            [editions_ago, str(Path(edition["path"]) / "pub_indicator_v1.parquet"), editions_ago],
        )
