"""Which editions stand: there, not recalled, not deleted, and signed by a key that is not revoked.

2026-06-30/1/                  an edition, or a bank's share of one
2026-06-30/1.recall.json       it was recalled
2026-06-30/1.tombstone.json    it was deleted at the end of its retention period
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

from innopoints.errors import Refused
from innopoints.publication.register import revoked_keys

RECALL, TOMBSTONE = ".recall.json", ".tombstone.json"


def recall_path(folder: Path) -> Path:
    """Where the record stands that recalls the edition (or the share) in `folder`."""
    return folder.with_name(folder.name + RECALL)


def tombstone_path(folder: Path) -> Path:
    """Where the record stands that the edition in `folder` was deleted."""
    return folder.with_name(folder.name + TOMBSTONE)


def recall_record(folder: Path) -> dict[str, Any] | None:
    """What the recall of the edition in `folder` says, unverified; None when it was not recalled."""
    path = recall_path(folder)
    try:
        return json.loads(path.read_bytes())["record"] if path.exists() else None
    except (ValueError, KeyError, TypeError) as error:
        raise Refused(f"{path}: not a readable recall ({error}); run `innopoints verify {folder}`") from error


def days_of(root: Path) -> list[tuple[date, Path]]:
    """(day, folder) of everything under a product folder that is named as a day, oldest first."""
    found = []
    for folder in root.iterdir() if root.is_dir() else ():
        try:
            found.append((date.fromisoformat(folder.name), folder))
        except ValueError:
            continue
    return sorted(found)


def folders_of_editions(root: Path) -> list[tuple[date, int, Path]]:
    """(day, edition, folder) of everything under a product folder, recalled ones too, oldest day first."""
    return sorted(
        (day, int(each.name), each)
        for day, folder in days_of(root)
        for each in folder.iterdir()
        if each.name.isdigit() and each.is_dir() and not tombstone_path(each).exists()
    )


def good_editions(root: Path) -> list[tuple[date, int, Path]]:
    """The same without those that were recalled and those that only revoked keys signed."""
    revoked = revoked_keys(root.parent / "keys")
    known = [each for each in folders_of_editions(root) if not recall_path(each[2]).exists()]
    return [each for each in known if not revoked or not signers(each[2]) <= revoked]


def signers(folder: Path) -> set[str]:
    """The ids of the keys that signed an edition, as its manifest says; none when it cannot be read."""
    try:
        manifest = json.loads((folder / "manifest.json").read_bytes())
        return {manifest["key_id"], *manifest.get("also_signed_by", [])}
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def recalled_editions(root: Path) -> list[tuple[date, int, Path]]:
    """(day, edition, folder) of every recall, oldest day first, whether or not its edition is still there."""
    return _with_record(root, RECALL)


def tombstones(root: Path) -> list[tuple[date, int, Path]]:
    """(day, edition, folder) of every edition that was deleted, oldest day first."""
    return _with_record(root, TOMBSTONE)


def _with_record(root: Path, ending: str) -> list[tuple[date, int, Path]]:
    return sorted(
        (day, int(path.name.removesuffix(ending)), path.with_name(path.name.removesuffix(ending)))
        for day, folder in days_of(root)
        for path in folder.glob(f"[0-9]*{ending}")
    )


def highest_number(root: Path, as_of: date) -> int:
    """The highest edition number that day ever had, recalled and deleted ones too; 0 for none."""
    folder = root / as_of.isoformat()
    names = [path.name.split(".")[0] for path in folder.iterdir()] if folder.is_dir() else []
    return max((int(name) for name in names if name.isdigit()), default=0)
