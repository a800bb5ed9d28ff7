"""Lay the open objections of a build, and the published rows that stand frozen meanwhile, into schema history.

    history.objection          one row per enterprise and published scheme with an open objection
    history.agreed_indicator   of those that are frozen: their rows of the edition before
    history.agreed_reason

A row is frozen at what the edition before published (itself frozen, perhaps, from an earlier one, which `frozen_from`
then names). Where that edition has no score, or another edition of the scheme is in force since, nothing can be kept:
the objection is told, and the row is today's.
"""

from datetime import date, datetime
from pathlib import Path

import duckdb

from innopoints.clock import day_in_shanghai

_OBJECTION = (
    "uscc varchar, scheme varchar, frozen_from varchar, stage varchar, score_full decimal(28, 10), "
    "coverage_ratio decimal(5, 4), outcome varchar, outcome_decided_by_zh varchar"
)
_INDICATOR = (
    "uscc varchar, scheme varchar, indicator varchar, value decimal(28, 10), state varchar, policy varchar, "
    "points decimal(18, 6), contribution decimal(28, 10)"
)
_REASON = (
    "uscc varchar, scheme varchar, direction varchar, position integer, indicator varchar, "
    "contribution decimal(28, 10), peer_median_contribution decimal(28, 10), reason_zh varchar, reason_en varchar"
)


def no_objections(con: duckdb.DuckDBPyConnection) -> None:
    """The tables without a row: nobody objects to a scheme that is only tried out."""
    for name, columns in (("objection", _OBJECTION), ("agreed_indicator", _INDICATOR), ("agreed_reason", _REASON)):
        con.execute(f"create or replace table history.{name} ({columns})")


def lay_objections(
    con: duckdb.DuckDBPyConnection, previous: dict | None, as_of: date, known_at: datetime | None
) -> None:
    """Fill the tables from registry.objection, as known at `known_at` (None: all that are not closed)."""
    no_objections(con)
    known_on = known_at and day_in_shanghai(known_at)
    con.execute(
        """
        create temp table open_objection as
        select objection.uscc, scheme.scheme, scheme.edition, bool_or(objection.freeze) as freeze
        from registry.objection as objection
        inner join registry.scheme as scheme
            on scheme.scheme = coalesce(nullif(objection.scheme, ''), scheme.scheme) and scheme.is_published
            and scheme.effective_from <= $as_of and (scheme.effective_to is null or scheme.effective_to >= $as_of)
        where coalesce(objection.opened_on <= $known_on, true)
            and (objection.closed_on is null or coalesce(objection.closed_on > $known_on, false))
        group by all
        """,
        {"as_of": as_of, "known_on": known_on},
    )
    con.execute("insert into history.objection (uscc, scheme) select uscc, scheme from open_objection order by all")
    if previous:
        _freeze(con, previous)
    con.execute("drop table open_objection")


def _freeze(con: duckdb.DuckDBPyConnection, previous: dict) -> None:
    files = {
        name: str(Path(previous["path"]) / f"pub_{name}_v1.parquet") for name in ("score", "indicator", "score_reason")
    }
    # Editions of before there were objections have no such column.
    seen = [row[0] for row in con.execute("describe from read_parquet(?)", [files["score"]]).fetchall()]
    earlier = "agreed.frozen_from" if "frozen_from" in seen else "null"
    con.execute(
        f"""
        update history.objection as objection
        set frozen_from = coalesce({earlier}, ?), stage = agreed.stage, score_full = agreed.score_full,
            coverage_ratio = agreed.coverage_ratio, outcome = agreed.outcome,
            outcome_decided_by_zh = agreed.outcome_decided_by_zh
        from read_parquet(?) as agreed
        inner join open_objection as asked
            on agreed.uscc = asked.uscc and agreed.scheme = asked.scheme and agreed.scheme_edition = asked.edition
        where agreed.uscc = objection.uscc and agreed.scheme = objection.scheme and asked.freeze
            and agreed.status = 'scored'
        """,
        [f"{previous['as_of']}/{previous['edition']}", files["score"]],
    )
    for table, file in (("agreed_indicator", "indicator"), ("agreed_reason", "score_reason")):
        columns = [row[0] for row in con.execute(f"describe history.{table}").fetchall()]
        con.execute(
            f"insert into history.{table} select {', '.join(columns)} from read_parquet(?) where (uscc, scheme) in "
            "(select (uscc, scheme) from history.objection where frozen_from is not null) order by all",
            [files[file]],
        )
