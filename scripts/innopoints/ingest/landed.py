"""What has landed of a table before: what a fetch need not bring again."""

import hashlib
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cached_property

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from innopoints.home import Home
from innopoints.ingest.batches import Batch, read_batches, table_folder
from innopoints.ingest.pull import canonical_line

OWN_COLUMNS = ("_batch", "_row", "_landed_at")
_MOMENT = re.compile(r"^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2})?.*)?$")


class Landed:
    """The batches of one table.

    A held batch does not count as received: its rows are asked for again, so that the office's mended
    feed arrives whole, in one batch that is judged by itself.
    """

    def __init__(self, home: Home, source: str, table: str):
        self._folder = table_folder(home, source, table)

    @cached_property
    def _batches(self) -> list[Batch]:
        return read_batches(self._folder)

    @property
    def received(self) -> list[Batch]:
        return [each for each in self._batches if each.verdict != "held"]

    def has(self, sha256: str) -> bool:
        """Has this very content landed, whatever became of it?"""
        return any(each.sha256 == sha256 for each in self._batches)

    def files(self) -> set[tuple[str, int, str]]:
        """Origin, bytes and moment of change of what landed last of every file: such a file need not be read again."""
        last = {each.origin: each for each in self._batches}  # oldest first
        notes = (each.sidecar for each in last.values())
        return {(note["origin"], note["bytes"], at) for note in notes if (at := note.get("changed_at"))}

    def stands(self, sha256: str, origin: str) -> bool:
        """Has this file landed, and has its office sent nothing else under its name since? X, Y, X again is X."""
        landed = max((each.landed_at for each in self._batches if each.sha256 == sha256), default=None)
        return landed is not None and not any(
            each.origin == origin and each.landed_at > landed for each in self._batches
        )

    def free_name(self, sha256: str) -> str:
        """What a batch of this content is called: content that came back has a number behind it."""
        before = sum(each.sha256 == sha256 for each in self._batches)
        return sha256[:16] + (f"-{before + 1}" if before else "")

    def row_moment(self, moment: datetime) -> datetime:
        """`moment`, later by a microsecond for each batch landed at it: rows know which of two pieces came first."""
        return moment + timedelta(microseconds=sum(each.landed_at == moment for each in self._batches))

    def watermark(self) -> str | None:
        """The newest moment of change among received rows, as the office wrote it."""
        return max((each.sidecar["watermark"] or "" for each in self.received), default="") or None

    def lines(self, column: str, since: str | None) -> set[bytes]:
        """Digests of the received rows changed at `since` or later, or at no known moment."""
        return {digest_of(line) for batch in self.received for line in _lines(batch, column, since)}


def digest_of(line: bytes) -> bytes:
    """A short fingerprint of one canonical row."""
    return hashlib.blake2b(line, digest_size=16).digest()


def is_moment(text: str, not_after: datetime) -> bool:
    """Is this a moment of change to steer by? One from the future would hide every later row."""
    if not _MOMENT.match(text):
        return False
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return False
    # Offices write local time without a zone; a day covers every difference.
    return moment.replace(tzinfo=None) <= not_after.replace(tzinfo=None) + timedelta(days=1)


def earlier(watermark: str | None, days: float) -> str | None:
    """The moment `days` before a watermark, written the same way."""
    if watermark is None or not days:
        return watermark
    moment = datetime.fromisoformat(watermark) - timedelta(days=days)
    if len(watermark) == 10:
        return moment.date().isoformat()
    return moment.isoformat(sep=watermark[10])


def _lines(batch: Batch, column: str, since: str | None) -> Iterator[bytes]:
    file = pq.ParquetFile(batch.path)
    names = [name for name in file.schema_arrow.names if name not in OWN_COLUMNS]
    for chunk in file.iter_batches(batch_size=50_000, columns=names):
        rows = pa.Table.from_batches([chunk])
        if since is not None and column in names:
            moments = rows[column]
            rows = rows.filter(pc.fill_null(pc.or_kleene(pc.is_null(moments), pc.greater_equal(moments, since)), True))
        for row in rows.to_pylist():
            yield canonical_line({name: value for name, value in row.items() if value is not None})
