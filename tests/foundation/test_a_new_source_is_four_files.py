"""新来源：四个新文件，不改一个旧文件（new_source/ 就是样板），取数、落地、检查、建库之后，好行坏行各归其位。"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from innopoints.project import ROOT

NEW = Path(__file__).parent / "new_source"
SENT = "统一社会信用代码,月份,用电量\n91350100M000100Y43,202606,1200\n91350100M000100Y43,202606,约三百\n"

NIGHT = """
import json, os
from datetime import date, datetime
from dbt.cli.main import dbtRunner
from innopoints.home import Home
from innopoints.ingest.batches import batches_in_force
from innopoints.ingest.check import check_landing
from innopoints.ingest.fetch import fetch
from innopoints.ingest.land import land
from innopoints.project import DBT, SCHEMES
from innopoints.registry.register import register
from innopoints.warehouse.inputs import prepare
home, night = Home.from_environment(), datetime.fromisoformat("2026-07-01T18:00:00+00:00")
for step in (fetch, land, check_landing):
    step(home, "energy", night)
register(home, SCHEMES)
home.warehouse.mkdir()
prepare(home, batches_in_force(home, night), None, date(2026, 6, 30))
os.environ["INNOPOINTS_CANDIDATE"] = str(home.candidate)
known = json.dumps({"as_of_date": "2026-06-30", "known_at": night.isoformat()})
aside = ["--target-path", str(home.root / "target"), "--log-path", str(home.logs), "--quiet", "--vars", known]
place = ["--project-dir", str(DBT), "--profiles-dir", str(DBT)]
ran = dbtRunner().invoke(["build", "--select", "stg_energy__meter_reading", *place, *aside])
raise SystemExit(0 if ran.success else str(ran.exception or [each.message for each in ran.result]))
"""


@pytest.mark.proofs
def test_four_new_files_bring_a_source_from_its_office_to_staging(tmp_path):
    project, drop, home = tmp_path / "project", tmp_path / "drop", tmp_path / "home"
    for folder in ("dags", "dbt_project", "expectations"):
        shutil.copytree(ROOT / folder, project / folder, ignore=shutil.ignore_patterns("target", "logs"))
    new = sorted(path.relative_to(NEW) for path in NEW.rglob("*") if path.is_file())
    assert len(new) == 4
    assert [path for path in new if (project / path).exists()] == [], "a new source edits nothing"
    shutil.copytree(NEW, project, dirs_exist_ok=True)
    drop.mkdir()
    (drop / "meter_reading_202606.csv").write_text(SENT, encoding="utf-8")

    environment = os.environ | {
        "INNOPOINTS_PROJECT": str(project),
        "INNOPOINTS_HOME": str(home),
        "AIRFLOW_CONN_ENERGY_DROP": json.dumps({"conn_type": "file", "host": str(drop)}),
    }
    done = subprocess.run([sys.executable, "-c", NIGHT], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr

    with duckdb.connect(home / "warehouse" / "candidate.duckdb", read_only=True) as con:
        kept = con.execute(
            "select uscc, reading_month::varchar, electricity_kwh from staging.stg_energy__meter_reading"
        )
        assert kept.fetchall() == [("91350100M000100Y43", "2026-06-01", 1200)]
        rejected = con.execute("select origin, row_no, sent_column, raw_value from quality.reject").fetchall()
        assert rejected == [("meter_reading_202606.csv", 3, "用电量", "约三百")]
        account = "select sent, kept, rejected from quality.row_account where source = 'energy'"
        assert con.execute(account).fetchall() == [(2, 1, 1)]
