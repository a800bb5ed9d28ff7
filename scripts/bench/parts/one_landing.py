"""One fetch and land, or one bare copy, in a process of its own: python one_landing.py KIND FOLDER.

The office is at AIRFLOW_CONN_BENCH_OFFICE. Prints {"seconds": 1.2, "rows": 300000, "peak_mib": 210}.
"""

import json
import os
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import yaml
from paired import peak_mib
from same_rows import COLUMNS, bare_copy, write_file

from innopoints.home import Home
from innopoints.ingest.fetch import fetch
from innopoints.ingest.land import land
from innopoints.passports import source as passports

MOMENT = datetime(2026, 7, 1, 18, 0, tzinfo=UTC)
BLOCKS = {"sql": {"watermark": "updated_at"}, "rest": {"page_size": 5_000}, "files": {}}
PATHS = {"sql": "t", "rest": "/t", "csv": "t.csv", "parquet": "t.parquet", "xlsx": "t.xlsx"}


def main() -> None:
    kind, folder = sys.argv[1], Path(sys.argv[2])
    with tempfile.TemporaryDirectory(dir=folder) as place:
        run = copied if kind.startswith("bare") else landed
        print(json.dumps(run(kind.removeprefix("bare-"), folder, Path(place)) | {"peak_mib": peak_mib()}))


def landed(kind: str, folder: Path, place: Path) -> dict:
    passports.SOURCES = place
    home = Home(place / "var")
    warm = place / "drop"
    warm.mkdir()
    write_file(warm / "t.csv", 100)
    os.environ["AIRFLOW_CONN_WARM_OFFICE"] = json.dumps({"conn_type": "file", "host": str(warm)})
    for source, form in (("warm", "csv"), ("bench", kind)):
        write_passport(place, source, form)
        begun = time.perf_counter()
        fetch(home, source, MOMENT)
        rows = land(home, source, MOMENT)["tables"]["t"]["rows"]
    return {"seconds": time.perf_counter() - begun, "rows": rows}


def copied(kind: str, folder: Path, place: Path) -> dict:
    write_file(place / "t.csv", 100)
    bare_copy(place / "t.csv", place / "warm.parquet")
    begun = time.perf_counter()
    bare_copy(folder / "drop" / f"t.{kind}", place / "copy.parquet")
    return {"seconds": time.perf_counter() - begun}


def write_passport(place: Path, source: str, kind: str) -> None:
    connector = kind if kind in BLOCKS else "files"
    table = {"path": PATHS[kind], "required": ["sbxh"], "columns": COLUMNS, "control_totals": ["sale_amt"]}
    passport = {
        "source": source,
        "title": "合成数据",
        "owner": "合成数据",
        "purpose": "测速",
        "schedule": "0 1 * * *",
        "connector": connector,
        "connection": f"{source}_office",
        connector: BLOCKS[connector],
        "tables": {"t": table | ({"sheet": "t"} if kind == "xlsx" else {})},
    }
    (place / f"{source}.yml").write_text(yaml.safe_dump(passport, allow_unicode=True), encoding="utf-8")


if __name__ == "__main__":
    main()
