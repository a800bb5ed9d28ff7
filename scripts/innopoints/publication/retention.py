"""Delete editions at the end of their retention period; what is on legal hold stays.

    dags/retention.yml                                  how long, and what is on hold
    published/score_v1/2020-06-30/1.tombstone.json      signed, written first: root hash, manifest hash, when, by whom

The log keeps every line and a tombstone takes the place of the edition, so that the chain still verifies. The shares
banks were handed (our copies in delivery/) go with their edition.
"""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from innopoints.durable import fsync_folder, sha256_of, write_bytes
from innopoints.errors import Refused
from innopoints.home import Home
from innopoints.project import ROOT
from innopoints.publication.editions import MANIFEST, PRODUCT, editions, lock_path, product_folder, read_manifest
from innopoints.publication.keys import signing_keys
from innopoints.publication.lock import exclusive
from innopoints.publication.settle import settle, share_keys, sweep_asides
from innopoints.publication.signed_record import write_signed
from innopoints.publication.standing import good_editions, tombstone_path, tombstones
from innopoints.verify import VerificationFailed
from innopoints.yaml_file import read

RULES = ROOT / "dags" / "retention.yml"
FORMAT = "innopoints-tombstone/1"


class Hold(BaseModel):
    """Editions of these as-of days stay, whatever their age."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    first: date
    last: date
    because: str = Field(min_length=2)
    by: str = Field(min_length=2)

    @model_validator(mode="after")
    def _in_order(self) -> "Hold":
        if self.first > self.last:
            raise ValueError(f"first {self.first} is after last {self.last}")
        return self


class Retention(BaseModel):
    """How long editions are kept, by what document, and what must stay longer."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    keep_years: int = Field(ge=1, le=100)
    reference: str = Field(min_length=2)
    legal_hold: list[Hold]


def retention(home: Home, by: str, moment: datetime, dry_run: bool, rules: Path = RULES) -> dict[str, Any]:
    """Delete what may go at `moment`; with `dry_run` only say what.

    Returns {deleted or would_delete: [edition], on_hold: {edition: why}, keep_years}. An edition may go when both its
    day and its publication are older than the period, it is not on hold, and the pointer does not name it.
    """
    said = read(rules, Retention)
    oldest = _years_before(moment.astimezone(UTC).date(), said.keep_years)
    with exclusive(lock_path(home)):
        root = product_folder(home)
        current = {str(folder) for _, _, folder in good_editions(root)[-1:]}
        old = [each for each in editions(home) if max(each["as_of"], each["published_at"][:10]) < oldest.isoformat()]
        held = {_name(each): why for each in old if (why := _hold(each, said))}
        going = [each for each in old if _name(each) not in held and each["path"] not in current]
        if not dry_run:
            sweep_asides(home.published, home.published / "keys", root)
            try:
                settle(home)
                for each in going:
                    _bury(home, Path(each["path"]), said, by, moment)
                settle(home)
                clear_deleted(home)
            except VerificationFailed as error:
                raise Refused(f"nothing more deleted: {error}") from error
    named = "would_delete" if dry_run else "deleted"
    return {named: [_name(each) for each in going], "on_hold": held, "keep_years": said.keep_years}


def clear_deleted(home: Home) -> None:
    """Remove what stands under a tombstone, and the banks' shares of it; again after a kill. Call it under the lock."""
    for day, number, folder in tombstones(product_folder(home)):
        for share in sorted(home.delivery.glob(f"*/{PRODUCT}/{day}/{number}")):
            # The share has its tombstone, and the bank's pointer has moved, before the first file goes.
            sweep_asides(share.parent, share.parents[1])
            if not tombstone_path(share).exists():
                write_bytes(tombstone_path(share), tombstone_path(folder).read_bytes())
            share_keys(home, share.parents[2].name)
            _remove(share)
        if folder.is_dir():
            _remove(folder)


def _remove(folder: Path) -> None:
    shutil.rmtree(folder)
    fsync_folder(folder.parent)


def _bury(home: Home, folder: Path, said: Retention, by: str, moment: datetime) -> None:
    sweep_asides(folder.parent)
    manifest = read_manifest(folder)
    record = {
        "format": FORMAT,
        "product": PRODUCT,
        **{name: manifest[name] for name in ("as_of_date", "edition", "root_hash", "published_at")},
        "manifest_sha256": sha256_of(folder / MANIFEST),
        "reason": f"{said.keep_years} years: {said.reference}",
        "by": by,
        "at": moment.isoformat(),
    }
    write_signed(tombstone_path(folder), record, signing_keys(home, moment))


def _hold(edition: dict[str, Any], said: Retention) -> str | None:
    held = [each for each in said.legal_hold if each.first.isoformat() <= edition["as_of"] <= each.last.isoformat()]
    return "; ".join(f"{each.because} ({each.by})" for each in held) or None


def _name(edition: dict[str, Any]) -> str:
    return f"{edition['as_of']}/{edition['edition']}"


def _years_before(day: date, years: int) -> date:
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - years, day=28 if leap else day.day)
