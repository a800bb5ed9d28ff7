"""Write the published models of a warehouse as Parquet: the same rows give the same bytes.

Rows are ordered by all columns, so neither insertion order nor the number of threads shows; DuckDB's
Parquet writer is deterministic for ordered rows. Another DuckDB version may write other bytes.
"""

from pathlib import Path

import duckdb

ROW_GROUP = 122_880


def export(warehouse: Path, models: list[str], folder: Path, threads: int | None = None) -> None:
    """Write `<model>.parquet` for each published model. Raises duckdb.Error when a model is not there."""
    with duckdb.connect(":memory:") as con:
        if threads:
            con.execute(f"set threads = {threads}")
        con.execute(f"attach {quoted(warehouse)} as candidate (read_only)")
        for model in models:
            table = f"candidate.published.{model}"
            columns = [row[0] for row in con.execute(f"describe {table}").fetchall()]
            order = ", ".join(f'"{column}" asc nulls last' for column in columns)
            con.execute(
                f"copy (from {table} order by {order}) to {quoted(folder / f'{model}.parquet')} "
                f"(format parquet, compression zstd, row_group_size {ROW_GROUP})"
            )


def quoted(path: Path) -> str:
    """A path as an SQL text."""
    return "'" + str(path).replace("'", "''") + "'"
