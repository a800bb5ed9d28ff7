"""Recall an edition: a signed record beside it, the pointer back to the last good one, a notice to each bank.

    published/score_v1/2026-06-30/1/              stays as it is, for whoever must see what was sent
    published/score_v1/2026-06-30/1.recall.json   written first, in one rename: from then on it is recalled

It cannot be undone, and can be killed at any moment: whoever comes next finishes it.
"""

from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

from innopoints.errors import OutsideFailed, Refused, WrongUse
from innopoints.home import Home
from innopoints.passports.bank import Bank, read_banks
from innopoints.project import BANKS
from innopoints.publication import audit
from innopoints.publication.editions import (
    PRODUCT,
    edition_folder,
    lock_path,
    product_folder,
    read_manifest,
)
from innopoints.publication.keys import signing_keys
from innopoints.publication.lock import exclusive
from innopoints.publication.notice import holders, notify
from innopoints.publication.settle import settle, sweep_asides
from innopoints.publication.signed_record import write_signed
from innopoints.publication.standing import good_editions, recall_path, recall_record
from innopoints.verify import VerificationFailed

FORMAT = "innopoints-recall/1"


def recall(
    home: Home,
    as_of: date,
    number: int,
    reason: str,
    by: str,
    moment: datetime,
    affected: list[str] | None = None,
    replacement: tuple[date, int] | None = None,
    dry_run: bool = False,
    passports: Path = BANKS,
) -> dict[str, Any]:
    """Recall edition `number` of `as_of`; `affected` None means all enterprises.

    Returns {recalled, as_of, edition, reason, affected, replacement, current, banks}: `current` is what the pointer
    falls back to, or None; `recalled` is False when it had been recalled before (whose record then stays) or for a
    dry run (`note` tells which). Raises WrongUse or Refused, with nothing changed, for what cannot be meant.
    """
    if len(reason.strip()) < 5:
        raise WrongUse("--reason needs words that a bank can understand next year")
    with exclusive(lock_path(home)):
        folder = edition_folder(home, as_of, number)
        if not dry_run:
            sweep_asides(home.published, home.published / "keys", product_folder(home), folder.parent)
            with suppress(VerificationFailed, Refused):  # an edition that does not verify is a reason to recall it
                settle(home)
        before = recall_record(folder)
        record = before or {
            "format": FORMAT,
            "product": PRODUCT,
            "as_of_date": as_of.isoformat(),
            "edition": number,
            "root_hash": _root_hash(home, folder),
            "reason": reason.strip(),
            "by": by,
            "at": moment.isoformat(),
            "affected": "all" if affected is None else _of_this_edition(folder, affected),
            "replacement": _replacement(home, (as_of, number), replacement),
        }
        if dry_run:
            return _result(home, record, False) | {"dry_run": True}
        if before is None:
            write_signed(recall_path(folder), record, signing_keys(home, moment))
        untold = _finish(home, folder)
        result = _result(home, record, before is None)
        if before:
            result["note"] = f"it was recalled before, on {before['at']}; what was said then stays"
    untold |= _tell_gateways(home, result["banks"], read_banks(passports))
    if untold:
        said = "; ".join(f"{bank}: {why}" for bank, why in untold.items())
        raise OutsideFailed(
            f"{as_of}/{number} is recalled; not told yet: {said}; mend that, then run the same command again"
        )
    return result


def _finish(home: Home, folder: Path) -> dict[str, str]:
    """Log and pointer, then each bank; one that cannot be told is returned, and does not keep the others waiting."""
    which = f"{folder.parent.name}/{folder.name}"
    try:
        settle(home)
    except VerificationFailed as error:
        raise Refused(f"{which} is recalled, but what the pointer falls back to does not verify: {error}") from error
    untold = {}
    for bank in holders(home, date.fromisoformat(folder.parent.name), int(folder.name)):
        try:
            notify(home, bank, folder)
        except (OSError, VerificationFailed, Refused) as error:
            untold[bank] = str(error)
    return untold


def _tell_gateways(home: Home, holding: list[str], banks: dict[str, Bank]) -> dict[str, str]:
    """The same for the servers banks read; not under the lock, for a server may be slow to say that it is down."""
    from innopoints.gateway.settle import settle_gateway

    untold = {}
    for bank in holding:
        try:
            if bank in banks and banks[bank].gateway:
                settle_gateway(home, banks[bank])
        except (OutsideFailed, Refused) as error:
            untold[bank] = str(error)
    return untold


def _root_hash(home: Home, folder: Path) -> str:
    """From the log, and only else from the manifest: a damaged edition must be recallable too."""
    which = ("published", folder.parent.name, int(folder.name))
    for each in audit.entries(home):
        if (each["event"], each.get("as_of"), each.get("edition")) == which:
            return each["root_hash"]
    return read_manifest(folder)["root_hash"]


def _result(home: Home, record: dict[str, Any], new: bool) -> dict[str, Any]:
    as_of, recalled = date.fromisoformat(record["as_of_date"]), record["edition"]
    others = [
        f"{day}/{each}" for day, each, _ in good_editions(product_folder(home)) if (day, each) != (as_of, recalled)
    ]
    return {
        "recalled": new,
        "as_of": as_of.isoformat(),
        **{name: record[name] for name in ("edition", "reason", "by", "at", "replacement")},
        "affected": record["affected"] if record["affected"] == "all" else len(record["affected"]),
        "current": others[-1] if others else None,
        "banks": holders(home, as_of, recalled),
    }


def _of_this_edition(folder: Path, affected: list[str]) -> list[str]:
    """The codes, sorted, each once. Raises WrongUse naming those the edition does not speak of."""
    import pyarrow.parquet as pq

    known = set(pq.read_table(folder / "pub_score_v1.parquet", columns=["uscc"])["uscc"].to_pylist())
    if strangers := sorted(set(affected) - known):
        raise WrongUse(f"not in edition {folder.parent.name}/{folder.name}: {', '.join(strangers[:5])}")
    if not affected:
        raise WrongUse("an empty list of affected enterprises; leave it out when all are affected")
    return sorted(set(affected))


def _replacement(home: Home, recalled: tuple[date, int], instead: tuple[date, int] | None) -> dict[str, Any] | None:
    if instead is None:
        return None
    folder = edition_folder(home, *instead)
    if instead == recalled or recall_path(folder).exists():
        raise WrongUse(f"{instead[0]}/{instead[1]} cannot replace it: it is recalled itself")
    root = read_manifest(folder)["root_hash"]
    return {"as_of_date": instead[0].isoformat(), "edition": instead[1], "root_hash": root}
