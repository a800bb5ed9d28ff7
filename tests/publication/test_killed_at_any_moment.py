"""在任何时刻被杀：看得见的总是完整的一版；再跑一次，结果与没有被杀时相同。"""

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
from innopoints.publication.editions import editions
from innopoints.publication.publish import publish
from innopoints.verify import verify
from tests.publication.conftest import DAY, NOON, copy

KILLED_PUBLISHERS = Path(__file__).with_name("killed_publishers.py")


@pytest.fixture
def work(tmp_path):
    """In memory where there is such a place: a kill does not care, and hundreds of flushes to a disk take a minute."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        yield Path(folder)


def run(what: str, home, work: Path) -> list[dict]:
    done = subprocess.run(
        [sys.executable, str(KILLED_PUBLISHERS), what, str(home.root), str(work)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT / "scripts")},
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_publisher_killed_at_any_act_on_the_file_system(gated_once, work):
    lines = run("PUBLISH", gated_once, work)
    assert len(lines) > 60 and [line["killed"] for line in lines] == [True] * (len(lines) - 1) + [False]
    (root_hash,) = {line["root_hash"] for line in lines}
    for line in lines:
        assert line["seen"] in ([], [root_hash]), line
        assert line["after"] == [root_hash] and line["pointer"] == root_hash, line
        assert line["events"] == ["published"] and not line["torn_log"], line
        assert line["left"] == [], line
    assert {len(line["seen"]) for line in lines} == {0, 1}


def test_a_delivery_killed_at_any_act_on_the_file_system(published_once, work):
    lines = run("DELIVER", published_once, work)
    assert len(lines) > 50
    (root_hash,) = {line["root_hash"] for line in lines}
    for line in lines:
        assert line["seen"] in ([], [root_hash]), line
        assert line["after"] == [root_hash] and line["pointer"] == root_hash, line
        assert line["events"] == ["published", "delivered"] and not line["torn_log"], line
        assert line["left"] == [], line


RACE = """
import sys
from datetime import date, datetime, UTC
from pathlib import Path
from innopoints.home import Home
from innopoints.publication.publish import publish
sys.stdin.readline()
print(publish(Home(Path(sys.argv[1])), date(2026, 6, 30), datetime(2026, 7, 1, tzinfo=UTC))["published"])
"""


def test_of_publishers_at_once_exactly_one_publishes(gated_once, tmp_path):
    home = copy(gated_once, tmp_path)
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", RACE, str(home.root)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": str(ROOT / "scripts")},
        )
        for _ in range(4)
    ]
    for racer in racers:
        racer.stdin.write("go\n")
        racer.stdin.flush()
    said = [racer.communicate()[0].strip() for racer in racers]
    assert sorted(said) == ["False", "False", "False", "True"]
    (edition,) = editions(home)
    verify(edition["path"])
    assert len(audit.entries(home)) == 1


def test_the_moment_of_publishing_does_not_change_the_root_hash(gated_once, tmp_path):
    hashes = set()
    for hours in (0, 1000):
        (tmp_path / str(hours)).mkdir()
        home = copy(gated_once, tmp_path / str(hours))
        hashes.add(publish(home, DAY, NOON + timedelta(hours=hours))["root_hash"])
    assert len(hashes) == 1
