"""One sample night: start the sample exchange, run the nightly DAG through Airflow, and say what came of it.

    python scripts/sample_night.py --enterprises 1109 --as-of 2026-06-30

Everything lives under INNOPOINTS_HOME (default var/); no server is left running. All data are synthetic.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from innopoints.home import Home
from innopoints.nightly.steps import read_steps
from innopoints.project import ROOT, SOURCES
from innopoints.report.night import describe_step, summary

SEED = 20260630
THROUGH = "2026-06-30"
DROPS = ("output", "certification", "ip", "consent", "bank_returns", "talent_demand", "green")


def main() -> int:
    options = arguments()
    home = Home.from_environment()
    begun = time.monotonic()
    print(
        f"A sample night of {options.enterprises:,} synthetic enterprises (合成数据), as of {options.as_of}", flush=True
    )
    data = sample_data(home, options.enterprises, options.screened)
    seconds = {"sample exchange": time.monotonic() - begun}
    with serving(data) as bureau:
        environment = os.environ | airflow_environment(home) | connections(data, bureau, set(options.down))
        migrating = time.monotonic()
        migrate(home, environment)
        seconds["Airflow database"] = time.monotonic() - migrating
        folder, airflow_seconds, succeeded = run_dag(home, environment, {"as_of": options.as_of})
    steps = read_steps(folder)
    seconds["Airflow"] = airflow_seconds - sum(step["seconds"] for step in steps)
    peak_mib = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(summary(home, steps, folder, seconds, time.monotonic() - begun, peak_mib, succeeded))
    return 0 if succeeded else 1


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--enterprises", type=int, default=1109, help="size of the synthetic zone (default 1109)")
    parser.add_argument("--screened", type=int, default=0, help="enterprises more, registered, that file nothing")
    parser.add_argument("--as-of", default=THROUGH, type=day, help=f"the day the score speaks of (default {THROUGH})")
    parser.add_argument("--down", action="append", default=[], choices=sorted(p.stem for p in SOURCES.glob("*.yml")),
                        help="leave this source unreachable, to see what a night without it is like")  # fmt: skip
    return parser.parse_args()


def day(text: str) -> str:
    return date.fromisoformat(text).isoformat()


def sample_data(home: Home, enterprises: int, screened: int = 0) -> Path:
    """The generated data of this size; made once, and complete or absent."""
    size = f"{enterprises}+{screened}" if screened else str(enterprises)
    final = home.root / "sample_exchange" / f"{size}-{SEED}-{THROUGH}"
    if not final.exists():
        aside = final.with_name(f".{final.name}.aside-{os.getpid()}")
        shutil.rmtree(aside, ignore_errors=True)
        aside.parent.mkdir(parents=True, exist_ok=True)
        more = ("--screened", screened, "--seed", SEED, "--through", THROUGH)
        exchange("generate", "--to", aside, "--enterprises", enterprises, *more)
        aside.rename(final)
    return final


def exchange(*words) -> None:
    subprocess.run([sys.executable, ROOT / "scripts" / "sample_exchange", *map(str, words)], check=True,
                   stdout=subprocess.DEVNULL)  # fmt: skip


@contextmanager
def serving(data: Path) -> Iterator[dict]:
    """The tax bureau's REST service over `data`: {url, token}. It ends with the context, and cannot outlive us."""
    server = subprocess.Popen(
        [sys.executable, ROOT / "scripts" / "sample_exchange", "serve", "--data", data, "--until-stdin-closes"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # Ctrl-C is for us; it ends when its input closes
    )
    try:
        yield json.loads(server.stdout.readline())
    finally:
        server.stdin.close()
        server.wait(timeout=20)


def connections(data: Path, bureau: dict, down: set[str]) -> dict[str, str]:
    """The offices' addresses, as Airflow connections in the environment; a source that is down gets a dead one."""
    to = {
        "tax": ("TAX_BUREAU", {"conn_type": "http", "host": bureau["url"], "password": bureau["token"]}),
        "registration": ("FRONT_DATABASE", {"conn_type": "sqlite", "host": str(data / "front.db")}),
        **{name: (f"{name.upper()}_DROP", {"conn_type": "file", "host": str(data / "drops" / name)}) for name in DROPS},
    }
    to["talent"] = ("TALENT_DATABASE", to["registration"][1])
    for name in down:
        connection, settings = to[name]
        dead = "http://127.0.0.1:9" if settings["conn_type"] == "http" else str(data / "unreachable" / name)
        to[name] = (connection, settings | {"host": dead})
    return {f"AIRFLOW_CONN_{connection}": json.dumps(settings) for connection, settings in to.values()}


def airflow_environment(home: Home) -> dict[str, str]:
    """Airflow on embedded defaults: SQLite metadata, our DAGs folder, nothing sent anywhere."""
    return {
        "INNOPOINTS_HOME": str(home.root),
        "AIRFLOW_HOME": str(home.root / "airflow"),
        "AIRFLOW__CORE__DAGS_FOLDER": str(ROOT / "dags"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__DEFAULT_TASK_RETRY_DELAY": "1",
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "WARNING",
        "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
        "PYTHONWARNINGS": "ignore",
    }


def migrate(home: Home, environment: dict[str, str]) -> None:
    """Make Airflow's metadata database once."""
    done = home.root / "airflow" / "migrated"
    if not done.exists():
        done.parent.mkdir(parents=True, exist_ok=True)
        with (done.parent / "migrate.log").open("w") as log:
            subprocess.run([airflow(), "db", "migrate"], env=environment, check=True, stdout=log, stderr=log)
        done.touch()


def run_dag(home: Home, environment: dict[str, str], conf: dict) -> tuple[Path, float, bool]:
    """Run the nightly DAG once, printing each step as it ends. Returns log folder, seconds, whether it succeeded."""
    begun = time.monotonic()
    home.logs.mkdir(parents=True, exist_ok=True)
    before = set(home.logs.iterdir())
    with (home.logs / "airflow.log").open("w") as log:
        dag = subprocess.Popen([airflow(), "dags", "test", "nightly", "-c", json.dumps(conf)], env=environment,
                               stdout=log, stderr=log)  # fmt: skip
        said, folder = 0, None
        while True:
            ended = dag.poll() is not None
            folder = folder or next((each for each in set(home.logs.glob("manual__*")) - before), None)
            for step in (read_steps(folder) if folder else [])[said:]:
                print(describe_step(step), flush=True)
                said += 1
            if ended:
                break
            time.sleep(0.1)
    if folder is None:
        sys.exit(f"Airflow did not start the run; see {home.logs / 'airflow.log'}")
    return folder, time.monotonic() - begun, dag.returncode == 0


def airflow() -> str:
    return str(Path(sys.executable).with_name("airflow"))


if __name__ == "__main__":
    sys.exit(main())
