"""Look at everything that is published: editions, recalls, tombstones, pointer, keys, the log and its head.

What `innopoints verify` without a folder does. Each record is held against the others: what the log says against what
is there, what an edition's manifest says of the log against the log.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from innopoints.durable import sha256_of
from innopoints.errors import Refused
from innopoints.home import Home
from innopoints.publication import audit, edition_list
from innopoints.publication.editions import product_folder, read_manifest
from innopoints.publication.register import read_register, register_path, revoked_keys
from innopoints.publication.settle import pointer_to
from innopoints.publication.standing import (
    folders_of_editions,
    good_editions,
    recall_path,
    recalled_editions,
    signers,
    tombstone_path,
    tombstones,
)
from innopoints.verify import Keys, VerificationFailed, read_signed, root_hash, verify
from innopoints.warehouse.kept_registry import kept_registry


def inspect(home: Home) -> dict[str, Any]:
    """Check all of published/; returns {verified, editions, recalled, deleted, log_lines, head}.

    Raises Refused with one line per thing that is not as it was written.
    """
    wrong: list[str] = []

    def check(look: Callable[[], Any]) -> Any:
        try:
            return look()
        except (VerificationFailed, Refused, OSError, KeyError, TypeError, ValueError) as error:
            wrong.append(str(error))
            return None

    root = product_folder(home)
    keys = check(lambda: Keys(home.published))
    for path in sorted((home.published / "keys").glob("*.pem")):
        check(lambda path=path: _public_key(path))
    log = check(lambda: audit.entries(home)) or []
    if keys and audit.head_path(home).exists():
        check(lambda: read_signed(audit.head_path(home), keys))
    for _, _, folder in folders_of_editions(root):
        check(lambda folder=folder: _edition(home, folder, log))
    for _, _, folder in recalled_editions(root) if keys else ():
        check(lambda folder=folder: _record("recalled", recall_path(folder), folder, keys, log))
    for _, _, folder in tombstones(root) if keys else ():
        check(lambda folder=folder: _record("deleted", tombstone_path(folder), folder, keys, log))
    for entry in log:
        check(lambda entry=entry: _is_there(home, entry))
    check(lambda: _pointer(home))
    check(lambda: _list(home))
    if wrong:
        raise Refused("NOT VERIFIED\n  " + "\n  ".join(dict.fromkeys(wrong)))
    counts = {event: sum(each["event"] == event for each in log) for event in ("published", "recalled", "deleted")}
    told = {"editions": counts["published"], "recalled": counts["recalled"], "deleted": counts["deleted"]}
    return {"verified": True, **told, "log_lines": len(log), "head": audit.head(home)}


def _public_key(path: Path) -> None:
    key = Keys(path.parents[1]).find(path.stem)
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    if key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo) != path.read_bytes():
        raise VerificationFailed(f"{path}: not as it was written")


def _edition(home: Home, folder: Path, log: list[dict[str, Any]]) -> None:
    revoked = revoked_keys(home.published / "keys")
    if revoked and signers(folder) <= revoked:
        return _content(folder, log)  # no signature counts any more; what the log says still does
    verify(folder)
    manifest = read_manifest(folder)
    if head := manifest.get("audit"):  # editions since logs have heads and registries are kept
        kept_registry(home, manifest["registry_sha256"])
    if head and head["seq"] and (head["seq"] > len(log) or log[head["seq"] - 1]["hash"] != head["hash"]):
        raise VerificationFailed(f"{folder}: was published after line {head['seq']} of the log, which is not in it now")
    if not _logged("published", folder, log):
        raise VerificationFailed(f"{folder}: is not in the audit log")


def _content(folder: Path, log: list[dict[str, Any]]) -> None:
    manifest = read_manifest(folder)
    changed = [file["name"] for file in manifest["files"] if sha256_of(folder / file["name"]) != file["sha256"]]
    root = root_hash(manifest)
    logged = any(each["event"] == "published" and each["root_hash"] == root for each in log)
    if changed or not logged:
        raise VerificationFailed(f"{folder}: not what was published: {', '.join(changed) or 'its manifest'}")


def _record(event: str, path: Path, folder: Path, keys: Keys, log: list[dict[str, Any]]) -> None:
    read_signed(path, keys)
    if not _logged(event, folder, log):
        raise VerificationFailed(f"{path}: is not in the audit log")


def _logged(event: str, folder: Path, log: list[dict[str, Any]]) -> bool:
    which = (event, folder.parent.name, int(folder.name))
    return any((each["event"], each.get("as_of"), each.get("edition")) == which for each in log)


def _is_there(home: Home, entry: dict[str, Any]) -> None:
    """What the log says was published, recalled, deleted or decided about keys is there, and is that."""
    event, where = entry["event"], f"line {entry['seq']} of the audit log"
    folder = product_folder(home) / str(entry.get("as_of")) / str(entry.get("edition"))
    if event == "published" and not tombstone_path(folder).exists():
        if not folder.is_dir() or read_manifest(folder)["root_hash"] != entry["root_hash"]:
            raise VerificationFailed(f"{folder}: is not the edition {where} says")
    elif event in ("recalled", "deleted"):
        path = recall_path(folder) if event == "recalled" else tombstone_path(folder)
        if not path.exists() or sha256_of(path) != entry["record_sha256"]:
            raise VerificationFailed(f"{path}: is not the record {where} says")
    elif event.startswith("key ") and (register := read_register(home)) and register["serial"] == entry["serial"]:
        if sha256_of(register_path(home)) != entry["record_sha256"]:
            raise VerificationFailed(f"{register_path(home)}: is not the register {where} says")
    elif event.startswith("key ") and (not register or register["serial"] < entry["serial"]):
        raise VerificationFailed(f"{register_path(home)}: is older than {where}")


def _pointer(home: Home) -> None:
    path = product_folder(home) / "latest.json"
    good = good_editions(product_folder(home))
    wanted = pointer_to(good[-1][2]) if good else None
    if (json.loads(path.read_bytes()) if path.exists() else None) != wanted:
        raise VerificationFailed(f"{path}: does not point to the newest good edition; run `innopoints publish` again")


def _list(home: Home) -> None:
    path = product_folder(home) / edition_list.NAME
    if path.exists() and path.read_bytes() != edition_list.as_bytes(product_folder(home)):
        raise VerificationFailed(f"{path}: does not list the editions there are; run `innopoints publish` again")
