"""内存：行数四倍，内存不变——CSV、PostgreSQL、MariaDB 各落地一小一大两份。"""

import json
import os
import subprocess
import sys
from contextlib import contextmanager

import duckdb
import pytest
import sqlalchemy as sa

from tests.ingest import databases
from tests.ingest.conftest import NIGHT

NAMES = ("small", "large")

CHILD = """
import sys
from datetime import datetime
from pathlib import Path
from innopoints.home import Home
from innopoints.ingest.fetch import fetch
from innopoints.ingest.land import land
from innopoints.passports import source as passports
passports.SOURCES, home, moment = Path(sys.argv[1]), Home(Path(sys.argv[2])), datetime.fromisoformat(sys.argv[3])
for source in ("small", "large"):
    fetch(home, source, moment)
    rows = land(home, source, moment)["tables"]["rows"]["rows"]
    peak = Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]
    print(rows, int(peak) // 1024)
"""


@contextmanager
def files(folder, kind, sizes):
    places = {}
    for name, rows in sizes.items():
        (folder / name).mkdir()
        words = f"select i as sbxh, repeat(md5(i::varchar), 15) as note from range({rows}) as r (i)"
        duckdb.sql(f"copy ({words}) to '{folder / name / f'rows.{kind}'}'")
        places[name] = {"conn_type": "file", "host": str(folder / name)}
    yield places, {"connector": "files", "path": f"rows.{kind}"}


@contextmanager
def database(folder, kind, sizes):
    with getattr(databases, kind)(folder) as url:
        engine = sa.create_engine(url, poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")
        series = (
            "generate_series(1, {}) as r (i)" if kind == "postgresql" else "(select seq as i from seq_1_to_{}) as r"
        )
        at = "timestamp '2026-06-01 00:00:00'"
        with engine.connect() as front:
            for name, rows in sizes.items():
                words = "repeat(md5(cast(i as char(9))), 15)"
                table = f"create table front_{name} as select i as sbxh, {words} as note, {at} as update_time from "
                front.exec_driver_sql(table + series.format(rows))
        address = {"conn_type": kind, "extra": {"url": url.render_as_string(hide_password=False)}}
        yield dict.fromkeys(NAMES, address), {"connector": "sql", "path": "front_{name}"}


# So many rows of 480 characters that the small one already fills every buffer.
OFFICES = {"csv": (files, 200_000), "postgresql": (database, 50_000), "mariadb": (database, 50_000)}


@pytest.mark.parametrize("kind", ["csv", "postgresql", pytest.param("mariadb", marks=pytest.mark.proofs)])
def test_four_times_the_rows_take_no_more_memory(project, tmp_path_factory, kind):
    office, rows = OFFICES[kind]
    with office(tmp_path_factory.mktemp(kind[:2]), kind, {"small": rows, "large": 4 * rows}) as (places, how):
        environment = os.environ | {
            f"AIRFLOW_CONN_{name.upper()}_OFFICE": json.dumps(at) for name, at in places.items()
        }
        for name in NAMES:
            table = {"path": how["path"].format(name=name), "required": ["sbxh"], "columns": ["sbxh", "note"]}
            more = {key: value for key, value in how.items() if key not in ("connector", "path")}
            project.passport(name, how["connector"], {"rows": table}, **more)
        command = [sys.executable, "-c", CHILD, str(project.sources), str(project.home.root), NIGHT.isoformat()]
        said = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert said.returncode == 0, said.stderr
    (few, before), (many, after) = (map(int, line.split()) for line in said.stdout.splitlines())
    assert many // few == 4
    held = (many - few) * 480 // 2**20
    assert after - before < held / 2, f"{before} MiB for {few} rows, {after} MiB for {many}"
    assert after < 1024
