"""Bring pointer, audit log and staging folder in line with the editions that exist.

A publisher may be killed at any moment. The rename of the edition's folder is the commit;
everything after it can be told from the editions themselves, so it is simply done again:
`settle` is the last step of publishing and the first step of the next publishing.
"""

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from innopoints.durable import fsync_folder, sha256_of, write_bytes, write_json
from innopoints.errors import Refused
from innopoints.home import Home
from innopoints.publication import audit
from innopoints.publication.edition_list import effective, write_list
from innopoints.publication.editions import PRODUCT, product_folder, read_manifest, staging_folder
from innopoints.publication.register import read_register, register_path, signing_id
from innopoints.publication.standing import (
    folders_of_editions,
    good_editions,
    recall_path,
    recall_record,
    recalled_editions,
    tombstone_path,
    tombstones,
)
from innopoints.verify import VerificationFailed, verify

IN_PROGRESS = ".aside-"
KEEP_STAGED = timedelta(days=1)


def settle(home: Home) -> None:
    """Log every edition, recall and change of keys that is not logged yet; move the pointer. Call it under the lock."""
    root = product_folder(home)
    known = audit.entries(home)
    if not known and audit.head(home) is None:
        _begin(home)
    logged = {(each["event"], each.get("as_of"), each.get("edition")) for each in known}

    def new(event: str, known: list) -> list[Path]:
        return [folder for day, number, folder in known if (event, day.isoformat(), number) not in logged]

    acts = [_published(read_manifest(folder)) for folder in new("published", folders_of_editions(root))]
    acts += [_recalled(folder) for folder in new("recalled", recalled_editions(root))]
    acts += [_deleted(folder) for folder in new("deleted", tombstones(root))]
    acts.sort(key=lambda act: (act["at"], act["event"], act["as_of"], act["edition"]))
    register = read_register(home)
    if register and register["serial"] not in {each.get("serial") for each in known}:
        acts.append(_keys_changed(home, register))
    audit.append(home, acts)
    point_to_newest(root)


def _begin(home: Home) -> None:
    if folders_of_editions(product_folder(home)):
        raise Refused(f"{home.published}: there are editions and no audit log; bring it back from a backup")
    audit.begin(home)


def _keys_changed(home: Home, register: dict[str, Any]) -> dict[str, Any]:
    last = register["last"]
    return {
        "event": f"key {last['act']}",
        "serial": register["serial"],
        "key_id": last["key_id"],
        "signs": signing_id(register),
        "by": last["by"],
        "at": register["at"],
        "record_sha256": sha256_of(register_path(home)),
    }


def _published(manifest: dict[str, Any]) -> dict[str, Any]:
    return {
        "event": "published",
        "product": manifest["product"],
        "as_of": manifest["as_of_date"],
        "edition": manifest["edition"],
        "root_hash": manifest["root_hash"],
        "key_id": manifest["key_id"],
        "at": manifest["published_at"],
    }


def _recalled(folder: Path) -> dict[str, Any]:
    record = recall_record(folder)
    kept = ("product", "edition", "root_hash", "reason", "by", "at", "replacement")
    return {
        "event": "recalled",
        "as_of": record["as_of_date"],
        **{name: record[name] for name in kept},
        "affected": "all" if record["affected"] == "all" else len(record["affected"]),
        "record_sha256": sha256_of(recall_path(folder)),
    }


def _deleted(folder: Path) -> dict[str, Any]:
    path = tombstone_path(folder)
    record = json.loads(path.read_bytes())["record"]
    kept = ("product", "edition", "root_hash", "reason", "by", "at")
    named = {"event": "deleted", "as_of": record["as_of_date"], **{name: record[name] for name in kept}}
    return named | {"record_sha256": sha256_of(path)}


def point_to_newest(root: Path) -> None:
    """Make `latest.json` name the good edition under `root` of the highest day and number; none, no pointer. Then
    bring `editions.json` in line.

    An edition must verify to be pointed to. Where the edition pointed to so far stands no longer, one that does
    not verify is passed over: an older good one is better than a recalled one.
    """
    _move_pointer(root)
    write_list(root)


def _move_pointer(root: Path) -> None:
    path = root / "latest.json"
    now = json.loads(path.read_bytes()) if path.exists() else None
    good = [folder for _, _, folder in good_editions(root)]
    falls_back = now is not None and root / now["path"] not in good
    failure = None
    for folder in reversed(good):
        try:
            pointer = pointer_to(folder)
            if pointer == now:
                return
            verify(folder)
        except (VerificationFailed, Refused) as error:
            if not falls_back:
                raise
            failure = failure or error
            continue
        write_json(path, pointer)
        return
    if now is not None:
        path.unlink()
        fsync_folder(root)
    if failure:
        raise failure


def pointer_to(folder: Path) -> dict[str, Any]:
    """What latest.json says when it names the edition in `folder`, and from which day that is in effect."""
    manifest = read_manifest(folder)
    return {
        "product": PRODUCT,
        "as_of_date": folder.parent.name,
        "edition": int(folder.name),
        "root_hash": manifest["root_hash"],
        "path": f"{folder.parent.name}/{folder.name}",
        **effective(manifest),
    }


def share_keys(home: Home, bank: str) -> Path:
    """Bring a bank's copies of the public keys and of their register up to date; returns its folder of keys."""
    folder = home.delivery / bank / "keys"
    sweep_asides(folder)
    for path in sorted((home.published / "keys").glob("[!.]*"), key=lambda each: each.suffix == ".json"):
        copy = folder / path.name
        if not copy.exists() or copy.read_bytes() != path.read_bytes():
            write_bytes(copy, path.read_bytes())
    if (root := folder.parent / PRODUCT).is_dir():
        point_to_newest(root)
    return folder


def sweep(home: Home, moment: datetime | None, keep: str = "") -> list[str]:
    """Remove what killed runs left in the staging folder; returns the names. Call it under the publication lock.

    Folders being written belong to dead processes (the lock is ours). Staged folders no gate report
    waits for are of no use; the others go when they are a day old at `moment`.
    """
    swept = []
    folder = staging_folder(home)
    for each in sorted(folder.iterdir()) if folder.is_dir() else ():
        if each.name != keep and (_is_left_over(home, each) or (moment is not None and _is_old(each, moment))):
            shutil.rmtree(each)
            swept.append(each.name)
    return swept


def sweep_asides(*folders: Path) -> None:
    """Remove files a killed process was still writing aside. Call it under the lock that guards the folders."""
    for folder in folders:
        for path in folder.glob(".*.aside-*"):
            path.unlink()


def _is_left_over(home: Home, staged: Path) -> bool:
    if staged.name.startswith(IN_PROGRESS):
        return True
    report = home.quality / staged.name[:10] / "gate.json"
    try:
        return json.loads(report.read_bytes()).get("staged") != staged.name
    except (OSError, ValueError):
        return True


def _is_old(staged: Path, moment: datetime) -> bool:
    return datetime.fromtimestamp(staged.stat().st_mtime, UTC) < moment - KEEP_STAGED
