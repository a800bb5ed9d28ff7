"""The exchange as a command: where it is, what the tests ask it for, and a running tax bureau."""

import json
import subprocess
import sys
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from innopoints.project import ROOT

EXCHANGE = ROOT / "scripts" / "sample_exchange"
THROUGH = date(2026, 6, 30)
SEED = 7


@contextmanager
def serving(data: Path, *options: str):
    """A tax bureau in a process of its own: (process, what it said when ready)."""
    command = [sys.executable, EXCHANGE, "serve", "--data", data, *options]
    with subprocess.Popen(
        list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process, json.loads(process.stdout.readline())
        finally:
            if process.poll() is None:
                process.kill()
