"""The list of all editions there ever were, beside them: what a reader looks at before anything else.

    published/score_v1/editions.json          our editions
    delivery/<bank>/score_v1/editions.json    the bank's shares of them

Derived from manifests, recalls and tombstones, each of which is signed; the list itself promises nothing that they do
not, so it is not signed. State: current (the one latest.json names), superseded (a newer one stands), recalled,
key revoked (only revoked keys signed it), deleted (at the end of its retention period), unreadable. In effect on a day
is the last one current or superseded whose `effective_from` has come: while one is open to objections, the one before.
"""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from innopoints.clock import day_in_shanghai
from innopoints.durable import json_bytes, write_bytes
from innopoints.errors import Refused
from innopoints.publication.editions import read_manifest
from innopoints.publication.standing import (
    folders_of_editions,
    good_editions,
    recall_path,
    recall_record,
    tombstones,
)

NAME = "editions.json"


def list_of(root: Path) -> list[dict[str, Any]]:
    """The editions under a product folder by day and number; what a deleted one held is not told.

    Each has {as_of_date, edition, state}, what its manifest says of root hash, rows, schemes and moment, when it takes
    effect, `valid_until` of a share, and {reason, at, replacement} of a recall.
    """
    good = [folder for _, _, folder in good_editions(root)]
    newest = {folder.parent: folder for folder in good}
    there = [
        (day, number, _entry(day, number, folder, good, newest)) for day, number, folder in folders_of_editions(root)
    ]
    gone = [(day, number, _name(day, number, "deleted")) for day, number, _ in tombstones(root)]
    return [entry for _, _, entry in sorted(there + gone, key=lambda each: each[:2])]


def as_bytes(root: Path) -> bytes:
    """The list as it is written: the same editions give the same bytes."""
    return json_bytes({"editions": list_of(root)})


def write_list(root: Path) -> None:
    """Bring the list under `root` up to date; without any edition there is none. Call it under the publication lock."""
    path = root / NAME
    if folders_of_editions(root) or path.exists():
        body = as_bytes(root)
        if not path.exists() or path.read_bytes() != body:
            write_bytes(path, body)


def _entry(day: date, number: int, folder: Path, good: list[Path], newest: dict[Path, Path]) -> dict[str, Any]:
    if folder in good:
        state = "current" if folder == good[-1] else "superseded"
    else:
        state = "recalled" if recall_path(folder).exists() else "key revoked"
    told = ("root_hash", "edition_root_hash", "published_at", "valid_until", "schemes", "illustrative")
    try:
        manifest, recall = read_manifest(folder), recall_record(folder)
        rows = {file["name"]: file["rows"] for file in manifest["files"]}
        takes_effect = effective(manifest)
    except (Refused, KeyError, TypeError):
        return _name(day, number, "unreadable")
    entry = _name(day, number, state) | {name: manifest[name] for name in told if name in manifest}
    entry |= takes_effect | {"rows": rows}
    instead = newest.get(folder.parent)
    if instead not in (None, folder):
        entry["corrected_by"] = int(instead.name)
    if recall:
        entry["recall"] = {name: recall[name] for name in ("reason", "at", "replacement")}
    return entry


def effective(manifest: dict[str, Any]) -> dict[str, str | None]:
    """{effective_from, in_objection_until}; editions of before there were objection windows were in effect at once.

    Raises Refused for a manifest that does not say when it was published.
    """
    try:
        published_on = day_in_shanghai(datetime.fromisoformat(manifest["published_at"]))
    except (KeyError, TypeError, ValueError) as error:
        raise Refused(f"a manifest does not say when it was published ({error}); run `innopoints verify`") from error
    return {
        "effective_from": manifest.get("effective_from") or published_on.isoformat(),
        "in_objection_until": manifest.get("in_objection_until"),
    }


def _name(day: date, number: int, state: str) -> dict[str, Any]:
    return {"as_of_date": day.isoformat(), "edition": number, "state": state}
