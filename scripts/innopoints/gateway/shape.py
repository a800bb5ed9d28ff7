"""The banks' tables and views, as the contract of the published tables says: one partitioned table and two views each.

    innopoints_store.pub_score_v1     edition, bank, and every column of the contract; one not agreed to is null
    innopoints.current_score_v1       the newest edition that stands, and from which day it is in effect
    innopoints.score_v1_by_edition    every edition delivered

A published table gains columns and never loses one, so that a table only grows; views are made anew.
"""

import hashlib
from pathlib import Path
from typing import Any

from psycopg import Connection, sql

from innopoints.durable import canonical_json
from innopoints.errors import Refused
from innopoints.gateway.names import FACE, STORE

_AROUND = Path(__file__).with_name("shape_around.sql")
Columns = dict[str, dict[str, str]]


def shape_hash(columns: Columns) -> str:
    """Of all that a shape is made from: the contract's columns, the SQL around them, and this module."""
    made_from = [_AROUND.read_text("utf-8"), Path(__file__).read_text("utf-8")]
    return hashlib.sha256(canonical_json([list(map(list, _pairs(columns))), *made_from])).hexdigest()


def _pairs(columns: Columns) -> list[tuple[str, list]]:
    return [(table, [list(each) for each in of.items()]) for table, of in columns.items()]


def put_in_shape(con: Connection, columns: Columns) -> None:
    """Make or extend the tables and make the views anew. Raises Refused for a column whose type is another one."""
    for view in _views(con):
        con.execute(sql.SQL("drop view {} cascade").format(sql.Identifier(FACE, view)))
    for table, of in columns.items():
        _table(con, table, of)
    for table, of in columns.items():
        short = table.removeprefix("pub_")
        _view(con, f"current_{short}", _current(table, of))
        _view(con, f"{short}_by_edition", _by_edition(table, of))
    _view(con, "change_feed_v1", _change_feed("pub_score_v1", columns["pub_score_v1"]))
    con.execute(_AROUND.read_text("utf-8"))
    for view in _views(con):
        con.execute(sql.SQL("alter view {} owner to innopoints_reader").format(sql.Identifier(FACE, view)))
        con.execute(sql.SQL("grant select on {} to innopoints_bank").format(sql.Identifier(FACE, view)))


def _views(con: Connection) -> list[str]:
    found = con.execute("select viewname from pg_views where schemaname = %s order by viewname", [FACE])
    return [name for (name,) in found]


def _table(con: Connection, table: str, columns: dict[str, str]) -> None:
    at = sql.Identifier(STORE, table)
    types = con.execute(
        "select attname, format_type(atttypid, atttypmod) from pg_attribute "
        "where attrelid = to_regclass(%s) and attnum > 0 and not attisdropped",
        [at.as_string(con)],
    )
    there = dict(types.fetchall())
    if not there:
        keys = 'edition text collate "C" not null, bank text collate "C" not null'
        con.execute(sql.SQL("create table {} ({}) partition by list (edition)").format(at, sql.SQL(keys)))
    for column, said in columns.items():
        plain = said.partition(" collate")[0]
        if column not in there:
            con.execute(sql.SQL("alter table {} add column {} {}").format(at, sql.Identifier(column), sql.SQL(said)))
        elif there[column] != plain:
            raise Refused(
                f"{table}.{column} is {there[column]} on the gateway and {plain} in the contract: a published column "
                "never changes; give it a new name, or the table a new version"
            )
    if not there:
        _seclude(con, at, "uscc" in columns)


def _seclude(con: Connection, at: sql.Identifier, of_enterprises: bool) -> None:
    """What a new table needs beside its columns: index, row security, rights."""
    if of_enterprises:
        # Rows stand in the share's order, by enterprise: a block range finds them as well as a tree, and costs nothing.
        by = "using brin (bank, uscc) with (pages_per_range = 16, autosummarize = true)"
        con.execute(sql.SQL("create index on {} {}").format(at, sql.SQL(by)))
    con.execute("select innopoints_store.protect(%s::regclass)", [at.as_string(con)])
    con.execute("select innopoints_store.seclude(%s::regclass)", [at.as_string(con)])
    con.execute(sql.SQL("grant select, insert on {} to innopoints_loader").format(at))
    con.execute(sql.SQL("grant select on {} to innopoints_reader, innopoints_clerk").format(at))
    own = "bank = (select innopoints_store.my_bank())"
    for role, allowed in (
        ("innopoints_reader", f"{own} and (select innopoints_store.reading_is_open())"),
        ("innopoints_clerk", own),
    ):
        con.execute(
            sql.SQL("create policy {} on {} for select to {} using ({})").format(
                sql.Identifier(f"own_rows_of_{role}"), at, sql.Identifier(role), sql.SQL(allowed)
            )
        )


def _view(con: Connection, name: str, query: sql.Composed) -> None:
    head = sql.SQL("create view {} with (security_barrier) as ").format(sql.Identifier(FACE, name))
    con.execute(head + query)


def _current(table: str, columns: dict[str, Any]) -> sql.Composed:
    return sql.SQL(
        "select kept.edition, (select effective_from from innopoints_store.delivery "
        "where edition = (select innopoints_store.current_edition())) as effective_from, {} "
        "from {} as kept where kept.edition = (select innopoints_store.current_edition())"
    ).format(_listed("kept", columns), sql.Identifier(STORE, table))


def _by_edition(table: str, columns: dict[str, Any]) -> sql.Composed:
    return sql.SQL(
        "select kept.edition, case when recall.edition is null then 'published' else 'recalled' end as edition_status, "
        "delivery.effective_from, {} from {} as kept "
        "left join innopoints_store.delivery on delivery.bank = kept.bank and delivery.edition = kept.edition "
        "left join innopoints_store.recall on recall.bank = kept.bank and recall.edition = kept.edition"
    ).format(_listed("kept", columns), sql.Identifier(STORE, table))


def _change_feed(table: str, columns: dict[str, Any]) -> sql.Composed:
    """Rows new, changed (in any column but the day) or withdrawn since the edition acknowledged last."""
    key = ("uscc", "scheme")
    rest = [column for column in columns if column not in key]
    compared = [column for column in rest if column != "as_of_date"]
    edition_of = "(select edition, uscc, scheme, {rest} from {at} where edition = (select innopoints_store.{which}()))"
    sides = {
        side: sql.SQL(edition_of.replace("{which}", which)).format(
            rest=sql.SQL(", ").join(map(sql.Identifier, rest)), at=sql.Identifier(STORE, table)
        )
        for side, which in (("held", "acknowledged_edition"), ("fresh", "current_edition"))
    }
    return sql.SQL(
        "select case when held.uscc is null then 'new' when fresh.uscc is null then 'withdrawn' else 'changed' end "
        "as change, held.edition as since_edition, fresh.edition, "
        "coalesce(fresh.uscc, held.uscc) as uscc, coalesce(fresh.scheme, held.scheme) as scheme, {rest} "
        "from {held} as held full join {fresh} as fresh on held.uscc = fresh.uscc and held.scheme = fresh.scheme "
        "where held.uscc is null or fresh.uscc is null or row({before}) is distinct from row({after})"
    ).format(
        rest=_listed("fresh", rest),
        **sides,
        before=_listed("held", compared),
        after=_listed("fresh", compared),
    )


def _listed(table: str, columns) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(table, column) for column in columns)
