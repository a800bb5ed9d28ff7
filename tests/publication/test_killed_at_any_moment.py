"""在任何时刻被杀、磁盘写满、读写出错、两个同时发布：读者看见的总是完整的一版；再跑一次，一切如常。

`make test` 抽几处，`make faults` 每一处。
"""

import json
import os
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest

from innopoints.project import ROOT
from innopoints.publication import audit
from innopoints.publication.deliver import deliver
from innopoints.publication.editions import editions
from innopoints.publication.publish import publish
from innopoints.verify import verify
from tests.publication.candidate_factory import make_candidate
from tests.publication.conftest import DAY, NOON, copy

DISTURBED = Path(__file__).with_name("disturbed.py")
NEXT_DAY = DAY + timedelta(days=1)


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    """In memory where there is such a place: a kill does not care, and hundreds of flushes to a disk take a minute."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK):
        yield tmp_path_factory.mktemp("work")
        return
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def waiting(published_once, gate, tmp_path_factory):
    """One day is published and delivered to one bank; the next has passed the gate."""
    home = copy(published_once, tmp_path_factory.mktemp("waiting"))
    deliver(home, "hzrcb", DAY)
    make_candidate(home, NEXT_DAY)
    gate(home, NEXT_DAY)
    for path in home.warehouse.glob("*.duckdb"):
        path.unlink()  # publishing reads only what the gate left
    return home


@pytest.fixture(scope="module")
def two_days(waiting, tmp_path_factory):
    """Both days are published: years later the first may be deleted."""
    home = copy(waiting, tmp_path_factory.mktemp("two_days"))
    publish(home, NEXT_DAY, NOON)
    return home


def run(home, work: Path, *asked: dict) -> list[dict]:
    done = subprocess.run(
        [sys.executable, str(DISTURBED), str(home.root), str(work), *map(json.dumps, asked)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": f"{ROOT / 'scripts'}{os.pathsep}{ROOT}"},
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def hold(lines: list[dict]) -> None:
    """What must be so after every disturbance: nothing torn or dangling, a clear word, and the next run ends well."""
    for line in lines:
        assert line["torn"] is None, line
        pointed, known = line["seen"]["published/score_v1"]
        assert pointed or line["act"] == "recall", line
        assert set(known) <= {"2026-06-30/1", "2026-07-01/1"}, line
        assert (line["again"], line["wrong"], line["left"]) == (0, None, []), line
        if line["how"] in ("ENOSPC", "EIO"):
            assert "Traceback" not in line["said"], line
            assert line["ended"] == 3 and "then run the same command again" in line["said"], line
            assert ("No space left" if line["how"] == "ENOSPC" else "Input/output error") in line["said"], line
        elif line["how"] == "kill":
            assert line["ended"] == "killed", line
    for act, after in ENDS.items():
        assert all(after(line["after"]) for line in lines if line["act"] == act), act


PUBLISHED, HZRCB, BOC = "published/score_v1", "delivery/hzrcb/score_v1", "delivery/boc_huizhou/score_v1"
ENDS = {
    "publish": lambda after: after[PUBLISHED][0] == "2026-07-01/1" and len(after[PUBLISHED][1]) == 2,
    "deliver": lambda after: after[BOC] == ["2026-06-30/1", {"2026-06-30/1": "published"}],
    "recall": lambda after: after[PUBLISHED] == after[HZRCB] == [None, {"2026-06-30/1": "recalled"}],
    "rotate": lambda after: after[PUBLISHED][0] == "2026-06-30/1",
    "retention": lambda after: after[PUBLISHED] == ["2026-07-01/1", {"2026-07-01/1": "published"}],
}


def test_whatever_happens_in_between_the_last_edition_is_whole_and_the_next_run_ends_well(waiting, work):
    asked = [{"act": act, "how": "kill", "step": 31} for act in ("publish", "deliver", "recall", "rotate")]
    asked += [{"act": "publish", "how": how, "step": 31} for how in ("ENOSPC", "EIO")]
    asked += [{"act": "publish", "how": "random", "count": 5}]
    lines = run(waiting, work, *asked)
    assert {(line["act"], line["how"]) for line in lines} == {(each["act"], each["how"]) for each in asked}
    hold(lines)


@pytest.mark.faults
@pytest.mark.parametrize("act", ["publish", "deliver", "recall", "rotate", "retention"])
def test_killed_after_every_call_on_the_file_system(waiting, two_days, work, act):
    lines = run(two_days if act == "retention" else waiting, work, {"act": act, "how": "kill"})
    assert len(lines) > 30
    hold(lines)
    if act == "publish":
        assert {len(line["seen"][PUBLISHED][1]) for line in lines} == {1, 2}


@pytest.mark.faults
@pytest.mark.parametrize("how", ["ENOSPC", "EIO"])
@pytest.mark.parametrize("act", ["publish", "deliver", "recall", "rotate"])
def test_a_full_or_broken_disk_at_every_call_is_said_and_the_last_edition_is_served(waiting, work, act, how):
    hold(run(waiting, work, {"act": act, "how": how, "step": 2 if act == "deliver" else 1}))


@pytest.mark.faults
def test_killed_at_200_random_moments(waiting, work):
    lines = run(waiting, work, {"act": "publish", "how": "random", "count": 200})
    assert [line["ended"] for line in lines] == ["killed"] * 200
    # The dice fell on both sides of the rename that publishes.
    seen = [len(line["seen"][PUBLISHED][1]) for line in lines]
    assert min(seen.count(1), seen.count(2)) >= 20
    hold(lines)


RACE = """
import os, shutil, sys
from datetime import date, datetime, UTC
from pathlib import Path
from innopoints.home import Home
from innopoints.publication.publish import publish
source, work, times = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
import pyarrow.parquet
for trial in range(times):
    shutil.rmtree(work / "race", ignore_errors=True)
    shutil.copytree(source, work / "race")
    (ready, go), racers = os.pipe(), []
    for racer in range(2):
        child = os.fork()
        if child == 0:
            os.close(go)
            os.read(ready, 1)
            said = publish(Home(work / "race"), date(2026, 7, 1), datetime(2026, 7, 2, tzinfo=UTC))
            os._exit(10 if said["published"] else 20)
        racers.append(child)
    os.close(go)
    os.close(ready)
    print(*sorted(os.waitstatus_to_exitcode(os.waitpid(each, 0)[1]) for each in racers))
"""


@pytest.mark.parametrize("times", [5, pytest.param(50, marks=pytest.mark.faults)])
def test_of_two_publishers_at_once_exactly_one_publishes(waiting, work, times):
    raced = subprocess.run(
        [sys.executable, "-c", RACE, str(waiting.root), str(work), str(times)],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT / "scripts")},
    )
    assert raced.stdout.splitlines() == ["10 20"] * times, raced.stderr
    home = type(waiting)(work / "race")
    assert [verify(each["path"])["edition"] for each in editions(home)] == [1, 1]
    assert [each["event"] for each in audit.entries(home)] == ["published", "delivered", "published"]


def test_the_moment_of_publishing_does_not_change_the_root_hash(gated_once, tmp_path):
    hashes = set()
    for hours in (0, 1000):
        (tmp_path / str(hours)).mkdir()
        home = copy(gated_once, tmp_path / str(hours))
        hashes.add(publish(home, DAY, NOON + timedelta(hours=hours))["root_hash"])
    assert len(hashes) == 1
