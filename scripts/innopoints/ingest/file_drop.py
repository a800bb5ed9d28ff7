"""The files connector: a place where an office drops files; each content not yet landed is one piece.

A file is taken only when it is whole: its flag or manifest is there (see file_promises.py), or it has stopped changing;
and what was read is what was listed, before and after. A transfer that breaks off begins again, at once and in later
fetches; files already brought stay.
"""

import logging
import time
from datetime import datetime
from functools import cached_property
from pathlib import PurePosixPath

from innopoints import clock
from innopoints.errors import OutsideFailed
from innopoints.ingest.connection import Connection
from innopoints.ingest.connector import OfficeUnreachable
from innopoints.ingest.drop import BrokenOff, Lying, Place, open_place
from innopoints.ingest.file_promises import Promises
from innopoints.ingest.incoming import Incoming
from innopoints.ingest.landed import Landed
from innopoints.passports.source import Source, Table

log = logging.getLogger("innopoints.fetch")
_CHUNK = 1 << 20
_ATTEMPTS = 3
# Half-written and lock files of the programs offices use.
_NOT_SENT = (".tmp", ".part", ".filepart", ".crdownload")


class FileDrop:
    """One office's drop. It is only read."""

    def __init__(self, source: Source, connection: Connection):
        self._source, self._connection, self._settings = source, connection, source.settings
        self._place: Place = open_place(connection)
        self._lying = self._listing()
        self._listed_at = time.monotonic()
        self._promises = Promises(self._settings, list(self._lying), self._read)

    def pull(self, table: Table, landed: Landed, incoming: Incoming, fetched_at: datetime) -> dict:
        found = self._files(table)
        waiting = incoming.pieces()
        known = landed.files() | {(p.note["origin"], p.note["bytes"], p.note.get("changed_at")) for p in waiting}
        contents = {piece.note["sha256"] for piece in waiting}
        fresh, moving, unread = 0, [], []
        for lying in found:
            if (lying.origin, lying.bytes, lying.changed_at.isoformat()) in known:
                continue
            try:
                promise = self._promises.of(lying.origin)
                is_whole = promise is not None and (bool(promise) or self._has_settled(lying))
                brought = is_whole and self._bring(lying, promise, landed, contents, incoming, fetched_at)
            except OSError as error:
                unread.append(f"{lying.origin}: cannot be read: {error.strerror or error}; check the folder's rights")
                continue
            if brought is False:
                moving.append(lying.origin)
            fresh += brought == "new"
        if moving:
            log.warning("%s: not complete yet, waited for: %s", self._source.source, ", ".join(moving))
        if unread:
            raise OutsideFailed("; ".join(unread))
        counts = {"files": len(found), "new_files": fresh}
        return counts | ({"waited_for": moving} if moving else {})

    def leftovers(self) -> list[str]:
        known = {each.origin for table in self._source.tables.values() for each in self._files(table)}
        known |= {flag for origin in known if (flag := self._promises.flag_of(origin))}
        known |= set(self._promises.manifests)
        return [origin for origin in self._lying if origin not in known]

    def close(self) -> None:
        self._place.close()

    def _listing(self) -> dict[str, Lying]:
        try:
            return {origin: each for origin, each in self._place.listing().items() if _sent(origin)}
        except (OSError, BrokenOff) as error:
            raise OfficeUnreachable(f"its files cannot be listed: {error}; see {self._connection.variable}") from None

    def _files(self, table: Table) -> list[Lying]:
        lists = set(self._promises.manifests)
        there = (each for origin, each in self._lying.items() if origin not in lists and not each.is_link)
        return [each for each in there if table.named_parts(each.origin) is not None]

    def _has_settled(self, lying: Lying) -> bool:
        """Old enough by any clock, or the same in a second listing some seconds after the first."""
        age = (clock.now() - lying.changed_at).total_seconds()
        if age >= self._settings.settle_seconds + self._place.clock_may_differ_seconds:
            return True
        return self._later_listing.get(lying.origin) == lying

    @cached_property
    def _later_listing(self) -> dict[str, Lying]:
        time.sleep(max(0, self._settings.settle_seconds - (time.monotonic() - self._listed_at)))
        return self._listing()

    def _read(self, origin: str, most: int) -> bytes | None:
        """The first bytes of a flag or manifest; None while it is being written."""
        if not self._has_settled(self._lying[origin]):
            return None
        return self._again(origin, lambda: self._first_bytes(origin, most))

    def _first_bytes(self, origin: str, most: int) -> bytes:
        with self._place.open(origin) as sent:
            data = b""
            while len(data) < most and (block := sent.read(most - len(data))):
                data += block
            return data

    def _bring(self, lying: Lying, promise: dict, landed: Landed, contents: set, incoming: Incoming, at: datetime):
        """new, or known (the same content under another name or moment); False when it moved while it was read."""
        return self._again(lying.origin, lambda: self._copy(lying, promise, landed, contents, incoming, at))

    def _copy(self, lying: Lying, promise: dict, landed: Landed, contents: set, incoming: Incoming, at: datetime):
        try:
            with incoming.aside() as aside, self._place.open(lying.origin) as sent:
                # One byte more than listed is asked for, and no more: a file that grows as it is read would never end.
                while block := sent.read(min(_CHUNK, lying.bytes + 1 - aside.bytes)):
                    aside.write(block)
                if self._place.look(lying.origin) != lying or aside.bytes != lying.bytes:
                    return False
                if landed.stands(aside.sha256, lying.origin) or aside.sha256 in contents:
                    return "known"
                note = {
                    "kind": "file",
                    "origin": lying.origin,
                    "sha256": aside.sha256,
                    "fetched_at": at.isoformat(),
                    "changed_at": lying.changed_at.isoformat(),
                }
                incoming.keep(aside, aside.sha256[:16], note | ({"promise": promise} if promise else {}))
                contents.add(aside.sha256)
                return "new"
        except FileNotFoundError:
            return False

    def _again(self, origin: str, act):
        """Do something with a file; when the place breaks off, open it again and begin the file anew."""
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                return act()
            except BrokenOff as error:
                if attempt == _ATTEMPTS:
                    raise OfficeUnreachable(
                        f"{origin}: the transfer broke off {_ATTEMPTS} times: {error}; fetch again, files brought stay"
                    ) from None
                log.warning("%s: %s broke off, begun again: %s", self._source.source, origin, error)
                self._place.close()
                self._place = open_place(self._connection)


def connect(source: Source, connection: Connection) -> FileDrop:
    """The office's drop. Raises OfficeUnreachable when it is not there."""
    return FileDrop(source, connection)


def _sent(origin: str) -> bool:
    path = PurePosixPath(origin)
    return not path.name.startswith((".", "~$")) and path.suffix.lower() not in _NOT_SENT
