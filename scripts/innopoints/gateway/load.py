"""One delivery into the server: rows, registry and pointer in one transaction, hashed again before it counts.

    begin · make room · COPY each table · read it back, hash it · registry · pointer · commit

A reader sees the edition before or the edition after. Killed at any moment, the server forgets what was begun.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from psycopg import Connection, sql

from innopoints.errors import Refused
from innopoints.gateway.content import blocks, content_root_hash
from innopoints.gateway.names import STORE, edition_name
from innopoints.gateway.wire import copy_out

_PIECE = 1 << 20


@dataclass(frozen=True)
class Delivery:
    """A bank's share of an edition: its manifest (parsed, and as it was signed), and where the rows of a table are."""

    manifest: dict[str, Any]
    signed: bytes
    signature: bytes
    rows: Callable[[str], Any]

    @property
    def edition(self) -> str:
        return edition_name(self.manifest["as_of_date"], self.manifest["edition"])


def as_loader(con: Connection, bank: str) -> None:
    """Take the loader's rights for this transaction, and be the only one that writes for the bank."""
    con.execute("set local role innopoints_loader")
    con.execute("select pg_advisory_xact_lock(hashtextextended('innopoints delivery ' || %s, 0))", [bank])


def load(con: Connection, delivery: Delivery) -> bool:
    """Load a delivery and point to it; False when it is there already, with nothing done.

    Raises Refused, and the server is as before, when another delivery stands under its name, or when what the server
    holds does not hash to what the manifest says.
    """
    said, bank = delivery.manifest, delivery.manifest["bank"]
    with con.transaction():
        as_loader(con, bank)
        there = con.execute(
            "select content_root_hash from innopoints_store.delivery where bank = %s and edition = %s",
            [bank, delivery.edition],
        ).fetchone()
        if there:
            if there[0] != said["gateway"]["root_hash"]:
                raise Refused(f"gateway: {bank} holds other rows as {delivery.edition}; nothing was changed; verify it")
            return False
        tables = said["gateway"]["tables"]
        con.execute(
            "select innopoints_store.open_edition(%s, %s)", [delivery.edition, [each["name"] for each in tables]]
        )
        _must_have(con, tables)
        for table in tables:
            _copy_in(con, bank, delivery.edition, table, delivery.rows(table["name"]))
        held = [
            table | dict(zip(("rows", "sha256"), held_text(con, bank, delivery.edition, table), strict=True))
            for table in tables
        ]
        named = (said["product"], bank, said["as_of_date"], said["edition"])
        if content_root_hash(*named, held) != said["gateway"]["root_hash"]:
            wrong = [each["name"] for each, meant in zip(held, tables, strict=True) if each != meant]
            raise Refused(
                f"gateway: what the server holds of {delivery.edition} for {bank} is not what was signed "
                f"({', '.join(wrong) or 'its root hash'}); nothing was delivered"
            )
        _register(con, delivery)
        point(con, bank, delivery.edition)
    return True


def _must_have(con: Connection, tables: list[dict[str, Any]]) -> None:
    for table in tables:
        found = con.execute(
            "select attname from pg_attribute where attrelid = %s::regclass and attnum > 0 and not attisdropped",
            [f"{STORE}.{table['name']}"],
        )
        if absent := sorted(set(table["columns"]) - {name for (name,) in found}):
            raise Refused(f"gateway: {table['name']} has no column {', '.join(absent)}; run `innopoints gateway init`")


def _copy_in(con: Connection, bank: str, edition: str, table: dict[str, Any], rows: Any) -> None:
    columns = [sql.Identifier(name) for name in ("edition", "bank", *table["columns"])]
    words = sql.SQL("copy {} ({}) from stdin").format(sql.Identifier(STORE, table["name"]), sql.SQL(", ").join(columns))
    with con.cursor().copy(words) as copy:
        for block in blocks(rows, edition, bank):
            for start in range(0, len(block), _PIECE):
                copy.write(block[start : start + _PIECE])


def held_text(con: Connection, bank: str, edition: str, table: dict[str, Any]) -> tuple[int, str]:
    """Rows and sha256 of what the server holds, read as it lies; in order, should it lie otherwise than it came."""
    # Rows of one COPY lie in the order they came, unless they fill gaps; sorting half a million costs a second.
    con.execute("set local synchronize_seqscans = off")
    con.execute("set local max_parallel_workers_per_gather = 0")
    found = _hashed(con, bank, edition, table, sql.SQL(""))
    if found == (table["rows"], table["sha256"]):
        return found
    names = sql.SQL(", ").join(map(sql.Identifier, table["columns"]))
    return _hashed(con, bank, edition, table, sql.SQL("order by {}").format(names))


def _hashed(con: Connection, bank: str, edition: str, table: dict[str, Any], order: sql.Composable) -> tuple[int, str]:
    names = sql.SQL(", ").join(map(sql.Identifier, table["columns"]))
    query = sql.SQL("select {} from {} where edition = {} and bank = {} {}").format(
        names, sql.Identifier(STORE, table["name"]), sql.Literal(edition), sql.Literal(bank), order
    )
    digest, rows = hashlib.sha256(), 0
    for line in copy_out(con, query):
        digest.update(line)
        rows += 1
    return rows, digest.hexdigest()


def _register(con: Connection, delivery: Delivery) -> None:
    said = delivery.manifest
    con.execute(
        "insert into innopoints_store.delivery (bank, edition, as_of_date, number, root_hash, content_root_hash, "
        "published_at, valid_until, illustrative, manifest, signature) values (%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s)",
        [
            *(said["bank"], delivery.edition, said["as_of_date"], said["edition"], said["root_hash"]),
            *(said["gateway"]["root_hash"], said["published_at"], said["valid_until"], said["illustrative"]),
            *(delivery.signed.decode(), delivery.signature),
        ],
    )


def point(con: Connection, bank: str, edition: str | None) -> bool:
    """Move the bank's pointer, inside the caller's transaction; whether it had to be moved."""
    last = con.execute(
        "select number, edition from innopoints_store.pointer where bank = %s order by number desc limit 1", [bank]
    ).fetchone() or (0, None)
    if last[1] == edition:
        return False
    con.execute(
        "insert into innopoints_store.pointer (bank, number, edition) values (%s, %s, %s)", [bank, last[0] + 1, edition]
    )
    return True
