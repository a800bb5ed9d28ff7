"""银行指南里的每一段都照原样运行：在交付的文件夹里核验、查询、确认撤回。"""

import re
import shutil
import statistics
import subprocess
import sys
from collections import defaultdict
from datetime import timedelta
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from innopoints import verify
from innopoints.project import BANKS
from innopoints.publication.deliver import deliver
from innopoints.publication.notice import acknowledgements
from innopoints.publication.recall import recall
from tests.publication.conftest import DAY, NOON, copy

GUIDE = (BANKS / "GUIDE.md").read_text(encoding="utf-8")
BLOCKS = {
    heading.split("\n")[0]: re.search(r"```(\w*)\n(.*?)```", heading, re.S)
    for heading in re.split(r"^## ", GUIDE, flags=re.M)
}


def block(beginning: str) -> str:
    """The code under the heading that begins so."""
    return next(found[2] for heading, found in BLOCKS.items() if heading.startswith(beginning))


@pytest.fixture(scope="module")
def zone(published_once, tmp_path_factory):
    home = copy(published_once, tmp_path_factory.mktemp("zone"))
    for bank in ("icbc_huizhou", "cmb_huizhou"):
        deliver(home, bank, DAY)
    return home


@pytest.fixture
def inbox(zone, tmp_path):
    """What a bank has: its folder, verify.py, and the key it was given by another way."""

    def of(bank: str) -> Path:
        shutil.copytree(zone.delivery / bank, tmp_path / bank)
        shutil.copy(verify.__file__, tmp_path / bank / "verify.py")
        shutil.copy(next((zone.published / "keys").glob("*.pem")), tmp_path / bank / "zone.pem")
        return tmp_path / bank

    return of


def shell(words: str, folder: Path) -> subprocess.CompletedProcess:
    asked = words.replace("python ", f"{sys.executable} ", 1)
    return subprocess.run(["bash", "-ec", asked], cwd=folder, capture_output=True, text=True, check=False)


def test_verify_py_alone_says_whether_the_folder_is_what_was_signed(inbox):
    folder = inbox("icbc_huizhou")
    done = shell(block("Before loading"), folder)
    assert done.returncode == 0 and '"verified": true' in done.stdout, done.stderr
    file = folder / "score_v1" / "2026-06-30" / "1" / "pub_score_v1.parquet"
    file.chmod(0o644)
    file.write_bytes(file.read_bytes()[:-1] + b"!")
    assert shell(block("Before loading"), folder).returncode == 1


def test_duckdb_reads_the_ten_best_of_each_scheme_with_their_main_loss(inbox, monkeypatch):
    folder = inbox("icbc_huizhou")
    monkeypatch.chdir(folder)
    with duckdb.connect() as con:
        rows = con.execute(block("Parquet with DuckDB")).fetchall()
    edition = folder / "score_v1" / "2026-06-30" / "1"
    scores = [row for row in pq.read_table(edition / "pub_score_v1.parquet").to_pylist() if row["score"] is not None]
    best = []
    for scheme in ("alpha", "beta"):
        of = sorted((row for row in scores if row["scheme"] == scheme), key=lambda row: (-row["score"], row["uscc"]))
        best += [(scheme, row["uscc"], row["score"], row["score_rank"]) for row in of[:10]]
    assert [row[:4] for row in rows] == best
    assert {row[6] for row in rows} == {"低于同阶段企业中位数"}


def test_pandas_reads_a_csv_as_what_it_says(inbox):
    folder = inbox("cmb_huizhou")
    shown = "\nby_stage.reset_index().to_csv('out.csv', index=False)\n"
    done = subprocess.run(
        [sys.executable, "-c", block("CSV with pandas") + shown], cwd=folder, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    expected = defaultdict(list)
    for row in pq.read_table(folder / "score_v1" / "2026-06-30" / "1" / "pub_score_v1.parquet").to_pylist():
        if row["status"] == "scored":
            expected[row["scheme"], row["stage"]].append(row["score"])
    lines = [line.split(",") for line in (folder / "out.csv").read_text().splitlines()[1:]]
    found = {(scheme, stage): (int(count), round(float(median), 3)) for scheme, stage, count, median in lines}
    wanted = {cell: (len(each), round(float(statistics.median(each)), 3)) for cell, each in expected.items()}
    assert found == wanted


def test_a_recall_is_acknowledged_with_the_files_own_words(published):
    deliver(published, "icbc_huizhou", DAY)
    recall(published, DAY, 1, "税务局更正了申报", "王局", NOON + timedelta(hours=1))
    done = shell(block("After a recall"), published.delivery / "icbc_huizhou")
    assert done.returncode == 0, done.stderr
    said = acknowledgements(published)[0]["banks"]["icbc_huizhou"]
    assert said["by"] == "风险部 张三" and said["through"] == "file"


def test_what_arrives_is_what_the_guide_lists(inbox):
    folder = inbox("icbc_huizhou")
    for name in (
        "score_v1/latest.json",
        "score_v1/editions.json",
        "score_v1/2026-06-30/1",
        "score_v1/2026-06-30_1.ok",
        "keys",
    ):
        assert name in block("What arrives") and (folder / name).exists()
