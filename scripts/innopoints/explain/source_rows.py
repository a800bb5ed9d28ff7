"""The rows of offices a measure may rest on: those in force, of the tables the measure is computed from.

Which of them fall into the measure's window the models say; here is where to look when a number is doubted. Rows about
persons are counted, never shown: their keys name people.
"""

from collections.abc import Iterable

import duckdb

SHOWN = 50
_PERSONAL = ("person_code",)


def source_rows(con: duckdb.DuckDBPyConnection, uscc: str, tables: Iterable[str]) -> dict[str, list[dict]]:
    """{`tax.cit_annual`: [{batch, row_no, origin, landed_at, key}]}, newest sending first."""
    return {table: _rows_of(con, uscc, *table.split(".")) for table in sorted(tables)}


def _rows_of(con: duckdb.DuckDBPyConnection, uscc: str, source: str, table: str) -> list[dict]:
    staged = f"stg_{source}__{table}"
    columns = [
        name
        for (name,) in con.execute(
            """select column_name from information_schema.columns
               where table_schema = 'staging' and table_name = ? order by ordinal_position""",
            [staged],
        ).fetchall()
    ]
    if not columns:
        return []
    number = next((name for name in columns if name.endswith("_no")), None)
    key = "null" if set(_PERSONAL) & set(columns) else f"cast(record.{number or _period(columns)} as varchar)"
    mine = "record.uscc = $1" if "uscc" in columns else _owned(con, source, table, number)
    found = con.execute(
        f"""select record._batch, record._row, account.origin, account.landed_at, {key}
            from staging.{staged} as record
            left join quality.batch_account as account
                on account.source = '{source}' and account.table_name = '{table}' and account.batch = record._batch
            where {mine}
            order by record._landed_at desc, record._batch, record._row""",
        [uscc],
    ).fetchall()
    names = ("batch", "row_no", "origin", "landed_at", "key")
    return [dict(zip(names, row, strict=True)) for row in found]


def _period(columns: list[str]) -> str:
    return next((name for name in columns if name.endswith(("_year", "_month", "_to", "_date"))), columns[0])


def _owned(con: duckdb.DuckDBPyConnection, source: str, table: str, number: str | None) -> str:
    """Records that name owners by code list or name go through identity.owner; an event through its record's owner."""
    direct = con.execute(
        "select count(*) from identity.owner where source = ? and table_name = ?", [source, table]
    ).fetchone()[0]
    whose = f"and owner.table_name = '{table}'" if direct else ""
    return f"""record.{number} in (
        select owner.record_no from identity.owner as owner
        where owner.uscc = $1 and owner.source = '{source}' {whose})"""
