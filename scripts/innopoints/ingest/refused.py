"""Refused pieces, kept whole beside the reason: landing/<source>/.refused/<table>.<sha>.<name> + .reason.txt

A refused file is answered when a later file of the same name lands for the same table. Of a source with
`leave_out` columns only the reason is kept: the file may hold what must never be taken.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from innopoints import durable
from innopoints.home import Home
from innopoints.ingest.batches import read_batches, table_folder
from innopoints.ingest.incoming import Piece
from innopoints.passports.source import Source


@dataclass(frozen=True)
class RefusedFile:
    """One refused file; `fetched_at` is when it was last brought from the office."""

    source: str
    table: str
    origin: str
    reason: str
    sha256: str
    fetched_at: str


def keep_refused(home: Home, source: Source, table: str, piece: Piece, reason: str) -> Path:
    """Put a piece aside with its reason; the same refused again changes nothing. Returns where the reason stands."""
    sha256 = piece.note.get("sha256") or durable.sha256_of(piece.raw)
    origin = piece.note["origin"]
    kept = home.landing / source.source / ".refused" / f"{table}.{sha256[:16]}.{Path(origin).name}"
    if not source.leave_out or piece.note["kind"] == "rows":
        kept.parent.mkdir(parents=True, exist_ok=True)
        aside = durable.aside_of(kept)
        aside.write_bytes(piece.raw.read_bytes())
        durable.commit(aside, kept)
    record = RefusedFile(source.source, table, origin, reason, sha256, piece.note["fetched_at"])
    path = kept.with_name(kept.name + ".reason.txt")
    text = f"{reason}\n\n{json.dumps(asdict(record), ensure_ascii=False, indent=1, sort_keys=True)}\n"
    durable.write_bytes(path, text.encode())
    return path


def open_refusals(home: Home, source: str) -> list[RefusedFile]:
    """The refused files no later landing has answered, in order of table and name."""
    records = []
    for path in sorted((home.landing / source / ".refused").glob("*.reason.txt")):
        record = RefusedFile(**json.loads(path.read_text(encoding="utf-8").rpartition("\n\n")[2]))
        landed = read_batches(table_folder(home, source, record.table))
        answered = any(
            batch.origin == record.origin and batch.sidecar["fetched_at"] >= record.fetched_at for batch in landed
        )
        if not answered:
            records.append(record)
    return records
