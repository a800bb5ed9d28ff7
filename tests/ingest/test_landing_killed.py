"""断电：取数、落地在任何时刻被 SIGKILL，重跑之后与从未中断的一样。"""

import json
import os
import random
import signal
import subprocess
import sys
import time

import pyarrow.parquet as pq
import pytest

from tests.ingest.conftest import NIGHT

WORK = """
import sys
from datetime import datetime
from innopoints.home import Home
from innopoints.ingest import land_piece, rest, sql, file_drop, reading
from innopoints.ingest.reading import delimited, pulled
from innopoints.ingest.fetch import fetch
from innopoints.ingest.land import land
home, moment = Home.from_environment(), datetime.fromisoformat(sys.argv[1])
print("ready", flush=True)
for source in ("tax", "output"):
    fetch(home, source, moment)
    land(home, source, moment)
"""


@pytest.fixture
def busy(project, office, tmp_path, monkeypatch):
    folder = tmp_path / "drop"
    folder.mkdir()
    for month in range(1, 9):
        lines = [f"91441300MA{row:08d},2026{month:02d},{row * month}" for row in range(10_000)]
        (folder / f"monthly_2026{month:02d}.csv").write_text("uscc,month,amount\n" + "\n".join(lines), encoding="utf-8")
    columns = ["uscc", "month", "amount"]
    monthly = {"path": "monthly_{period}.csv", "required": ["uscc"], "columns": columns}
    project.passport("output", "files", {"monthly": monthly})
    office.tables = {
        path: [{"sbxh": f"S{row}", "tax_no": "1", "updated_at": f"2026-06-{1 + row % 28:02d}"} for row in range(3_000)]
        for path in ("/a", "/b")
    }
    table = {"required": ["sbxh"], "columns": ["sbxh", "tax_no", "updated_at"]}
    project.passport("tax", "rest", {"a": {"path": "/a", **table}, "b": {"path": "/b", **table}})
    monkeypatch.setenv("AIRFLOW_CONN_TAX_OFFICE", office.connection())
    monkeypatch.setenv("AIRFLOW_CONN_OUTPUT_OFFICE", json.dumps({"conn_type": "file", "host": str(folder)}))
    monkeypatch.setenv("INNOPOINTS_PROJECT", str(project.root))
    return project


def start(home) -> subprocess.Popen:
    environment = os.environ | {"INNOPOINTS_HOME": str(home)}
    command = [sys.executable, "-c", WORK, NIGHT.isoformat()]
    worker = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert worker.stdout.readline() == "ready\n", worker.stderr.read()
    return worker


def landed(home) -> dict:
    """Every landed file's name with the sidecar's content, or the rows."""
    return {
        str(path.relative_to(home)): json.loads(path.read_text(encoding="utf-8"))
        if path.suffix == ".json"
        else pq.read_table(path).to_pylist()
        for path in sorted((home / "landing").glob("*/[a-z]*/*"))
    }


@pytest.mark.faults
def test_ten_kills_at_random_moments_end_in_the_same_landing_zone(busy, tmp_path):
    whole = start(tmp_path / "whole")
    begun = time.monotonic()
    assert whole.wait() == 0, whole.stderr.read()
    seconds = time.monotonic() - begun

    killed, moments = 0, random.Random(20260630)
    for _ in range(10):
        worker = start(tmp_path / "var")
        time.sleep(moments.uniform(0, seconds / 3))
        worker.send_signal(signal.SIGKILL)
        killed += worker.wait() == -signal.SIGKILL
    assert killed >= 3
    last = start(tmp_path / "var")
    assert last.wait() == 0, last.stderr.read()

    undisturbed = landed(tmp_path / "whole")
    assert len(undisturbed) == 2 * (8 + 2)
    assert landed(tmp_path / "var") == undisturbed
    assert list((tmp_path / "var" / "landing").rglob("*.aside-*")) == []
    assert list((tmp_path / "var" / "landing").rglob("*.raw")) == []
