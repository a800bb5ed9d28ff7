"""Lay the inputs of a build into the candidate file, as the sources dbt knows: landing, registry, history."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import duckdb

from innopoints import yaml_file
from innopoints.home import Home
from innopoints.ingest.batches import Batch
from innopoints.ingest.freshness import late
from innopoints.ingest.reading.unread import RULES_ZH, unread_path
from innopoints.ingest.volume import is_newest
from innopoints.passports.source import read_sources
from innopoints.project import DBT
from innopoints.registry.table_shapes import SHAPES
from innopoints.warehouse.control_totals import COLUMNS, lay_control_totals
from innopoints.warehouse.new_scheme import lay_scoring_models
from innopoints.warehouse.objections import lay_objections
from innopoints.warehouse.past_rights import lay_past_rights
from innopoints.warehouse.past_scores import lay_past_scores
from innopoints.warehouse.past_values import known_before, lay_past_values, lay_previous_edition

_HISTORY = {"previous_score": "pub_score_v1", "previous_indicator": "pub_indicator_v1"}


def prepare(
    home: Home,
    batches: dict[tuple[str, str], list[Batch]],
    previous: dict | None,
    as_of: date,
    recalled: Sequence[dict] = (),
    registry: dict[str, Path] | None = None,
    of_the_day: Sequence[Path] = (),
    *,
    known_at: datetime | None = None,
) -> None:
    """Create schemas landing, registry and history in a new `home.candidate`.

    `landing.<source>__<table>` shows the batches in force; a table that never landed is there with no rows, and
    `landing.source_table` says that it never landed, so that nothing downstream takes silence for zero; it also says
    what was due by `as_of` and has not come.
    `registry` says which file each registry table is; default: those of home.registry.
    `recalled` are the editions of earlier days that were recalled: nothing is carried forward from them.
    `of_the_day` are the editions this day already has: what they let banks see may have to be withdrawn.
    Objections count as they were known at `known_at`; their tables are those of warehouse/objections.py.
    `landing.batch` says which batches the edition before did not know; `landing.unread` has the rows of those batches
    that could not be read at all; `landing.control_total` what each office said it sent, and what was counted.
    """
    with duckdb.connect(home.candidate) as con:
        for schema in ("landing", "registry", "history"):
            con.execute(f"create schema {schema}")
        _landing(con, batches, as_of, known_before(previous))
        files = registry or {path.stem: path for path in home.registry.glob("*.parquet")}
        for table, path in sorted(files.items()):
            con.execute(f'create view registry."{table}" as from read_parquet({_text(path)})')
        _kinds_not_registered_then(con, set(files))
        _history(con, previous)
        lay_previous_edition(con, previous)
        lay_past_values(con, home, previous, recalled)
        lay_past_rights(con, previous, as_of, of_the_day)
        lay_past_scores(con, home, as_of)
        lay_objections(con, previous, as_of, known_at)
        lay_scoring_models(con, home, previous, as_of)


def _landing(
    con: duckdb.DuckDBPyConnection,
    batches: dict[tuple[str, str], list[Batch]],
    as_of: date,
    before: frozenset[tuple[str, str, str]] | None,
) -> None:
    con.execute(
        "create table landing.batch (source text, table_name text, batch text, landed_at timestamp, "
        "row_count bigint, origin text, sent_count bigint, sent_again text, is_newest boolean, is_new boolean, "
        "was_newest boolean)"
    )
    con.execute(
        "create table landing.unread (source text, table_name text, batch text, row_no bigint, raw_value text, "
        "rule_zh text, rule_en text)"
    )
    con.execute(f"create table landing.control_total ({COLUMNS})")
    con.execute(
        "create table landing.source_table (source text, table_name text, has_landed boolean, "
        "last_landed_at timestamp, late text)"
    )
    for source in read_sources().values():
        for table, passport in source.tables.items():
            landed = batches.get((source.source, table), [])
            then = [each for each in landed if before and (each.source, each.table, each.batch) in before]
            for each in landed:
                # A file that is sent again answers for its earlier self; rows pulled from one place do not.
                sent_again = _sent_again(each, landed) if source.connector == "files" else None
                con.execute(
                    "insert into landing.batch values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    [each.source, each.table, each.batch, _naive(each.landed_at), each.rows, each.origin,
                     each.sidecar.get("sent_rows", each.rows), sent_again, is_newest(each, passport, landed),
                     before is not None and each not in then, each in then and is_newest(each, passport, then)],
                )  # fmt: skip
                _unread(con, each)
            lay_control_totals(con, source, table, landed)
            last = max((_naive(each.landed_at) for each in landed), default=None)
            con.execute(
                "insert into landing.source_table values (?, ?, ?, ?, ?)",
                [source.source, table, bool(landed), last, "; ".join(late(passport, landed, as_of)) or None],
            )
            _landed_view(con, f'landing."{source.source}__{table}"', passport.columns, [each.path for each in landed])


def _kinds_not_registered_then(con: duckdb.DuckDBPyConnection, there: set[str]) -> None:
    """The registry of an old edition has no tables of kinds that came later: then there is none of that kind."""
    for name in SHAPES.keys() - there:
        nothing = SHAPES[name].empty_table()  # noqa: F841  (DuckDB finds it by name)
        con.execute(f'create table registry."{name}" as from nothing')


def _sent_again(batch: Batch, landed: list[Batch]) -> str | None:
    """The next batch of the same file, which answers for this one's rejects."""
    later = (each.batch for each in landed if each.origin == batch.origin and each.landed_at > batch.landed_at)
    return next(later, None)


