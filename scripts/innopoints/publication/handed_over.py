"""What follows the rename of a share and can be told from the share itself: flag, pointer, audit line."""

from pathlib import Path
from typing import Any

from innopoints.durable import write_bytes
from innopoints.home import Home
from innopoints.publication import audit
from innopoints.publication.editions import PRODUCT, read_manifest
from innopoints.publication.settle import point_to_newest


def finish(home: Home, share: Path) -> None:
    """Bring flag, pointer and log in line with a share that is in its place; once. Call it under the lock."""
    manifest = read_manifest(share)
    root = share.parents[1]
    flag = root / f"{manifest['as_of_date']}_{manifest['edition']}.ok"
    if not flag.exists():
        write_bytes(flag, manifest["root_hash"].encode() + b"\n")
    point_to_newest(root)
    act = {
        "event": "delivered",
        "bank": manifest["bank"],
        "product": PRODUCT,
        "as_of": manifest["as_of_date"],
        "edition": manifest["edition"],
        "root_hash": manifest["root_hash"],
        "enterprises": manifest["enterprises"],
        "columns": manifest["columns"],
    }
    log_once(home, act)


def log_once(home: Home, act: dict[str, Any], said: dict[str, Any] | None = None) -> bool:
    """Log `act` with `said` unless a line of the log says `act` already; whether it was new."""
    if any(each.items() >= act.items() for each in audit.entries(home)):
        return False
    audit.append(home, [act | (said or {})])
    return True
