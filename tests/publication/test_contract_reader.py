"""别人的程序（datacontract-cli）按合同读交付的文件：合同说的都对；文件不对，它看得出。"""

import os
import subprocess
import sys

import pytest

from innopoints.project import ROOT
from innopoints.publication.deliver import deliver
from tests.publication.conftest import DAY

READER = ROOT / ".venv-contract" / "bin" / "datacontract"
BANKS = ("ccb_huizhou", "icbc_huizhou")  # one takes CSV, one Parquet


def read(home) -> subprocess.CompletedProcess:
    asked = [sys.executable, str(ROOT / "scripts" / "contract_reader" / "read.py"), str(READER)]
    environment = os.environ | {"INNOPOINTS_HOME": str(home.root)}
    return subprocess.run(asked, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.proofs
@pytest.mark.skipif(not READER.exists(), reason="datacontract-cli is set up by `make contract`")
def test_somebody_elses_program_reads_what_the_contract_says_and_sees_what_is_wrong(published):
    for bank in BANKS:
        deliver(published, bank, DAY)
    done = read(published)
    assert done.returncode == 0, done.stdout + done.stderr
    assert [line[:3] for line in done.stdout.splitlines()] == ["ok "] * 4

    file = published.delivery / "ccb_huizhou" / "score_v1" / "2026-06-30" / "1" / "pub_score_v1.csv"
    file.chmod(0o644)
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    scored = next(place for place, line in enumerate(lines) if '"scored"' in line)
    cells = lines[scored].split(",")
    cells[lines[0].split(",").index("score")] = "100.01"
    lines[scored] = ",".join(cells)
    file.write_text("\r\n".join([*lines, lines[scored]]) + "\r\n", encoding="utf-8-sig")
    done = read(published)
    assert done.returncode == 1 and "BAD ccb_huizhou" in done.stdout
    assert "百分制" in done.stdout and "duplicate" in done.stdout
