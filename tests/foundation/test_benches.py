"""make bench：每个文件自成一测；这里只看跑得通、数得对，不看快慢。"""

import subprocess
import sys

import pytest

from innopoints.project import ROOT


@pytest.mark.parametrize("kind", ["rest"])
def test_a_small_bench_says_rows_seconds_and_memory(kind):
    command = [sys.executable, "scripts/bench/landing.py", "--rows", "300", "--rounds", "1", "--only", kind]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert said.returncode == 0, said.stderr
    line = said.stdout.splitlines()[1].split()
    assert line[:2] == [kind, "300"]
    assert 0 < int(line[4]) < 1024
    assert ("times its" in said.stdout) == (kind == "csv")
