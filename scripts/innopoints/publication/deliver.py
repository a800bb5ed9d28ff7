"""Hand a bank its share of the newest edition of a day: own manifest, own signature, complete or absent.

delivery/<bank>/score_v1/2026-06-30/1/       files, manifest.json, manifest.sig
delivery/<bank>/score_v1/2026-06-30_1.ok     written last; holds the root hash
delivery/<bank>/score_v1/latest.json
delivery/<bank>/keys/<key id>.pem

That is made under the publication lock. Sending it to the place of a passport's `connection` is not: a slow bank holds
only its own lock, delivery/<bank>/.lock. Nor is loading it into the PostgreSQL server of a passport's `gateway`.
"""

import shutil
import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

from innopoints.errors import InnopointsError, Refused, WrongUse
from innopoints.home import Home
from innopoints.passports.bank import Bank, read_banks
from innopoints.project import BANKS
from innopoints.publication.editions import PRODUCT, lock_path, newest_edition, product_folder, read_manifest
from innopoints.publication.handed_over import finish, log_once
from innopoints.publication.keys import signing_keys
from innopoints.publication.lock import exclusive
from innopoints.publication.notice import notify_of_all
from innopoints.publication.seal import commit_folder, sign_folder
from innopoints.publication.send import Parcel, send, target, unsent
from innopoints.publication.settle import settle, share_keys, sweep_asides
from innopoints.publication.share import make_share
from innopoints.verify import VerificationFailed, verify


def deliver(home: Home, bank: str, as_of: date, passports: Path = BANKS) -> dict[str, Any]:
    """Deliver the newest edition of `as_of` to `bank`; doing it twice changes nothing.

    Returns {delivered, bank, as_of, edition, root_hash, path, enterprises, withdrawn, rows[, reason][, sent]
    [, gateway]}. Raises WrongUse for an unknown bank, Refused when there is no such edition, it does not verify, or the
    passport names a column it lacks; OutsideFailed when the bank's place or its gateway cannot be reached: notices of
    recall go out before any of that.
    """
    passport = _passport(bank, passports)
    done, refused = {}, None
    with exclusive(lock_path(home)):
        sweep_asides(home.published, home.published / "keys", product_folder(home))
        try:
            settle(home)
            notify_of_all(home, bank)
            done = _deliver(home, passport, _newest(home, as_of))
        except VerificationFailed as error:
            refused = Refused(f"not delivered to {bank}: {error}")
        except Refused as error:
            refused = error
        parcels = unsent(home, bank, as_of) if passport.connection else []
    failed = []
    for way, named, act in (
        ("sent", passport.connection, lambda: _send(home, passport, parcels)),
        ("gateway", passport.gateway, lambda: _settle_gateway(home, passport)),
    ):
        try:
            done |= {way: act()} if named else {}
        except InnopointsError as error:  # what goes one way does not wait for the other
            failed.append(error)
    if failed:
        raise type(failed[0])("; ".join(str(each) for each in failed))
    if refused:
        raise refused
    return done


def would_deliver(home: Home, bank: str, as_of: date, passports: Path = BANKS) -> dict[str, Any]:
    """What `deliver` would hand over and where it would go; writes nothing and asks nobody. Raises as `deliver`."""
    passport = _passport(bank, passports)
    edition = _newest(home, as_of)
    final = home.delivery / bank / PRODUCT / edition["as_of"] / str(edition["edition"])
    with tempfile.TemporaryDirectory() as aside:
        ours = make_share(Path(edition["path"]), passport, Path(aside))
    return {
        "would_deliver": not final.exists(),
        **_told(ours, final),
        "valid_until": ours["valid_until"],
        "bytes": sum(file["bytes"] for file in ours["files"]),
        "to": target(passport) if passport.connection else f"fetched by the bank from {home.delivery / bank}",
    }


def _settle_gateway(home: Home, passport: Bank) -> dict[str, Any]:
    from innopoints.gateway.settle import settle_gateway  # database drivers: a second, and most banks have no gateway

    return settle_gateway(home, passport)


def _passport(bank: str, passports: Path) -> Bank:
    known = read_banks(passports)
    if bank not in known:
        raise WrongUse(f"no bank {bank!r} in {passports}; known: {', '.join(known) or 'none'}")
    return known[bank]


def _newest(home: Home, as_of: date) -> dict[str, Any]:
    if edition := newest_edition(home, as_of):
        return edition
    recalled = newest_edition(home, as_of, recalled_too=True)
    if recalled is None:
        raise Refused(f"nothing to deliver: {as_of} has no edition; run `innopoints publish --as-of {as_of}`")
    which = f"{as_of}/{recalled['edition']}"
    raise Refused(
        f"nothing to deliver: {which} was recalled; correct the cause, then build, gate and publish {as_of} again"
    )


def _deliver(home: Home, bank: Bank, edition: dict[str, Any]) -> dict[str, Any]:
    own = home.delivery / bank.bank
    sweep_asides(own / "keys", own / PRODUCT)
    source = Path(edition["path"])
    verify(source)
    share_keys(home, bank.bank)
    final = own / PRODUCT / edition["as_of"] / str(edition["edition"])
    aside = own / ".staging"  # the lock is ours: what is left there is a dead process's
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    ours = make_share(source, bank, aside)
    result = _told(ours, final)
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
    published_at = datetime.fromisoformat(ours["published_at"])
    sign_folder(aside, ours, signing_keys(home, published_at, own / "keys"))
    verify(aside)
    commit_folder(aside, final)
    finish(home, final)
    return {"delivered": True, "root_hash": ours["root_hash"], **result}


def _told(ours: dict[str, Any], final: Path) -> dict[str, Any]:
    result = {"bank": ours["bank"], "as_of": ours["as_of_date"], "edition": ours["edition"], "path": str(final)}
    counts = {name: ours[name] for name in ("enterprises", "withdrawn")}
    return result | counts | {"rows": {file["name"]: file["rows"] for file in ours["files"]}}


def _send(home: Home, bank: Bank, parcels: list[Parcel]) -> dict[str, Any]:
    def log(act: dict[str, Any]) -> None:
        with exclusive(lock_path(home)):
            log_once(home, act)

    with exclusive(home.delivery / bank.bank / ".lock"):
        sent = send(home, bank, parcels, log)
    with exclusive(lock_path(home)):
        notify_of_all(home, bank.bank)  # takes up the acknowledgements that were fetched
    return sent
