"""Bring a bank's gateway in line with what was delivered to it as files: editions, recalls, pointer, acknowledgements.

    delivery/<bank>/score_v1/2026-06-30/1/manifest.json   has a `gateway` part -> rows, registry and pointer
    delivery/<bank>/score_v1/2026-06-30/1.recall.json     -> recall notice; the pointer falls back

Whatever was missed while the server was down is made up for, oldest first; doing it twice changes nothing.
"""

import json
from pathlib import Path
from typing import Any

from psycopg import Connection

from innopoints.errors import Refused
from innopoints.gateway.address import connected
from innopoints.gateway.load import Delivery, as_loader, load, point
from innopoints.gateway.names import edition_name
from innopoints.home import Home
from innopoints.passports.bank import Bank
from innopoints.publication.editions import (
    MANIFEST,
    PRODUCT,
    SIGNATURE,
    lock_path,
    product_folder,
    read_manifest,
)
from innopoints.publication.handed_over import log_once
from innopoints.publication.lock import exclusive
from innopoints.publication.share import authorised, share_of
from innopoints.publication.standing import folders_of_editions, good_editions, recall_path


def settle_gateway(home: Home, bank: Bank) -> dict[str, Any]:
    """Load what is missing, tell what was recalled, take up what was acknowledged.

    Returns {loaded, recalled, current}: editions as 2026-06-30/1; each is one transaction. Raises Refused for a server
    that was not set up for the bank or holds other rows, OutsideFailed when it does not answer; both say what to do.
    Call it without the publication lock: a server that does not answer keeps nobody else waiting.
    """
    root = home.delivery / bank.bank / PRODUCT
    with connected(bank.gateway) as con:
        loaded = [
            edition_name(day.isoformat(), number)
            for day, number, share in folders_of_editions(root)
            if not recall_path(share).exists() and _is_new(con, home, bank, share)
        ]
        with con.transaction():
            as_loader(con, bank.bank)
            held = _held(con, bank.bank)
            told = [edition for edition in held if _tell(con, bank.bank, edition, root / edition)]
            good = [
                name
                for day, number, _ in good_editions(root)
                if (name := edition_name(day.isoformat(), number)) in held
            ]
            current = good[-1] if good else None
            point(con, bank.bank, current)
            acts = _acts(con, bank.bank, held)
    with exclusive(lock_path(home)):
        for act, said in acts:
            log_once(home, act, said)
    return {"loaded": loaded, "recalled": told, "current": current}


def _is_new(con: Connection, home: Home, bank: Bank, share: Path) -> bool:
    manifest = read_manifest(share)
    if "gateway" not in manifest:  # delivered before the passport named a gateway
        return False
    source = product_folder(home) / share.parent.name / share.name
    then = bank.model_copy(update={"tables": manifest["columns"], "consent_scope": manifest["consent_scope"]})

    def rows(table: str) -> Any:
        return share_of(source, then, table, authorised(source, then.bank, then.consent_scope))

    signed, signature = ((share / name).read_bytes() for name in (MANIFEST, SIGNATURE))
    try:
        return load(con, Delivery(manifest, signed, signature, rows))
    except FileNotFoundError as error:
        raise Refused(f"gateway: {share} was never loaded and its edition is gone: {error.filename}") from error


def _held(con: Connection, bank: str) -> list[str]:
    found = con.execute(
        "select edition from innopoints_store.delivery where bank = %s order by as_of_date, number", [bank]
    )
    return [edition for (edition,) in found]


def _tell(con: Connection, bank: str, edition: str, share: Path) -> bool:
    """Leave the notice of a recall with the bank; whether it was new."""
    path = recall_path(share)
    if not path.exists():
        return False
    text = path.read_text("utf-8")
    said = json.loads(text)["record"]
    instead = said["replacement"] and edition_name(said["replacement"]["as_of_date"], said["replacement"]["edition"])
    added = con.execute(
        "insert into innopoints_store.recall (bank, edition, reason, affected, replacement, recalled_at, record) "
        "values (%s, %s, %s, %s, %s, %s, %s) on conflict do nothing",
        [bank, edition, said["reason"], json.dumps(said["affected"]), instead, said["at"], text],
    )
    return added.rowcount == 1


def _acts(con: Connection, bank: str, held: list[str]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """For the audit log: what stands there, how far the bank's access log had come, which recalls it acknowledged."""
    line = con.execute(
        "select number, hash from innopoints_store.access_log where bank = %s order by number desc limit 1", [bank]
    ).fetchone()
    said = con.execute(
        "select edition, login, acknowledged_at from innopoints_store.acknowledgement "
        "where bank = %s and what = 'recall' order by number",
        [bank],
    ).fetchall()
    access = {"access": {"number": line[0], "hash": line[1]} if line else None}
    acts = [({"event": "loaded", **_of(edition), "bank": bank}, access) for edition in held]
    for edition, login, at in said:
        by = {"by": login, "at": at.replace(microsecond=0).isoformat(), "through": "gateway"}
        acts.append(({"event": "acknowledged", **_of(edition), "bank": bank}, by))
    return acts


def _of(edition: str) -> dict[str, Any]:
    day, _, number = edition.partition("/")
    return {"product": PRODUCT, "as_of": day, "edition": int(number)}
