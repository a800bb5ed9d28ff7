"""Whole nights, each in a home of its own: the zone through Airflow, as `make run` does; small zones step by step."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from filelock import FileLock

import sample_night
from innopoints.errors import InnopointsError
from innopoints.home import Home
from innopoints.nightly import steps
from innopoints.project import BANKS, ROOT, SOURCES
from innopoints.report.night import summary


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


def stepped_night(root: Path, due: str, as_of: str = sample_night.THROUGH) -> Night:
    """The steps of the DAG in its order, in this process: for what is not about Airflow, a third of the time."""
    home, ended, seen = Home(root), "success", len(list((root / "logs").glob("stepped-*")))
    data = sample_night.sample_data(home, SMALL_ZONE)
    each = [("ingest", path.stem) for path in sorted(SOURCES.glob("*.yml"))]
    each += [(name, "") for name in ("register", "build", "gate", "promote", "publish")]
    each += [("deliver", path.stem) for path in sorted(BANKS.glob("*.yml"))]
    with sample_night.serving(data) as bureau, pytest.MonkeyPatch.context() as patch:
        for name, value in (environment(root) | sample_night.connections(data, bureau, {DOWN})).items():
            patch.setenv(name, value)
        for name, subject in each:
            try:
                steps.run(name, subject, run=f"stepped-{seen}", due=due, as_of=as_of)
            except InnopointsError:
                if name != "ingest":  # a broken source does not stop the others
                    ended = "failed"
                    break
        folder = steps.run_folder(home, f"stepped-{seen}")
        text = summary(home, steps.read_steps(folder), folder, {}, 0, 0, ended == "success")
    return Night(home, int(ended == "failed"), text)


def shared_night(tmp_path_factory, name: str, made: Callable[[Path], Night]) -> Night:
    """One night for all workers: whoever comes second waits for it."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    told = shared / f"{name}.json"
    with FileLock(shared / f"{name}.lock"):
        if not told.exists():
            ran = made(shared / name)
            told.write_text(json.dumps([ran.returncode, ran.text]), encoding="utf-8")
        night = Night(Home(shared / name), *json.loads(told.read_text(encoding="utf-8")))
    assert night.returncode == 0, night.text
    return night


@pytest.fixture(scope="session")
def zone_night(tmp_path_factory) -> Night:
    """The night of the README: 1,109 enterprises, 30 June 2026."""
    return shared_night(tmp_path_factory, "zone", run_night)


SMALL_ZONE, DOWN = 60, "ip"
SMALL = ("--enterprises", SMALL_ZONE, "--down", DOWN)


@pytest.fixture(scope="session")
def small_night(tmp_path_factory) -> Night:
    """An undisturbed night of a small zone whose IP office cannot be reached; the yardstick of disturbed ones."""
    return shared_night(tmp_path_factory, "small", lambda root: stepped_night(root, "2026-07-01T18:00:00+00:00"))
