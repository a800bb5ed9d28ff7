"""Tell a bank that an edition it holds was recalled, and keep who has acknowledged.

    delivery/<bank>/score_v1/2026-06-30/1.recall.json   signed; names only enterprises of the bank's own share
    delivery/<bank>/score_v1/2026-06-30_1.recalled      flag, written last; holds the root hash of the edition
    delivery/<bank>/score_v1/2026-06-30_1.acknowledged  dropped by the bank: that root hash, then who, if it likes

The bank's pointer falls back as ours does. An acknowledgement is a line of the audit log.
"""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from innopoints.durable import write_bytes
from innopoints.errors import Refused, WrongUse
from innopoints.home import Home
from innopoints.publication import audit
from innopoints.publication.editions import (
    PRODUCT,
    edition_folder,
    lock_path,
    product_folder,
    read_manifest,
)
from innopoints.publication.handed_over import finish, log_once
from innopoints.publication.keys import signing_keys
from innopoints.publication.lock import exclusive
from innopoints.publication.settle import point_to_newest, share_keys, sweep_asides
from innopoints.publication.share import authorised
from innopoints.publication.signed_record import write_signed
from innopoints.publication.standing import recall_path, recall_record, recalled_editions


def holders(home: Home, as_of: date, edition: int) -> list[str]:
    """The banks an edition was delivered to: as the log says, or the folder when the log could not be written."""
    logged = {
        each["bank"]
        for each in audit.entries(home)
        if each["event"] == "delivered" and (each["as_of"], each["edition"]) == (as_of.isoformat(), edition)
    }
    there = home.delivery.glob(f"*/{PRODUCT}/{as_of}/{edition}/manifest.json")
    return sorted(logged | {path.parents[3].name for path in there})


def notify(home: Home, bank: str, folder: Path) -> None:
    """Leave the notice of the recalled edition in `folder` with a bank; once. Call it under the publication lock."""
    record = recall_record(folder)
    own = home.delivery / bank
    root = own / PRODUCT
    share = root / folder.parent.name / folder.name
    flag = root / f"{folder.parent.name}_{folder.name}.recalled"
    sweep_asides(root, share.parent)
    share_keys(home, bank)
    if (share / "manifest.json").exists():
        finish(home, share)
    if not recall_path(share).exists():
        keys = signing_keys(home, datetime.fromisoformat(record["at"]), own / "keys")
        told = record | {"bank": bank, "affected": _of_share(folder, share, record)}
        write_signed(recall_path(share), told, keys)
    point_to_newest(root)
    if not flag.exists():
        write_bytes(flag, record["root_hash"].encode() + b"\n")
    log_once(home, {"event": "notified", **_of(record), "bank": bank})
    if dropped := _dropped(root, record):
        log_once(home, {"event": "acknowledged", **_of(record), "bank": bank}, dropped)


def notify_of_all(home: Home, bank: str) -> None:
    """Finish what a killed recall left undone for this bank, and take up its acknowledgements."""
    for day, number, folder in recalled_editions(product_folder(home)):
        if bank in holders(home, day, number):
            notify(home, bank, folder)


def acknowledge(home: Home, bank: str, as_of: date, edition: int, by: str, moment: datetime) -> dict[str, Any]:
    """Note that a bank has taken a recall to heart, for one that says so by letter or telephone; the first one stays.

    Returns {acknowledged, bank, as_of, edition}. Raises WrongUse when that edition is not recalled or never went there.
    """
    with exclusive(lock_path(home)):
        sweep_asides(home.published)
        audit.append(home, [])  # what a crash left of the head
        record = recall_record(edition_folder(home, as_of, edition))
        if record is None:
            raise WrongUse(f"{as_of}/{edition} is not recalled; there is nothing to acknowledge")
        if bank not in (known := holders(home, as_of, edition)):
            raise WrongUse(f"{as_of}/{edition} never went to {bank!r}; it went to: {', '.join(known) or 'nobody'}")
        said = {"by": by, "at": moment.isoformat(), "through": "command"}
        new = log_once(home, {"event": "acknowledged", **_of(record), "bank": bank}, said)
    return {"acknowledged": new, "bank": bank, "as_of": as_of.isoformat(), "edition": edition}


def acknowledgements(home: Home) -> list[dict[str, Any]]:
    """Each recall as {as_of, edition, reason, at, banks: {bank: {by, at, through} or None}}; reads, never writes."""
    logged = {
        (each["bank"], each["as_of"], each["edition"]): {name: each[name] for name in ("by", "at", "through")}
        for each in audit.entries(home)
        if each["event"] == "acknowledged"
    }
    found = []
    for day, number, folder in recalled_editions(product_folder(home)):
        record = recall_record(folder)
        banks = {
            bank: logged.get((bank, day.isoformat(), number)) or _dropped(home.delivery / bank / PRODUCT, record)
            for bank in holders(home, day, number)
        }
        found.append({**_of(record), "reason": record["reason"], "at": record["at"], "banks": banks})
    return found


def _of(record: dict[str, Any]) -> dict[str, Any]:
    return {"product": PRODUCT, "as_of": record["as_of_date"], "edition": record["edition"]}


def _dropped(root: Path, record: dict[str, Any]) -> dict[str, Any] | None:
    """What the bank's own file says, when its first line is the root hash it was told of; the moment is the file's."""
    path = root / f"{record['as_of_date']}_{record['edition']}.acknowledged"
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
        at = datetime.fromtimestamp(path.stat().st_mtime, UTC).replace(microsecond=0)
    except (OSError, ValueError):
        return None
    who = lines[1].strip() if len(lines) > 1 else ""
    right = lines[0].strip() == record["root_hash"]
    return {"by": who or root.parent.name, "at": at.isoformat(), "through": "file"} if right else None


def _of_share(folder: Path, share: Path, record: dict[str, Any]) -> str | list[str]:
    """The affected enterprises the bank may know of; "all" when its share is not at hand to tell."""
    if record["affected"] == "all" or not (share / "manifest.json").exists():
        return "all"
    try:
        ours = read_manifest(share)
        seen = set(authorised(folder, ours["bank"], ours["consent_scope"]))
    except (OSError, ValueError, Refused):
        return "all"
    return [code for code in record["affected"] if code in seen]
