"""交付的进程在任何时刻被杀，四家银行同时在读：看见的总是完整的一版，也只有自己的行。"""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from innopoints.gateway.init import init
from innopoints.gateway.verify import verify_gateway
from innopoints.project import ROOT
from tests.publication.conftest import DAY
from tests.publication.gateway.conftest import GATEWAY

TORN = Path(__file__).with_name("torn.py")


@pytest.fixture
def torn(ready, passports, monkeypatch):
    """A database of its own on the server, in which nothing was delivered yet."""
    ready.administer("create database torn", database="postgres")
    for login, ending in (("zone_delivery", ""), ("postgres", "_ADMIN")):
        monkeypatch.setenv(f"AIRFLOW_CONN_{GATEWAY.upper()}{ending}", ready.connection(login, "torn"))
    init(passports=passports)
    yield ready
    ready.administer("drop database torn with (force)", database="postgres")


@pytest.mark.parametrize(
    ("kills", "reads", "more_days"), [(3, 40, 0), pytest.param(100, 10_000, 5, marks=pytest.mark.faults)]
)
def test_killed_at_random_moments_while_four_banks_read(
    published, torn, passports, build_gate_publish, kills, reads, more_days
):
    days = [DAY + timedelta(days=each) for each in range(more_days + 1)]
    for day in days[1:]:
        build_gate_publish(published, day, score_shift=(day - DAY).days % 7)
    asked = [published.root, passports, torn.host, kills, reads, *days]
    done = subprocess.run(
        [sys.executable, str(TORN), *map(str, asked)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": f"{ROOT / 'scripts'}{os.pathsep}{ROOT}"},
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert kills / 2 <= said["killed"] <= kills, said  # a delivery that was quicker than its kill is delivered
    assert sum(each["reads"] for each in said["readers"]) >= reads, said
    assert [(each["torn"], each["leaked"]) for each in said["readers"]] == [(0, 0)] * 4, said
    assert all(each["editions"][-1] for each in said["readers"]), said  # what was delivered was seen
    if more_days:
        assert said["killed"] == kills and all(len(each["editions"]) > 2 for each in said["readers"]), said
    found = verify_gateway(published, GATEWAY, ["boc_huizhou", "hzrcb", "cmb_huizhou", "icbc_huizhou"])
    assert all(each["editions"] == len(days) for each in found.values())
