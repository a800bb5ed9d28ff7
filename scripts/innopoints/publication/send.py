"""Send a bank what lies in its folder of delivery/ and has not gone out yet, to the place its connection leads to.

    keys/*.pem, keys/register.json    so that the bank can verify
    score_v1/2026-06-30/1/*           each held against our own by size and SHA-256, at the other end
    score_v1/2026-06-30_1.ok          the flag, when all of it is there; `.recalled` after a notice of recall
    score_v1/*.json                   last: the pointer to the newest

A transfer that breaks off goes on with the files that are not whole there yet. What has gone out is a line of the audit
log, so that a bank may take files away once it has read them.
"""

import os
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from innopoints.durable import sha256_of, write_bytes
from innopoints.errors import OutsideFailed
from innopoints.home import Home
from innopoints.ingest.connection import resolve
from innopoints.ingest.drop import BrokenOff, Place, open_inbox
from innopoints.passports.bank import Bank
from innopoints.publication import audit
from innopoints.publication.editions import PRODUCT, read_manifest
from innopoints.publication.standing import folders_of_editions, recall_path, recall_record, recalled_editions

_CHUNK = 1 << 20
_MOST_OF_AN_ACKNOWLEDGEMENT = 4096


@dataclass(frozen=True)
class Parcel:
    """A flag and the files that must be there before it; paths inside the bank's folder."""

    flag: str
    files: list[str]
    act: dict[str, Any]


def unsent(home: Home, bank: str, as_of: date) -> list[Parcel]:
    """What has not gone out to the bank: shares that stand and are still valid on `as_of`, and recalls of those it has.

    Call it under the publication lock.
    """
    root = home.delivery / bank / PRODUCT
    sent = {each["flag"] for each in audit.entries(home) if (each["event"], each.get("bank")) == ("sent", bank)}
    parcels = []
    for day, number, folder in folders_of_editions(root):
        flag = f"{day}_{number}.ok"
        if flag in sent or recall_path(folder).exists() or not (root / flag).exists():
            continue
        manifest = read_manifest(folder)
        if date.fromisoformat(manifest["valid_until"]) >= as_of:
            parcels.append(_parcel(bank, root, flag, sorted(folder.iterdir()), manifest["root_hash"]))
    for day, number, folder in recalled_editions(root):
        flag = f"{day}_{number}.recalled"
        if flag not in sent and f"{day}_{number}.ok" in sent:
            record = recall_record(folder)
            parcels.append(_parcel(bank, root, flag, [recall_path(folder)], record["root_hash"]))
    return parcels


def _parcel(bank: str, root: Path, flag: str, files: list[Path], root_hash: str) -> Parcel:
    act = {"event": "sent", "bank": bank, "product": PRODUCT, "flag": flag, "root_hash": root_hash}
    inside = [path.relative_to(root.parent).as_posix() for path in files]
    return Parcel(f"{PRODUCT}/{flag}", inside, act)


def target(bank: Bank) -> str:
    """Where the bank's files go, in words. Raises OutsideFailed when its connection is not set."""
    connection = resolve(bank.connection)
    where = "/".join(filter(None, (connection.host, str(connection.extra.get("path") or connection.schema))))
    return f"{bank.connection} ({connection.conn_type or 'file'}: {where})"


def send(home: Home, bank: Bank, parcels: list[Parcel], log: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    """Send the parcels in order, `log` each when its flag is there, and fetch acknowledgements of recalls.

    Returns {to, parcels, files, bytes}. Raises OutsideFailed when the place cannot be reached or breaks off.
    """
    own, told = home.delivery / bank.bank, {"to": bank.connection, "parcels": [], "files": 0, "bytes": 0}
    awaited = _unacknowledged(own / PRODUCT)
    if not parcels and not awaited:
        return told
    place = open_inbox(resolve(bank.connection))
    try:
        keys = sorted((own / "keys").glob("[!.]*"), key=lambda path: (path.suffix == ".json", path.name))
        for parcel in parcels:
            # Pointers name the last one: they go when all is there, and count as part of it.
            pointers = sorted((own / PRODUCT).glob("[!.]*.json")) if parcel is parcels[-1] else []
            names = [*(f"keys/{path.name}" for path in keys), *parcel.files, parcel.flag]
            for name in [*names, *(f"{PRODUCT}/{path.name}" for path in pointers)]:
                _bring(place, own, name, told)
            log(parcel.act | {"connection": bank.connection})
            told["parcels"].append(parcel.act["flag"])
        for name in awaited:
            _fetch(place, own, name)
    finally:
        place.close()
    return told


def _bring(place: Place, own: Path, name: str, told: dict[str, Any]) -> None:
    path = own / name
    size, digest = path.stat().st_size, sha256_of(path)
    with _said(name):
        if _is_whole(place, name, size, digest):
            return
        place.put(name, path)
        if not _is_whole(place, name, size, digest):
            raise BrokenOff("it did not arrive as it was sent")
    told["files"] += 1
    told["bytes"] += size


def _is_whole(place: Place, name: str, size: int, digest: str) -> bool:
    lying = place.look(name)
    if lying is None or lying.bytes != size:
        return False
    found = sha256()
    with place.open(name) as there:
        while block := there.read(_CHUNK):
            found.update(block)
    return found.hexdigest() == digest


def _unacknowledged(root: Path) -> list[str]:
    names = [f"{day}_{number}.acknowledged" for day, number, _ in recalled_editions(root)]
    return [f"{PRODUCT}/{name}" for name in names if not (root / name).exists()]


def _fetch(place: Place, own: Path, name: str) -> None:
    with _said(name):
        if lying := place.look(name):
            with place.open(name) as there:
                body = there.read(_MOST_OF_AN_ACKNOWLEDGEMENT)
            write_bytes(own / name, body)
            moment = lying.changed_at.timestamp()
            os.utime(own / name, (moment, moment))


@contextmanager
def _said(name: str):
    try:
        yield
    except (BrokenOff, OSError) as error:
        raise OutsideFailed(
            f"sending broke off at {name}: {error}; what has arrived stays there and is not sent again: run the same "
            "command again"
        ) from error
