"""Hand a bank its share of the newest edition of a day: own manifest, own signature, complete or absent.

delivery/<bank>/score_v1/2026-06-30/1/       files, manifest.json, manifest.sig
delivery/<bank>/score_v1/2026-06-30/1.ok     written last; holds the root hash
delivery/<bank>/score_v1/latest.json
delivery/<bank>/keys/<key id>.pem
"""

import shutil
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from innopoints.errors import Refused, WrongUse
from innopoints.home import Home
from innopoints.passports.bank import Bank, read_banks
from innopoints.project import BANKS
from innopoints.publication.contents import root_hash
from innopoints.publication.editions import PRODUCT, lock_path, newest_edition, product_folder, read_manifest
from innopoints.publication.handed_over import finish
from innopoints.publication.keys import signing_keys
from innopoints.publication.lock import exclusive
from innopoints.publication.notice import notify_of_all
from innopoints.publication.seal import commit_folder, sign_folder
from innopoints.publication.settle import settle, share_keys, sweep_asides
from innopoints.publication.share import authorised, share_of, write_share
from innopoints.verify import FORMAT, VerificationFailed, verify


def deliver(home: Home, bank: str, as_of: date, passports: Path = BANKS) -> dict[str, Any]:
    """Deliver the newest edition of `as_of` to `bank`; doing it twice changes nothing.

    Returns {delivered, bank, as_of, edition, root_hash, path, enterprises, rows[, reason]}. Raises WrongUse for an
    unknown bank, Refused when there is no such edition, it does not verify, or the passport names a column it lacks.
    """
    known = read_banks(passports)
    if bank not in known:
        raise WrongUse(f"no bank {bank!r} in {passports}; known: {', '.join(known) or 'none'}")
    with exclusive(lock_path(home)):
        sweep_asides(home.published, home.published / "keys", product_folder(home))
        try:
            settle(home)
            notify_of_all(home, bank)
            edition = newest_edition(home, as_of)
            if edition is None:
                raise Refused(_nothing(home, as_of))
            return _deliver(home, known[bank], edition)
        except VerificationFailed as error:
            raise Refused(f"not delivered to {bank}: {error}") from error


def _nothing(home: Home, as_of: date) -> str:
    recalled = newest_edition(home, as_of, recalled_too=True)
    if recalled is None:
        return f"nothing to deliver: {as_of} has no edition; run `innopoints publish --as-of {as_of}`"
    which = f"{as_of}/{recalled['edition']}"
    return f"nothing to deliver: {which} was recalled; correct the cause, then build, gate and publish {as_of} again"


def _deliver(home: Home, bank: Bank, edition: dict[str, Any]) -> dict[str, Any]:
    own = home.delivery / bank.bank
    sweep_asides(own / "keys", own / PRODUCT)
    source = Path(edition["path"])
    manifest = read_manifest(source)
    verify(source)
    share_keys(home, bank.bank)
    root = own / PRODUCT
    final = root / edition["as_of"] / str(edition["edition"])
    aside = own / ".staging"  # the lock is ours: what is left there is a dead process's
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    ours = _share_manifest(source, manifest, bank, aside)
    result = {"bank": bank.bank, "as_of": edition["as_of"], "edition": edition["edition"], "path": str(final)}
    result |= {"enterprises": ours["enterprises"], "rows": {file["name"]: file["rows"] for file in ours["files"]}}
    if final.exists():
        shutil.rmtree(aside)
        there = read_manifest(final)["root_hash"]
        same = there == ours["root_hash"]
        finish(home, final)
        reason = (
            "already delivered"
            if same
            else "already delivered under the passport of that time; a changed one takes effect with the next edition"
        )
        return {"delivered": False, "root_hash": there, "reason": reason, **result}
    sign_folder(aside, ours, signing_keys(home, datetime.fromisoformat(manifest["published_at"]), own / "keys"))
    verify(aside)
    commit_folder(aside, final)
    finish(home, final)
    return {"delivered": True, "root_hash": ours["root_hash"], **result}


def _share_manifest(source: Path, manifest: dict[str, Any], bank: Bank, aside: Path) -> dict[str, Any]:
    """Write the share's files into `aside`; returns the manifest, the same whenever it is made."""
    enterprises = authorised(source, bank.bank, bank.consent_scope)
    files = []
    for table in sorted(bank.tables):
        files += write_share(share_of(source, bank, table, enterprises), table, bank.formats, aside)
    files.sort(key=lambda each: each["name"])
    day = manifest["as_of_date"]
    return {
        "format": FORMAT,
        "kind": "delivery",
        "product": PRODUCT,
        "bank": bank.bank,
        "agreement": bank.agreement,
        "illustrative": bank.illustrative or manifest["illustrative"],
        "consent_scope": bank.consent_scope,
        "columns": {table: bank.tables[table] for table in sorted(bank.tables)},
        "enterprises": len(enterprises),
        "as_of_date": day,
        "valid_until": (date.fromisoformat(day) + timedelta(days=bank.max_staleness_days)).isoformat(),
        "edition": manifest["edition"],
        "edition_root_hash": manifest["root_hash"],
        "published_at": manifest["published_at"],
        "files": files,
        "schemes": manifest["schemes"],
        "audit": manifest.get("audit"),
        "root_hash": root_hash(PRODUCT, day, files, manifest["schemes"]),
    }
