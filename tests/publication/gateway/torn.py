"""Kill the delivering process again and again while banks read; say what the banks saw.

    python torn.py HOME PASSPORTS HOST KILLS READS DAY...      one JSON object on standard output

The connections are in the environment. Each reader is a process with a bank's own login; each read is checked against
the manifest of the edition that is current in the same transaction.
"""

import hashlib
import json
import os
import random
import signal
import sys
import time
from datetime import date
from pathlib import Path

import cryptography.hazmat.primitives.serialization
import duckdb
import psycopg
import pyarrow.parquet

from innopoints.errors import InnopointsError
from innopoints.gateway import settle
from innopoints.home import Home
from innopoints.passports.bank import WITHDRAWAL
from innopoints.publication.deliver import deliver
from tests.publication.gateway.conftest import authorised

NOTHING = {"name": "pub_score_v1", "columns": ["uscc"], "rows": 0, "sha256": hashlib.sha256(b"").hexdigest()}
NOTHING_YET = json.dumps({"gateway": {"tables": [NOTHING]}})
# Loaded before the first fork, so that a child begins with the delivery itself.
LOADED = (cryptography, duckdb, pyarrow.parquet, settle)
READERS = ("boc_huizhou", "hzrcb", "cmb_huizhou", "icbc_huizhou")


def read_on(host: str, bank: str, reads: int, stop: Path) -> dict:
    """Read until told to stop, and at least `reads` times; the last time after the last delivery."""
    seen = {"bank": bank, "reads": 0, "torn": 0, "leaked": 0, "editions": []}
    parent = os.getppid()
    may_see = {code.encode() for code in authorised(bank)}
    os.nice(10)  # the one that delivers must get its turn too
    with psycopg.connect(host=host, user=f"bank_{bank}", dbname="torn", autocommit=True) as con:
        con.execute("select innopoints.open_reading('MODEL_VALIDATION')")
        ending = False
        while not ending and os.getppid() == parent:
            ending = stop.exists() and seen["reads"] >= reads
            with con.transaction():
                con.execute("set transaction isolation level repeatable read read only")
                edition, manifest = con.execute(
                    "select edition, manifest from innopoints.edition where status = 'current'"
                ).fetchone() or (None, NOTHING_YET)
                for table in json.loads(manifest)["gateway"]["tables"]:
                    names = ", ".join(table["columns"])
                    query = f"select {names} from innopoints.current_{table['name'][4:]} order by {names}"
                    with con.cursor().copy(f"copy ({query}) to stdout") as copied:
                        lines = [bytes(line) for line in copied]
                    seen["reads"] += 1
                    seen["torn"] += hashlib.sha256(b"".join(lines)).hexdigest() != table["sha256"]
                    if table["columns"][0] == "uscc" and table["name"] != WITHDRAWAL:  # that names others on purpose
                        seen["leaked"] += sum(line.partition(b"\t")[0] not in may_see for line in lines)
            time.sleep(0.03)
            if edition not in seen["editions"]:
                seen["editions"].append(edition)
    return seen


def in_a_child(act) -> tuple[int, int]:
    """(pid, pipe) of a child that writes what `act` returns."""
    out, into = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(out)
        try:
            os.write(into, json.dumps(act()).encode())
            os._exit(0)
        except BaseException as error:
            sys.stderr.write(f"{error!r}\n")
            os._exit(1)
    os.close(into)
    return pid, out


def attempt(home: Home, passports: Path, bank: str, day: date, after: float | None) -> bool:
    """Deliver in a child, killed `after` seconds; whether it came to its end."""
    pid, out = in_a_child(lambda: deliver(home, bank, day, passports)["gateway"])
    if after is not None:
        time.sleep(after)
        os.kill(pid, signal.SIGKILL)
    code = os.waitpid(pid, 0)[1]
    os.close(out)
    if after is None and code:
        raise SystemExit(f"{bank} {day}: the delivery after the kills ended with {code}")
    return code == 0


def main() -> None:
    root, passports, host, kills, reads, *days = sys.argv[1:]
    home, passports, stop = Home(Path(root)), Path(passports), Path(root) / "stop"
    readers = [in_a_child(lambda bank=bank: read_on(host, bank, int(reads) // len(READERS), stop)) for bank in READERS]
    lots, killed, patience = random.Random(20260630), 0, 0.5
    waiting = [(date.fromisoformat(day), bank) for day in days for bank in READERS]
    try:
        while killed < int(kills) and waiting:
            begun = time.monotonic()
            if attempt(home, passports, waiting[0][1], waiting[0][0], lots.uniform(0, 0.8 * patience)):
                waiting.pop(0)
                patience = max(0.05, time.monotonic() - begun)
            else:
                killed += 1
                patience = min(patience * 1.1, 5)  # a machine may be slower than the last time
        for day, bank in waiting:
            attempt(home, passports, bank, day, None)
    finally:
        stop.touch()
    seen = []
    for pid, out in readers:
        with os.fdopen(out) as pipe:
            seen.append(json.loads(pipe.read() or "{}"))
        os.waitpid(pid, 0)
    print(json.dumps({"killed": killed, "readers": seen}))


if __name__ == "__main__":
    try:
        main()
    except InnopointsError as error:
        sys.exit(str(error))
