"""Numbered migrations: each is run once, in order, and never changed afterwards.

innopoints_store.migration    number, name, sha256 of the file, when; numbers from 1000 on are shapes of the tables
"""

import hashlib
from pathlib import Path

from psycopg import Connection

from innopoints.errors import Refused

FOLDER = Path(__file__).with_name("migrations")
SHAPES_FROM = 1000


def migrations(folder: Path = FOLDER) -> list[tuple[int, str, str, str]]:
    """(number, name, sha256, SQL) of every migration there is, in order."""
    found = []
    for path in sorted(folder.glob("[0-9][0-9][0-9][0-9]_*.sql")):
        body = path.read_bytes()
        found.append((int(path.name[:4]), path.stem, hashlib.sha256(body).hexdigest(), body.decode()))
    return found


def migrate(con: Connection, folder: Path = FOLDER) -> list[str]:
    """Run what was not run yet, inside the caller's transaction; returns the names.

    Raises Refused when a migration that was run has another hash now, or is no longer there.
    """
    con.execute("select pg_advisory_xact_lock(hashtextextended('innopoints migration', 0))")
    con.execute("create schema if not exists innopoints_store")
    con.execute(
        "create table if not exists innopoints_store.migration (number integer primary key, name text not null, "
        "sha256 text not null, run_at timestamptz not null default now())"
    )
    known, ran = migrations(folder), applied(con)
    for number, (name, sha256) in ran.items():
        if number < SHAPES_FROM and (name, sha256) not in [(each[1], each[2]) for each in known]:
            raise Refused(
                f"migration {name} was run on this server with the hash {sha256[:12]}… and is another now: a migration "
                "that was run is never changed; bring the old file back and write a new number"
            )
    new = [each for each in known if each[0] not in ran]
    for number, name, sha256, words in new:
        con.execute(words)
        record(con, number, name, sha256)
    return [name for _, name, _, _ in new]


def applied(con: Connection) -> dict[int, tuple[str, str]]:
    """{number: (name, sha256)} of what was run."""
    rows = con.execute("select number, name, sha256 from innopoints_store.migration order by number")
    return {number: (name, sha256) for number, name, sha256 in rows}


def record(con: Connection, number: int, name: str, sha256: str) -> None:
    """Note that something was run."""
    con.execute(
        "insert into innopoints_store.migration (number, name, sha256) values (%s, %s, %s)", [number, name, sha256]
    )
