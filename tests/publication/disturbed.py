"""Run a command of the publication in a child process, disturb it, and look at what a reader and the next run find.

    python disturbed.py HOME WORK_FOLDER '{"act": "publish", "how": "kill", "step": 1}' ...   # one JSON line per trial

`how`: kill | ENOSPC | EIO at the n-th call on the file system, for every n (or every `step`-th); or `random`: killed
from outside at a random moment, until `count` were killed before they had ended. One process imports everything once
and forks.
"""

import json
import os
import random
import shutil
import signal
import sys
import time
import traceback
from pathlib import Path

import pandas
import pyarrow.compute
import pyarrow.dataset
import pyarrow.parquet
from cryptography.hazmat.primitives.asymmetric import ed25519

import innopoints.gate.history
import innopoints.publication.notice
import innopoints.publication.publish
import innopoints.publication.recall
import innopoints.publication.retention
import innopoints.publication.rotate
from innopoints import cli
from innopoints.home import Home
from innopoints.publication import audit
from innopoints.publication.deliver import deliver
from innopoints.publication.inspect import inspect
from innopoints.publication.standing import folders_of_editions
from innopoints.verify import verify
from tests.publication.file_system_calls import watch

LOADED = (pandas, pyarrow.compute, pyarrow.dataset, pyarrow.parquet, ed25519, deliver, innopoints.gate.history)
# What takes space on a disk, and what a broken one answers with an error.
FAILS = {"ENOSPC": ("open", "write", "truncate", "fsync", "mkdir", "rename", "replace"), "EIO": ("write", "fsync")}
ACTS = {
    "publish": ["publish", "--as-of", "2026-07-01", "--published-at", "2026-07-02T04:00:00+08:00"],
    "deliver": ["deliver", "boc_huizhou", "--as-of", "2026-06-30"],
    "recall": ["recall", "2026-06-30/1", "--reason", "税务局更正了申报", "--yes"],
    "rotate": ["keys", "rotate"],
    "retention": ["retention", "--at", "2032-12-31T00:00:00+08:00"],
}


def run(act: str, home: Home, at: int, how: str, note: Path) -> int:
    """Start the command in a child; returns the child's process id."""
    child = os.fork()
    if child:
        return child
    code = 99
    try:
        with note.open("w") as said:
            os.dup2(said.fileno(), 1)
            os.dup2(said.fileno(), 2)
        os.environ["INNOPOINTS_HOME"] = str(home.root)
        sys.argv = ["innopoints", *ACTS[act]]
        calls = watch(at, how)
        try:
            cli.main()
        except SystemExit as end:
            code = end.code or 0
        if how == "":
            note.with_suffix(".calls").write_text(json.dumps(calls))
    except BaseException:
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def ended(child: int) -> str | int:
    _, status = os.waitpid(child, 0)
    return "killed" if os.WIFSIGNALED(status) else os.waitstatus_to_exitcode(status)


def readable(home: Home) -> dict[str, list]:
    """What readers see: for each place the edition pointed to, and the status of every edition. Raises when torn."""
    seen = {}
    for root in [home.published / "score_v1", *home.delivery.glob("*/score_v1")]:
        pointer = root / "latest.json"
        path = json.loads(pointer.read_bytes())["path"] if pointer.exists() else None
        if path and not (root / path / "manifest.json").exists():
            raise LookupError(f"{pointer} dangles: {path}")
        known = {f"{day}/{number}": verify(folder)["status"] for day, number, folder in folders_of_editions(root)}
        seen[str(root.relative_to(home.root))] = [path, known]
    return seen


def look(home: Home, act: str, note: Path) -> dict:
    """What a reader finds now, then what is there when the same command has run again undisturbed."""
    found = {"torn": None, "seen": None}
    try:
        found["seen"] = readable(home)
        audit.check_log(audit.log_path(home))
    except Exception as error:
        found["torn"] = f"{type(error).__name__}: {error}"
    found["again"] = ended(run(act, home, 0, "again", note))
    found["again_said"] = note.read_text()
    try:
        inspect(home)
        found["after"] = readable(home)
        found["wrong"] = None
    except Exception as error:
        found["wrong"] = f"{type(error).__name__}: {error}"
    found["left"] = [path.name for path in home.root.rglob(".*") if path.name not in (".lock", ".staging")]
    found["left"] += [path.name for path in home.root.rglob(".staging/*") if act == "publish"]
    return found


def trials(act: str, how: str, step: int, count: int, source: Path, work: Path):
    note = work / "said"
    fresh(source, work)
    begun = time.monotonic()
    ended(run(act, Home(work / "home"), 0, "", note))
    usual = time.monotonic() - begun
    calls = json.loads(note.with_suffix(".calls").read_text())
    choice = random.Random(f"{act}{how}")
    if how == "random":
        killed = 0
        while killed < count:
            home = fresh(source, work)
            child = run(act, home, 0, "again", note)
            time.sleep(choice.random() * usual)
            os.kill(child, signal.SIGKILL)
            if (end := ended(child)) == "killed":
                killed += 1
                yield {"call": f"{killed}", "ended": end, "said": note.read_text()} | look(home, act, note)
        return
    for at in range(1 + choice.randrange(step), len(calls) + 1, step):
        if calls[at - 1].split()[0] not in FAILS.get(how, calls[at - 1]):
            continue
        home = fresh(source, work)
        end = ended(run(act, home, at, how, note))
        yield {"call": f"{at} {calls[at - 1]}", "ended": end, "said": note.read_text()} | look(home, act, note)


def fresh(source: Path, work: Path) -> Home:
    shutil.rmtree(work / "home", ignore_errors=True)
    shutil.copytree(source, work / "home")
    return Home(work / "home")


def main(source: Path, work: Path, asked: list[str]) -> None:
    for each in map(json.loads, asked):
        for line in trials(each["act"], each["how"], each.get("step", 1), each.get("count", 0), source, work):
            print(json.dumps({"act": each["act"], "how": each["how"], **line}), flush=True)


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