def _unread(con: duckdb.DuckDBPyConnection, batch: Batch) -> None:
    path = unread_path(batch.path)
    if path.exists():
        con.execute(
            "insert into landing.unread select ?, ?, ?, line, raw, map(?::varchar[], ?::varchar[])[rule], because "
            "from read_json(?, format = 'newline_delimited', maximum_object_size = 1 << 28, columns = "
            "{line: 'bigint', raw: 'varchar', rule: 'varchar', because: 'varchar'})",
            [batch.source, batch.table, batch.batch, list(RULES_ZH), list(RULES_ZH.values()), str(path)],
        )


def _landed_view(con, name: str, columns: list[str], paths: list[Path]) -> None:
    missing = columns
    if paths:
        rows = f"read_parquet([{', '.join(map(_text, paths))}], union_by_name = true)"
        seen = {row[0] for row in con.execute(f"describe from {rows}").fetchall()}
        missing = [column for column in columns if column not in seen]
        origin = f"* from {rows}"
    else:
        origin = "null::varchar as _batch, null::bigint as _row, null::timestamp as _landed_at where false"
    absent = "".join(f'null::varchar as "{column}", ' for column in missing)
    con.execute(f"create view {name} as select {absent}{origin}")


def _history(con, previous: dict | None) -> None:
    for name, model in _HISTORY.items():
        path = previous and Path(previous["path"]) / f"{model}.parquet"
        if path:
            con.execute(f"create view history.{name} as from read_parquet({_text(path)})")
        else:
            columns = ", ".join(f'"{column}" {kind}' for column, kind in _contract(model))
            con.execute(f"create table history.{name} ({columns})")


def _contract(model: str) -> list[tuple[str, str]]:
    """The columns and types a published model promises, from its dbt contract."""
    for path in sorted((DBT / "models" / "published").glob("*.yml")):
        for each in yaml_file.load(path).get("models", []):
            if each["name"] == model:
                return [(column["name"], column["data_type"]) for column in each["columns"]]
    raise LookupError(f"no contract for {model} in dbt_project/models/published")


def _text(value: Path) -> str:
    return "'" + str(value).replace("'", "''") + "'"


def _naive(moment):
    return moment.replace(tzinfo=None)
