"""Lay what past editions knew beside a build: the values that an indicator may carry forward."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from innopoints.home import Home
from innopoints.publication.editions import past_editions


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
