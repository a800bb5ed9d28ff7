"""The audit log: one line per act, each holding the hash of the line before; and a signed head beside it.

    audit.jsonl        {"event":"published", ..., "hash":"…", "previous":"…", "seq":1}
    audit.head.json    {"record": {seq, hash, at}, "signatures"}: how far the log had come, written after each act

Changing, dropping or reordering a line breaks the chain; cutting lines off the end leaves a head that is not in it.
The last line may be torn by a crash while it is written: it is then cut off and written again, because what it says is
still in the manifest. The head is written before the first line, so that a log without one has lost it.
"""

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from innopoints.durable import canonical_json, fsync_folder, named
from innopoints.errors import Refused
from innopoints.home import Home
from innopoints.publication.keys import SigningKey, signing_key
from innopoints.publication.signed_record import write_signed

START = "0" * 64
FORMAT = "innopoints-audit-head/1"
_MEND = "bring published/ back from a backup"


def log_path(home: Home) -> Path:
    """Where the log stands."""
    return home.published / "audit.jsonl"


def head_path(home: Home) -> Path:
    """Where the head stands."""
    return home.published / "audit.head.json"


def entries(home: Home) -> list[dict[str, Any]]:
    """All whole lines, checked. Raises Refused naming the first that does not fit the chain, or what was cut off."""
    path = log_path(home)
    known, last = check_log(path), head(home)
    if last is None:
        if known and not _is_older_than_heads(home):
            raise Refused(f"{head_path(home)} is missing: nothing says how long {path.name} was; {_MEND}")
        return known
    seq = last["seq"]
    if seq > len(known) or (known[seq - 1]["hash"] if seq else START) != last["hash"]:
        raise Refused(
            f"{path} ends at line {len(known)}, its head says line {seq}: lines were cut off the end or written anew; "
            f"{_MEND}"
        )
    return known


def _is_older_than_heads(home: Home) -> bool:
    """Whether every edition was published before logs had heads; an edition since says so in its manifest."""
    manifests = home.published.glob("*/*/*/manifest.json")
    return not any(b'"audit":' in path.read_bytes() for path in manifests)


def head(home: Home) -> dict[str, Any] | None:
    """{seq, hash, at} of the last act, unverified (`innopoints verify` checks the signature); None before the first."""
    path = head_path(home)
    try:
        said = json.loads(path.read_bytes())["record"] if path.exists() else None
        return said and {name: said[name] for name in ("seq", "hash", "at")}
    except (ValueError, KeyError, TypeError) as error:
        raise Refused(f"{path}: not the head of a log ({error}); {_MEND}") from error


def begin(home: Home) -> None:
    """Write the head of an empty log, so that whatever comes after can be missed. Call it under the lock."""
    if head(home) is None and not entries(home):
        _write_head(home, 0, START, None)


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
    """Add acts to the log, flushed to disk, then sign the new head. Call it under the publication lock."""
    known = entries(home)
    if not acts:
        return _catch_up(home, known)
    begin(home)
    previous = known[-1]["hash"] if known else START
    block = b""
    for seq, act in enumerate(acts, start=len(known) + 1):
        entry = {**act, "seq": seq, "previous": previous}
        entry["hash"] = previous = _hash(entry)
        block += canonical_json(entry) + b"\n"
    _write_after_last_whole_line(log_path(home), block)
    return _catch_up(home, entries(home))


def _catch_up(home: Home, known: list[dict[str, Any]]) -> None:
    """Let the head say the last line; after a crash it may be behind."""
    last = head(home)
    seq, at = (last["seq"], last["at"] or "") if last else (0, "")
    if known and seq != len(known):
        moments = [entry["at"] for entry in known[seq:] if entry.get("at")]
        _write_head(home, len(known), known[-1]["hash"], max([*moments, at]) or None)


def _write_head(home: Home, seq: int, digest: str, at: str | None) -> None:
    record = {"format": FORMAT, "seq": seq, "hash": digest, "at": at}
    write_signed(head_path(home), record, [_signer(home)])


def _signer(home: Home) -> SigningKey:
    key = signing_key(home)
    key.leave_public_key(home.published / "keys")
    return key


def _hash(entry: dict[str, Any]) -> str:
    return hashlib.sha256(canonical_json({key: entry[key] for key in entry if key != "hash"})).hexdigest()


def _write_after_last_whole_line(path: Path, block: bytes) -> None:
    new = not path.exists()
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    with named(path), os.fdopen(handle, "r+b") as file:
        file.truncate(file.read().rfind(b"\n") + 1)
        file.seek(0, os.SEEK_END)
        file.write(block)
        file.flush()
        os.fsync(file.fileno())
    if new:
        fsync_folder(path.parent)
