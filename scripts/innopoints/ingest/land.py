"""Land: turn each fetched piece into an immutable batch, or refuse it whole and keep it with the reason.

    landing/<source>/<table>/<batch>.parquet + <batch>.json (+ <batch>.unread.jsonl)
    landing/<source>/.refused/<table>.<sha>.<name> + .reason.txt

The sidecar is written last: killed before it, the batch does not count and the next land writes the same again.
"""

import logging
from datetime import datetime

from innopoints.errors import OutsideFailed, Refused
from innopoints.home import Home
from innopoints.ingest.batches import read_batches, table_folder
from innopoints.ingest.incoming import Incoming
from innopoints.ingest.land_piece import land_piece
from innopoints.ingest.lock import source_locked
from innopoints.ingest.refusal import NotLandable
from innopoints.ingest.refused import keep_refused
from innopoints.passports.source import Source, read_source

log = logging.getLogger("innopoints.land")


def land(home: Home, source: str, known_at: datetime) -> dict:
    """Land what waits of a source; `known_at` becomes the batches' landed_at.

    Raises Refused at the end naming every refused file; the tables and files that landed stay landed.
    """
    passport = read_source(source)
    with source_locked(home, source):
        try:
            tables, refused = _land_tables(home, passport, known_at)
        except OSError as error:
            raise OutsideFailed(
                f"{source}: cannot write to the landing zone: {error}; mend the disk, land again"
            ) from error
    if refused:
        raise Refused(f"{source}: " + "; ".join(refused))
    return {"source": source, "tables": tables}


def _land_tables(home: Home, source: Source, moment: datetime) -> tuple[dict, list[str]]:
    tables, refused = {}, []
    for name in source.tables:
        incoming = Incoming(home, source.source, name)
        incoming.sweep()
        _sweep(home, source.source, name)
        counts = {"batches": 0, "rows": 0, "repeated_rows": 0}
        for piece in incoming.pieces():
            try:
                landed = land_piece(home, source, name, piece, moment)
            except NotLandable as reason:
                kept = keep_refused(home, source, name, piece, str(reason))
                incoming.drop(piece)
                refused.append(f"{name}: {piece.note['origin']} is refused: {reason} ({kept})")
                log.warning("%s.%s: %s is refused: %s", source.source, name, piece.note["origin"], reason)
                continue
            incoming.drop(piece)
            for key in counts:
                counts[key] += landed[key]
        tables[name] = counts
        if counts["batches"]:
            log.info("%s.%s: %d new batches, %d rows", source.source, name, counts["batches"], counts["rows"])
    return tables, refused


def _sweep(home: Home, source: str, table: str) -> None:
    """Remove what a killed land left: half-written files, and rows without a sidecar."""
    folder = table_folder(home, source, table)
    for path in folder.glob(".*.aside-*"):
        path.unlink(missing_ok=True)
    complete = {batch.path for batch in read_batches(folder)}
    for path in [*folder.glob("*.parquet"), *folder.glob("*.unread.jsonl")]:
        if path.with_name(f"{path.name.partition('.')[0]}.parquet") not in complete:
            path.unlink(missing_ok=True)
