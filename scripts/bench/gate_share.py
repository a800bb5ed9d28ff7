"""How much of a night is the gate? Every step of a night, each as a process of its own, as Airflow runs them.

    python scripts/bench/gate_share.py --enterprises 20000 --data /tmp/zones

The zone is synthetic. The tax bureau's rows come out of its store by SQL and not page by page over HTTP, which makes
the night shorter and the gate's share larger. `--data` keeps what the offices have, for the next time.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import sample_night
from innopoints.home import Home
from innopoints.project import BANKS, ROOT, SOURCES

DAY = "2026-06-30"
DUE = "2026-07-01T02:00:00+08:00"
STEP = """
import sys
from innopoints.nightly.steps import run
run(sys.argv[1], sys.argv[2], run="bench", due=sys.argv[3], as_of=sys.argv[4])
"""


@dataclass(frozen=True)
class Cost:
    """What a step took: seconds on the wall, seconds of processor time, MiB at most."""

    wall: float
    cpu: float
    mib: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--enterprises", type=int, default=300)
    parser.add_argument("--data", type=Path, help="folder in which the offices' data are kept")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        kept = Home((asked.data or Path(folder)).resolve())
        data = sample_night.sample_data(kept, asked.enterprises)
        _measure(Path(folder), data, asked.enterprises)


def _measure(root: Path, data: Path, enterprises: int) -> None:
    home, project = Home(root / "var"), _project(root / "project")
    environment = os.environ | {"INNOPOINTS_HOME": str(home.root), "INNOPOINTS_PROJECT": str(project)}
    environment |= sample_night.connections(data, {"url": "", "token": ""}, set())
    environment["AIRFLOW_CONN_TAX_BUREAU"] = f'{{"conn_type": "sqlite", "host": "{data / "tax" / "store.db"}"}}'
    names = [*(("ingest", path.stem) for path in sorted(SOURCES.glob("*.yml"))), ("register", ""), ("build", "")]
    names += [
        ("gate", ""),
        ("promote", ""),
        ("publish", ""),
        *(("deliver", path.stem) for path in sorted(BANKS.glob("*.yml"))),
    ]
    costs: dict[str, list[Cost]] = {}
    for name, subject in names:
        costs.setdefault(name, []).append(_step(name, subject, environment))
        print(f"  {name} {subject}".ljust(30) + _said(costs[name][-1]), flush=True)
    together = {name: _sum(each) for name, each in costs.items()}
    night, gate = _sum(list(together.values())), together["gate"]
    print(f"a night of {enterprises:,} enterprises".ljust(30) + _said(night))
    by_processor, by_the_wall = 100 * gate.cpu / night.cpu, 100 * gate.wall / night.wall
    without_ingest = 100 * gate.cpu / (night.cpu - together["ingest"].cpu)
    print(
        f"the gate is {by_processor:.1f} % of its processor time, {by_the_wall:.1f} % on the wall (goal: at most 20 %);"
    )
    print(f"  of what follows ingest {without_ingest:.1f} %")


def _project(folder: Path) -> Path:
    """The project's own files, but for the tax passport, which reads the bureau's store by SQL."""
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("dags", "dbt_project", "expectations"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("target", "logs", "__pycache__"))
    (folder / "scripts").symlink_to(ROOT / "scripts")
    path = folder / "dags" / "sources" / "tax.yml"
    text = path.read_text("utf-8").replace("connector: rest", "connector: sql").replace("path: /api/v1/", "path: ")
    path.write_text(re.sub(r"(?m)^rest: .*$", "sql: {watermark: updated_at}", text), encoding="utf-8")
    return folder


def _step(name: str, subject: str, environment: dict[str, str]) -> Cost:
    begun = time.monotonic()
    step = subprocess.Popen(
        [sys.executable, "-c", STEP, name, subject, DUE, DAY],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL if name == "ingest" else None,
    )
    _, status, used = os.wait4(step.pid, 0)
    step.returncode = os.waitstatus_to_exitcode(status)
    if step.returncode and name == "ingest":  # as in a night: what the office sent wrongly waits, the others go on
        print(f"  {subject}: not all could be used", flush=True)
    elif step.returncode:
        raise SystemExit(f"{name} {subject} ended with {step.returncode}")
    return Cost(time.monotonic() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024)


def _sum(costs: list[Cost]) -> Cost:
    return Cost(sum(each.wall for each in costs), sum(each.cpu for each in costs), max(each.mib for each in costs))


def _said(cost: Cost) -> str:
    return f"{cost.wall:8.1f} s  {cost.cpu:8.1f} s of processor time  {cost.mib:6,} MiB"


if __name__ == "__main__":
    main()
