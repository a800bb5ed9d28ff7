"""Airflow with its scheduler, pages and API on this machine, over the sample exchange. Ends with Ctrl-C.

    python scripts/airflow_server.py --enterprises 1109 --port 8080

For trying things: SQLite, users with passwords in a file, reachable from this machine only. All data are synthetic.
"""

import argparse
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

import sample_night
from innopoints.home import Home

UP_WITHIN_SECONDS = 180


@contextmanager
def airflow_server(environment: dict[str, str], port: int, users: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """Airflow's own standalone server on 127.0.0.1:`port`; yields each user's password.

    `environment` holds AIRFLOW_HOME, whose database is migrated. Whatever the server started has ended when this ends.
    Raises TimeoutError, naming the log, when it is not up within three minutes.
    """
    home = Path(environment["AIRFLOW_HOME"])
    passwords = home / "passwords.json"
    if not passwords.exists():
        passwords.touch(mode=0o600)
        passwords.write_text(json.dumps({user: secrets.token_urlsafe(12) for user in users}) + "\n", encoding="utf-8")
    address = f"http://127.0.0.1:{port}"
    settings = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}",  # it starts its parts by name
        "AIRFLOW__API__HOST": "127.0.0.1",
        "AIRFLOW__API__PORT": str(port),
        "AIRFLOW__API__BASE_URL": address,
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{address}/execution/",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": ",".join(f"{user}:admin" for user in users),
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(passwords),
        "AIRFLOW__LOGGING__TRIGGER_LOG_SERVER_PORT": str(free_port()),
        "AIRFLOW__LOGGING__WORKER_LOG_SERVER_PORT": str(free_port()),
    }
    said = home / "server.log"
    with said.open("w") as log:
        server = subprocess.Popen([sample_night.airflow(), "standalone"], env=environment | settings, stdout=log,
                                  stderr=log, start_new_session=True)  # fmt: skip
    try:
        _wait_until_up(address, server, said)
        yield json.loads(passwords.read_text(encoding="utf-8"))
    finally:
        _end(server)


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


def is_free(port: int) -> bool:
    """Whether nobody listens on this port."""
    with socket.socket() as asked:
        return asked.connect_ex(("127.0.0.1", port)) != 0


def _wait_until_up(address: str, server: subprocess.Popen, log: Path) -> None:
    until = time.monotonic() + UP_WITHIN_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            parts = httpx.get(f"{address}/api/v2/monitor/health", timeout=5).json()
            if all(parts[name]["status"] == "healthy" for name in ("scheduler", "dag_processor", "triggerer")):
                return
        except (httpx.TransportError, ValueError, KeyError):
            pass  # not listening yet
        time.sleep(0.5)
    raise TimeoutError(f"Airflow did not come up; read {log}")


def _end(server: subprocess.Popen) -> None:
    """Ending the parent leaves its children alive: end the whole session it leads."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(server.pid, number)
        except ProcessLookupError:
            break
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            continue
        time.sleep(1)  # its children end a moment later


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--enterprises", type=int, default=1109, help="size of the synthetic zone (default 1109)")
    parser.add_argument("--port", type=int, default=8080, help="of Airflow's pages and API (default 8080)")
    options = parser.parse_args()
    if not is_free(options.port):
        parser.error(f"port {options.port} is taken; name another: --port {free_port()}")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    home = Home.from_environment()
    data = sample_night.sample_data(home, options.enterprises)
    try:
        with sample_night.serving(data) as bureau:
            environment = os.environ | sample_night.airflow_environment(home)
            environment |= sample_night.connections(data, bureau, set())
            sample_night.migrate(home, environment)
            print("starting Airflow, half a minute …", flush=True)
            with airflow_server(environment, options.port, ("officer",)) as passwords:
                print(f"Airflow    http://127.0.0.1:{options.port}  user officer, password {passwords['officer']}")
                print(f"A night    unpause nightly, then trigger it with as_of {sample_night.THROUGH} (合成数据)")
                print(f"Log        {environment['AIRFLOW_HOME']}/server.log\nCtrl-C ends it.", flush=True)
                signal.pause()
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main())
