"""What each office said it sent, and what was counted when it landed, as an input of the build.

    landing.control_total   one row per batch and item: its rows, and each amount of the passport's control_totals

`said` is what a flag file, manifest or answer of the office told (null: it tells nothing), `counted` what the landing
summed up, both in the unit as sent; `yuan` is what one of that unit is worth (the largest, where the unit changed). The
build follows both into staging (quality.control_account), the gate compares.
"""

from decimal import Decimal

import duckdb

from innopoints.ingest.batches import Batch
from innopoints.ingest.reading.promise import totals_said
from innopoints.passports.source import Source
from innopoints.passports.units import YUAN, units_of

COLUMNS = (
    "source text, table_name text, batch text, item text, unit text, yuan bigint, said_by text, said decimal(38, 10), "
    "counted decimal(38, 10)"
)


def lay_control_totals(con: duckdb.DuckDBPyConnection, source: Source, table: str, landed: list[Batch]) -> None:
    """Add the rows of these batches of one table. An amount without a unit is not followed: it is no money."""
    passport = source.tables[table]
    for batch in landed:
        note = batch.sidecar
        promise, counted = note.get("promised"), note.get("control_totals", {})
        said = totals_said(promise, passport, source.settings)
        rows = [("rows", "行", 1, note.get("sent_rows", batch.rows))]
        for column in passport.control_totals:
            if units := [each.unit for each in units_of(passport.units).get(column, [])]:
                rows.append((column, "、".join(units), max(YUAN[unit] for unit in units), counted.get(column)))
        for item, unit, yuan, sum_landed in rows:
            values = [source.source, table, batch.batch, item, unit, yuan, promise and promise.get("origin")]
            total = None if sum_landed is None else Decimal(str(sum_landed))
            con.execute(
                "insert into landing.control_total values (?, ?, ?, ?, ?, ?, ?, ?, ?)", [*values, said.get(item), total]
            )
