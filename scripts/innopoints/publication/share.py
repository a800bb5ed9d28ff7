"""A bank's share of an edition: the rows of enterprises that authorised it, the columns it agreed to. Figures of the
zone as a whole, in which no enterprise stands, are handed over entire.

Filtering happens on the edition's own files, so that a share is a pure function of edition and
passport: making it again gives the same bytes.
"""

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Any

from innopoints.errors import Refused
from innopoints.expect.json_values import plain
from innopoints.passports.bank import ZONE_TABLES, Bank
from innopoints.publication.contents import describe_csv, describe_parquet

if TYPE_CHECKING:
    import pyarrow

RIGHTS = "pub_bank_right_v1.parquet"


def authorised(edition: Path, bank: str, scope: str) -> list[str]:
    """The enterprises that authorised this bank for this scope on the edition's day, in order."""
    import pyarrow.parquet as pq

    rights = pq.read_table(edition / RIGHTS, columns=["bank", "scope", "uscc"]).to_pylist()
    return sorted({row["uscc"] for row in rights if (row["bank"], row["scope"]) == (bank, scope)})


def share_of(edition: Path, bank: Bank, table: str, enterprises: list[str]) -> "pyarrow.Table":
    """The bank's rows and columns of one table, in a fixed order. Raises Refused for a column that is not there."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    path = edition / f"{table}.parquet"
    columns = bank.tables[table]
    if absent := [name for name in columns if name not in pq.read_schema(path).names]:
        raise Refused(f"dags/banks/{bank.bank}.yml: {table} has no column {', '.join(absent)}")
    mine = pq.read_table(path, columns=columns).select(columns)
    if table not in ZONE_TABLES:
        mine = mine.filter(pc.is_in(mine["uscc"], value_set=pa.array(enterprises, pa.string())))
    return mine.sort_by([(name, "ascending") for name in columns]).combine_chunks()


def write_share(table: "pyarrow.Table", name: str, formats: list[str], folder: Path) -> list[dict[str, Any]]:
    """Write a table in the formats agreed; returns the manifest's entries, one per file."""
    import pyarrow.parquet as pq

    entries = []
    if "parquet" in formats:
        path = folder / f"{name}.parquet"
        pq.write_table(table, path, compression="zstd", row_group_size=122_880, store_schema=False)
        entries.append(describe_parquet(path))
    if "csv" in formats:
        path = folder / f"{name}.csv"
        _write_csv(table, path)
        entries.append(describe_csv(path, [[field.name, str(field.type)] for field in table.schema]))
    return entries


def _write_csv(table: "pyarrow.Table", path: Path) -> None:
    """UTF-8 with BOM (Excel needs it for Chinese), CRLF, quoted where needed; null is an empty field."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        lines = csv.writer(file, lineterminator="\r\n")
        lines.writerow(table.column_names)
        for batch in table.to_batches(max_chunksize=65_536):
            columns = [[_text(value) for value in column.to_pylist()] for column in batch.columns]
            lines.writerows(zip(*columns, strict=True))


def _text(value: Any) -> str:
    return "" if value is None else str(plain(value))
