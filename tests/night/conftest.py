"""Whole nights through Airflow, as `make run` does them, each in a home of its own."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

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
    return os.environ | {"INNOPOINTS_HOME": str(root), "COLUMNS": "200"}


def run_night(root: Path, *words) -> Night:
    ran = subprocess.run(command(*words), env=environment(root), capture_output=True, text=True, timeout=400)
    return Night(Home(root), ran.returncode, ran.stdout + ran.stderr)


@pytest.fixture(scope="session")
def zone_night(tmp_path_factory) -> Night:
    """The night of the README: 1,109 enterprises, 30 June 2026."""
    night = run_night(tmp_path_factory.mktemp("zone"))
    assert night.returncode == 0, night.text
    return night


@pytest.fixture(scope="session")
def small_night(tmp_path_factory) -> Night:
    """An undisturbed night of a small zone; the yardstick of disturbed ones."""
    night = run_night(tmp_path_factory.mktemp("small"), "--enterprises", 60)
    assert night.returncode == 0, night.text
    return night
