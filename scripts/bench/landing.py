"""Landing: rows a second and peak memory of fetch + land for each connector; CSV and Parquet beside a bare DuckDB copy.

    python scripts/bench/landing.py                                      # 300,000 rows of each, a minute or two
    python scripts/bench/landing.py --rows 10000000 --only sql

Each landing is a process of its own, warmed up with a hundred rows. All data are synthetic (合成数据).
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from parts.paired import paired
from parts.same_rows import database_of, write_file

KINDS = ("csv", "parquet", "xlsx", "sql", "rest")
# A workbook holds a million rows at most and is read whole.
MOST = {"xlsx": 100_000}
PARTS = Path(__file__).parent / "parts"


def main() -> None:
    options = arguments()
    print(
        f"landing {'rows':>12}{'seconds':>9}{'rows/s':>10}{'peak MiB':>9}   beside a bare DuckDB copy of the same file"
    )
    for kind in options.only or KINDS:
        rows = min(options.rows, MOST.get(kind, options.rows))
        with tempfile.TemporaryDirectory(prefix="bench-") as folder, office(kind, Path(folder), rows) as connection:
            print(measured(kind, rows, Path(folder), connection, options.rounds), flush=True)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=300_000, help="of each connector (XLSX: 100,000 at most)")
    parser.add_argument("--rounds", type=int, default=3, help="how often a pair is measured; the median counts")
    parser.add_argument("--only", action="append", choices=KINDS, help="this connector; may be given again")
    return parser.parse_args()


@contextmanager
def office(kind: str, folder: Path, rows: int) -> Iterator[str]:
    """An office with its rows, and what a connection to it is."""
    if kind == "sql":
        with database_of(folder / "pg", rows) as connection:
            yield connection
    elif kind == "rest":
        command = [sys.executable, str(PARTS / "http_office.py"), str(rows)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
            yield json.dumps({"conn_type": "http", "host": f"http://127.0.0.1:{server.stdout.readline().strip()}"})
            server.stdin.close()
    else:
        (folder / "drop").mkdir()
        write_file(folder / "drop" / f"t.{kind}", rows)
        yield json.dumps({"conn_type": "file", "host": str(folder / "drop")})


def measured(kind: str, rows: int, folder: Path, connection: str, rounds: int) -> str:
    """One line of the table."""
    peaks = []

    def ours() -> float:
        said = in_a_process(kind, folder, connection)
        if said["rows"] != rows:
            sys.exit(f"{kind}: {said['rows']} rows landed of {rows}")
        peaks.append(said["peak_mib"])
        return said["seconds"]

    beside = ""
    if kind in ("csv", "parquet"):
        seconds, bare, ratio = paired(ours, lambda: in_a_process(f"bare-{kind}", folder, "")["seconds"], rounds)
        beside = f"{ratio:.2f} times its {bare:.2f} s"
    else:
        seconds = ours()
    return f"{kind:8}{rows:>12,}{seconds:>9.2f}{rows / seconds:>10,.0f}{max(peaks):>9,}   {beside}"


def in_a_process(kind: str, folder: Path, connection: str) -> dict:
    """What parts/one_landing.py says of one run."""
    command = [sys.executable, str(PARTS / "one_landing.py"), kind, str(folder)]
    environment = os.environ | {"AIRFLOW_CONN_BENCH_OFFICE": connection}
    return json.loads(subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout)


if __name__ == "__main__":
    main()
