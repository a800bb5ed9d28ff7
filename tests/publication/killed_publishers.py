"""Publish in a child process that kills itself (SIGKILL) at its n-th act on the file system, for every n.

    python killed_publishers.py PUBLISH|DELIVER GATED_HOME WORK_FOLDER      # one JSON line per moment

One process imports everything once and forks; an audit hook in the child counts opens, renames, removals,
folder makings, listings and locks, so that every moment between two of them is tried, none at random.
"""

import json
import os
import shutil
import signal
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow.parquet
from cryptography.hazmat.primitives.asymmetric import ed25519

from innopoints.errors import Refused
from innopoints.home import Home
from innopoints.publication import audit
from innopoints.publication.deliver import deliver
from innopoints.publication.publish import publish
from innopoints.publication.standing import folders_of_editions
from innopoints.verify import verify

DAY, BANK = date(2026, 6, 30), "hzrcb"
ACTS = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.listdir", "os.scandir", "fcntl.flock"}
LOADED = (pyarrow.parquet, ed25519)


def act(what: str, home: Home) -> dict:
    if what == "PUBLISH":
        return publish(home, DAY, datetime(2026, 7, 1, tzinfo=UTC))
    return deliver(home, BANK, DAY)


def killed_at(moment: int, what: str, home: Home) -> bool:
    """Run `what` in a child; True when the child was killed, False when it finished before that moment."""
    child = os.fork()
    if child == 0:
        left = moment

        def count(event: str, arguments: tuple) -> None:
            nonlocal left
            if (event in ACTS and str(home.root) in str(arguments[0])) or event == "fcntl.flock":
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        act(what, home)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status) and os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit(f"the child failed by itself at {moment}")
    return os.WIFSIGNALED(status)


def whole(root: Path) -> list[str]:
    """Root hashes of everything a reader can see under `root`; raises when any of it does not verify."""
    pointer = root / "latest.json"
    if pointer.exists():
        verify(root / json.loads(pointer.read_bytes())["path"])
    return [verify(folder)["root_hash"] for _, _, folder in folders_of_editions(root)]


def main(what: str, source: Path, work: Path) -> None:
    for moment in range(1, 1000):
        home = Home(work / str(moment))
        shutil.copytree(source, home.root)
        root = home.published / "score_v1" if what == "PUBLISH" else home.delivery / BANK / "score_v1"
        killed = killed_at(moment, what, home)
        seen = whole(root)
        torn_log = False
        try:
            audit.entries(home)
        except Refused:
            torn_log = True
        again = act(what, home)
        events = [entry["event"] for entry in audit.entries(home)]
        left = [path.name for path in home.root.rglob(".*") if path.name not in (".lock", ".staging")]
        staged = [path.name for path in home.root.rglob(".staging/*")]
        line = {
            "moment": moment,
            "killed": killed,
            "seen": seen,
            "torn_log": torn_log,
            "after": whole(root),
            "root_hash": again["root_hash"],
            "pointer": json.loads((root / "latest.json").read_bytes())["root_hash"],
            "events": events,
            "left": left + staged,
        }
        print(json.dumps(line), flush=True)
        shutil.rmtree(home.root)
        if not killed:
            return


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
