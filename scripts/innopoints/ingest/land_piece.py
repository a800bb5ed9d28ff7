"""One piece becomes one batch: read, match its header, write the rows, then the sidecar that makes it count."""

import hashlib
import logging
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq

from innopoints import durable
from innopoints.home import Home
from innopoints.ingest.batches import table_folder
from innopoints.ingest.control_total import as_total
from innopoints.ingest.header import Header, demand_required, understand
from innopoints.ingest.incoming import Piece
from innopoints.ingest.landed import Landed, digest_of, is_moment
from innopoints.ingest.parquet_writer import write_batch
from innopoints.ingest.reading import Sent, read_file
from innopoints.ingest.reading.arrow_rows import new_rows, read_arrow
from innopoints.ingest.reading.drift import Looks, drift
from innopoints.ingest.reading.promise import demand_kept
from innopoints.ingest.reading.pulled import read_pulled, totals_of_repeated
from innopoints.ingest.reading.unread import Unread, unread_path
from innopoints.ingest.refusal import NotLandable
from innopoints.passports.source import Source

log = logging.getLogger("innopoints.land")
_NOTHING = {"batches": 0, "rows": 0, "repeated_rows": 0}


def land_piece(home: Home, source: Source, name: str, piece: Piece, moment: datetime) -> dict:
    """Land a piece unless its content has landed; answer with batches, rows, repeated_rows. Raises NotLandable."""
    before = Landed(home, source.source, name)
    batch = table_folder(home, source.source, name) / f"{before.free_name(_content_of(piece))}.parquet"
    with Unread(unread_path(batch), piece.note["origin"], keep_raw=not source.leave_out) as unread:
        return _land(home, source, name, piece, moment, unread)


def _land(home: Home, source: Source, name: str, piece: Piece, moment: datetime, unread: Unread) -> dict:
    table, landed = source.tables[name], Landed(home, source.source, name)
    if piece.note["kind"] == "rows":
        column = _moment_column(source)
        header = Header(piece.note["columns_seen"], piece.note["columns"], piece.note["unknown_columns"])
        if piece.note.get("format") == "arrow":
            sha256, repeated, size = new_rows(piece.raw, landed, column, piece.note["since"])
            sent = read_arrow(piece.raw, piece.note["columns"], repeated)
        else:
            sha256, repeated, size = _new_lines(piece.raw, landed.lines(column, piece.note["since"]))
            sent = read_pulled(piece.raw, piece.note["columns"], repeated)
    else:
        column, sha256, repeated, size = None, piece.note["sha256"], set(), piece.note["bytes"]
        if landed.stands(sha256, piece.note["origin"]):
            return _NOTHING
        sent = _read(piece, source, name, unread)
        header = understand(sent.columns, table, source.leave_out)
    demand_required(header, table, "its header" if column is None else "the pull")
    if piece.note["kind"] == "rows" and (len(repeated) == piece.note["rows"] or landed.has(sha256)):
        return _NOTHING | {"repeated_rows": len(repeated)}

    promise, before = piece.note.get("promise"), {}
    if promise and repeated:
        before = totals_of_repeated(
            piece.raw, piece.note["columns"], repeated, piece.note["rows"], table.control_totals
        )
        promise = promise | {"landed_before": {"rows": str(len(repeated)), **before}}
    path = table_folder(home, source.source, name) / f"{landed.free_name(sha256)}.parquet"
    looks = Looks(header)
    try:
        chunks = looks.watch(sent.chunks)
        written = write_batch(
            path, path.stem, landed.row_moment(moment), table, header, chunks, _progress(source.source, name)
        )
        if piece.note["kind"] == "file":
            unread.demand_few(written.rows, source.settings.unread_share)
        told = {"rows": written.rows + unread.count + len(repeated), "bytes": size, "sha256": sha256}
        totals = {
            name: as_total(Decimal(total) + Decimal(before.get(name, 0)))
            for name, total in written.control_totals.items()
        }
        demand_kept(promise, table, source.settings, told | {"control_totals": totals})
    except NotLandable:
        path.unlink(missing_ok=True)
        raise
    except OSError:
        raise
    except Exception as error:  # whatever a reader stumbles over is a fault of this file, not of the others
        raise NotLandable(f"cannot be read: {type(error).__name__}: {error}") from error
    unread.keep()
    before = max(landed.received, key=lambda each: each.landed_at, default=None)
    durable.write_json(
        path.with_suffix(".json"),
        {
            "source": source.source,
            "table": name,
            "batch": path.stem,
            "origin": piece.note["origin"],
            "sha256": sha256,
            "rows": written.rows,
            "unread_rows": unread.count,
            "sent_rows": written.rows + unread.count,
            "promised": promise,
            "bytes": size,
            "control_totals": written.control_totals,
            "fetched_at": piece.note["fetched_at"],
            "changed_at": piece.note.get("changed_at"),
            "landed_at": moment.astimezone(UTC).isoformat(),
            "columns_seen": header.seen,
            "unknown_columns": header.unknown,
            "missing_columns": [each for each in table.columns if each not in header.target],
            "looks": looks.seen,
            "drift": drift(header, table, looks.seen, before and before.sidecar),
            "left_out": source.leave_out,
            "encoding": sent.encoding,
            "watermark": _watermark(path, column, moment) if column else None,
            "repeated_rows": len(repeated),
        },
    )
    return {"batches": 1, "rows": written.rows, "repeated_rows": len(repeated)}


def _content_of(piece: Piece) -> str:
    """A name for a piece's leavings; rows that were pulled have none."""
    return piece.note.get("sha256") or piece.raw.stem


def _read(piece: Piece, source: Source, name: str, unread: Unread) -> Sent:
    try:
        return read_file(piece.raw, source.tables[name], source.settings, unread)
    except (NotLandable, OSError):
        raise
    except Exception as error:
        raise NotLandable(f"cannot be read: {type(error).__name__}: {error}") from error


def _moment_column(source: Source) -> str:
    return source.settings.updated_since if source.connector == "rest" else source.settings.watermark


def _new_lines(raw: Path, before: set[bytes]) -> tuple[str, set[int], int]:
    """SHA-256 and bytes of the rows that had not landed, and the numbers of those that had."""
    if not before:
        return durable.sha256_of(raw), set(), raw.stat().st_size
    digest, repeated, size = hashlib.sha256(), set(), 0
    with raw.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if digest_of(line.rstrip(b"\n")) in before:
                repeated.add(number)
            else:
                digest.update(line)
                size += len(line)
    return digest.hexdigest(), repeated, size


def _watermark(path: Path, column: str, moment: datetime) -> str | None:
    file = pq.ParquetFile(path)
    if column not in file.schema_arrow.names:
        return None
    newest = ""
    for chunk in file.iter_batches(columns=[column]):
        texts = pc.unique(chunk.column(0)).to_pylist()
        later = sorted((text for text in texts if text and text > newest), reverse=True)
        newest = next((text for text in later if is_moment(text, moment)), newest)
    return newest or None


def _progress(source: str, table: str):
    def report(rows: int) -> None:
        if rows % 500_000 == 0:
            log.info("%s.%s: %d rows written", source, table, rows)

    return report
