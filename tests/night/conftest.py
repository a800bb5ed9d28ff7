"""Whole nights through Airflow, as `make run` does them, each in a home of its own."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from filelock import FileLock

from innopoints.home import Home
from innopoints.project import ROOT


@dataclass(frozen=True)
class Night:
    """How one night ended and what it printed."""

    home: Home
    returncode: int
    text: str

    @property
    def latest(self) -> dict:
        return json.loads((self.home.published / "score_v1" / "latest.json").read_text(encoding="utf-8"))


def command(*words) -> list[str]:
    return [sys.executable, str(ROOT / "scripts" / "sample_night.py"), *map(str, words)]


def environment(root: Path) -> dict[str, str]:
    # Nobody reads dbt's own reports here, and writing them takes seconds a night.
    return os.environ | {"INNOPOINTS_HOME": str(root), "COLUMNS": "200", "DBT_WRITE_JSON": "false"}


def run_night(root: Path, *words) -> Night:
    ran = subprocess.run(command(*words), env=environment(root), capture_output=True, text=True, timeout=400)
    return Night(Home(root), ran.returncode, ran.stdout + ran.stderr)


def shared_night(tmp_path_factory, name: str, *words) -> Night:
    """One night for all workers: whoever comes second waits for it."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    told = shared / f"{name}.json"
    with FileLock(shared / f"{name}.lock"):
        if not told.exists():
            ran = run_night(shared / name, *words)
            told.write_text(json.dumps([ran.returncode, ran.text]), encoding="utf-8")
        night = Night(Home(shared / name), *json.loads(told.read_text(encoding="utf-8")))
    assert night.returncode == 0, night.text
    return night


@pytest.fixture(scope="session")
def zone_night(tmp_path_factory) -> Night:
    """The night of the README: 1,109 enterprises, 30 June 2026."""
    return shared_night(tmp_path_factory, "zone")


SMALL = ("--enterprises", 60, "--down", "ip")


@pytest.fixture(scope="session")
def small_night(tmp_path_factory) -> Night:
    """An undisturbed night of a small zone whose IP office cannot be reached; the yardstick of disturbed ones."""
    return shared_night(tmp_path_factory, "small", *SMALL)
