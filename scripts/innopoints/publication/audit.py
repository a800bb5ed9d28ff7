"""The audit log: one line per act, each holding the hash of the line before.

    {"event":"published", ..., "hash":"…", "previous":"…", "seq":1}

Changing, dropping or reordering a line breaks the chain; `check_log` says where. The last
line may be torn by a crash while it is written: it is then cut off and written again,
because what it says is still in the manifest.
"""

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from innopoints.durable import canonical_json, fsync_folder
from innopoints.errors import Refused
from innopoints.home import Home

START = "0" * 64


def log_path(home: Home) -> Path:
    """Where the log stands."""
    return home.published / "audit.jsonl"


def entries(home: Home) -> list[dict[str, Any]]:
    """All whole lines, checked. Raises Refused naming the first line that does not fit the chain."""
    return check_log(log_path(home))


def check_log(path: Path) -> list[dict[str, Any]]:
    """The lines of a log whose chain holds. Raises Refused naming the first that does not."""
    text = path.read_bytes() if path.exists() else b""
    lines = text.split(b"\n")[:-1]
    found, previous = [], START
    for number, line in enumerate(lines, start=1):
        try:
            entry = json.loads(line)
            intact = line == canonical_json(entry) and entry["hash"] == _hash(entry)
            intact = intact and entry["previous"] == previous and entry["seq"] == number
        except (ValueError, KeyError, TypeError):
            intact = False
        if not intact:
            raise Refused(f"{path}: line {number} breaks the hash chain: the log was changed after it was written")
        previous = entry["hash"]
        found.append(entry)
    return found


def append(home: Home, acts: list[dict[str, Any]]) -> None:
    """Add acts to the log, flushed to disk. Call it under the publication lock."""
    if not acts:
        return
    path = log_path(home)
    known = entries(home)
    previous = known[-1]["hash"] if known else START
    block = b""
    for seq, act in enumerate(acts, start=len(known) + 1):
        entry = {**act, "seq": seq, "previous": previous}
        entry["hash"] = previous = _hash(entry)
        block += canonical_json(entry) + b"\n"
    _write_after_last_whole_line(path, block)


def _hash(entry: dict[str, Any]) -> str:
    return hashlib.sha256(canonical_json({key: entry[key] for key in entry if key != "hash"})).hexdigest()


def _write_after_last_whole_line(path: Path, block: bytes) -> None:
    new = not path.exists()
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    with os.fdopen(handle, "r+b") as file:
        file.truncate(file.read().rfind(b"\n") + 1)
        file.seek(0, os.SEEK_END)
        file.write(block)
        file.flush()
        os.fsync(file.fileno())
    if new:
        fsync_folder(path.parent)
