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

from innopoints.durable import write_json
from innopoints.home import Home
from innopoints.publication import audit
from innopoints.publication.editions import (
    PRODUCT,
    folders_of_editions,
    product_folder,
    read_manifest,
    staging_folder,
)
from innopoints.verify import verify

IN_PROGRESS = ".aside-"
KEEP_STAGED = timedelta(days=1)


def settle(home: Home) -> None:
    """Log every edition that is not in the log yet and move the pointer. Call it under the publication lock."""
    logged = {(each["as_of"], each["edition"]) for each in audit.entries(home) if each["event"] == "published"}
    known = folders_of_editions(product_folder(home))
    new = [folder for day, number, folder in known if (day.isoformat(), number) not in logged]
    audit.append(home, [_act(read_manifest(folder)) for folder in sorted(new, key=_published_at)])
    point_to_newest(product_folder(home), home.published / "keys")


def _published_at(folder: Path) -> tuple[str, str]:
    return read_manifest(folder)["published_at"], str(folder)


def _act(manifest: dict[str, Any]) -> dict[str, Any]:
    return {
        "event": "published",
        "product": manifest["product"],
        "as_of": manifest["as_of_date"],
        "edition": manifest["edition"],
        "root_hash": manifest["root_hash"],
        "key_id": manifest["key_id"],
        "at": manifest["published_at"],
    }


def point_to_newest(root: Path, keys: Path) -> None:
    """Make `latest.json` name the highest day and edition under `root`; an edition must verify to be pointed to."""
    known = folders_of_editions(root)
    if not known:
        return
    day, number, folder = known[-1]
    manifest = read_manifest(folder)
    pointer = {
        "product": PRODUCT,
        "as_of_date": day.isoformat(),
        "edition": number,
        "root_hash": manifest["root_hash"],
        "path": f"{day.isoformat()}/{number}",
    }
    path = root / "latest.json"
    if path.exists() and json.loads(path.read_bytes()) == pointer:
        return
    verify(folder, keys / f"{manifest['key_id']}.pem")
    write_json(path, pointer)


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
