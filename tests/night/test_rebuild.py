"""重算：旧版本凭当时的批次、当时的登记表、当时的代码重算，根哈希一位不差；差了就说差在哪里。"""

import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from innopoints.errors import Refused
from innopoints.home import Home
from innopoints.warehouse.rebuild import rebuild

from .conftest import environment

pytestmark = pytest.mark.slow
DISPOSABLE = {"registry", "warehouse", "quality", "logs", "delivery", "airflow", "sample_exchange"}


def command(home: Home) -> subprocess.CompletedProcess:
    code = "from innopoints.cli import main; main()"
    words = [sys.executable, "-c", code, "rebuild", "2026-06-30/1"]
    return subprocess.run(words, env=environment(home.root), capture_output=True, text=True)


@pytest.fixture
def old_house(small_night, tmp_path) -> Home:
    """Landing and published zone of the night; everything disposable is gone, today's registry too."""
    for folder in small_night.home.root.iterdir():
        if folder.is_dir() and folder.name not in DISPOSABLE:
            shutil.copytree(folder, tmp_path / "home" / folder.name)
    return Home(tmp_path / "home")


@pytest.mark.proofs
def test_an_edition_comes_out_the_same_from_landing_and_published_zone_alone(old_house, small_night):
    ran = command(old_house)
    assert ran.returncode == 0, ran.stderr
    said = json.loads(ran.stdout)
    assert said["same"] and said["root_hash"] == small_night.latest["root_hash"]
    assert said["code"].endswith(", as then")
    assert not list((old_house.warehouse / "rebuild").rglob("*.duckdb")) and not old_house.candidate.exists()


@pytest.mark.proofs
def test_a_batch_that_is_not_what_it_was_is_told_by_the_files_that_differ(old_house):
    batch = max((old_house.landing / "tax" / "cit_annual").glob("*.parquet"), key=lambda each: each.stat().st_size)
    table = pq.read_table(batch)
    place = table.column_names.index("opt_income")
    batch.chmod(0o644)
    pq.write_table(table.set_column(place, "opt_income", pa.array(["1000"] * table.num_rows)), batch)
    ran = command(old_house)
    assert ran.returncode == 1, ran.stdout
    assert "NOT THE SAME  2026-06-30/1" in ran.stderr and "pub_indicator_v1.parquet:" in ran.stderr
    assert "rows only then" in ran.stderr and "Traceback" not in ran.stderr


def test_a_missing_batch_and_a_damaged_edition_are_named_before_anything_is_computed(old_house):
    batch: Path = next((old_house.landing / "consent" / "authorisation").glob("*.parquet"))
    batch.unlink()
    with pytest.raises(Refused, match=f"consent/authorisation/{batch.stem}"):
        rebuild(old_house, date(2026, 6, 30), 1)
    score = old_house.published / "score_v1" / "2026-06-30" / "1" / "pub_score_v1.parquet"
    score.chmod(0o644)
    score.write_bytes(b"PAR1")
    with pytest.raises(Refused, match="nothing to compare with"):
        rebuild(old_house, date(2026, 6, 30), 1)
