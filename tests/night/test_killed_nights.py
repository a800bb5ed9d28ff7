"""The power goes in the middle of a night: whole process groups are killed, then one night ends the work."""

import os
import random
import signal
import subprocess
import time

import pytest

from innopoints.verify import verify

from .conftest import SMALL, command, environment, run_night

pytestmark = [pytest.mark.slow, pytest.mark.faults]


def test_a_night_killed_ten_times_ends_with_the_root_hash_of_an_undisturbed_one(small_night, tmp_path):
    dice = random.Random(20260630)
    for _ in range(10):
        night = subprocess.Popen(
            command(*SMALL),
            env=environment(tmp_path),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            night.wait(timeout=dice.uniform(1, 25))
        except subprocess.TimeoutExpired:
            os.killpg(night.pid, signal.SIGKILL)
            night.wait()
        for manifest in (tmp_path / "published" / "score_v1").glob("*/*/manifest.json"):
            verify(manifest.parent)
    end = run_night(tmp_path, *SMALL)
    assert end.returncode == 0, end.text
    assert end.latest["root_hash"] == small_night.latest["root_hash"]
    editions = [path.name for path in (tmp_path / "published" / "score_v1" / "2026-06-30").iterdir()]
    assert editions == ["1"]
    time.sleep(1)
    left = subprocess.run(["pgrep", "-f", str(tmp_path)], capture_output=True, text=True).stdout
    assert left == ""
