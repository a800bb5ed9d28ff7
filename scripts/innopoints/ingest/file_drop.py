"""The files connector: a folder where an office drops files; each content not yet landed is one piece."""

import logging
from datetime import datetime
from pathlib import Path

from innopoints import durable
from innopoints.errors import OutsideFailed
from innopoints.ingest.connection import Connection
from innopoints.ingest.connector import OfficeUnreachable
from innopoints.ingest.incoming import Incoming
from innopoints.ingest.landed import Landed
from innopoints.passports.source import Source, Table

log = logging.getLogger("innopoints.fetch")
_CHUNK = 1 << 20
# Half-written and lock files of the programs offices use.
_NOT_SENT = (".tmp", ".part", ".filepart", ".crdownload")


class FileDrop:
    """One office's folder. It is only read."""

    def __init__(self, source: Source, connection: Connection):
        self._source, self._folder = source, Path(connection.folder)
        if not connection.folder or not self._folder.is_dir():
            raise OfficeUnreachable(
                f"there is no folder {connection.folder or '(empty)'}; mount it, or mend {connection.variable} (host)"
            )

    def pull(self, table: Table, landed: Landed, incoming: Incoming, fetched_at: datetime) -> dict:
        found = self._files(table)
        waiting = {piece.note["sha256"] for piece in incoming.pieces()}
        fresh = 0
        for path in found:
            try:
                sha256 = durable.sha256_of(path)
                if landed.has(sha256) or sha256 in waiting:
                    continue
                waiting.add(self._copy(path, incoming, fetched_at))
            except OSError as error:
                raise OutsideFailed(
                    f"{path.name}: cannot be read: {error.strerror}; check the folder's rights"
                ) from None
            fresh += 1
        return {"files": len(found), "new_files": fresh}

    def leftovers(self) -> list[str]:
        known = {path for table in self._source.tables.values() for path in self._files(table)}
        there = (path for path in self._folder.rglob("*") if path.is_file() and _sent(path))
        return sorted(self._origin(path) for path in there if path not in known)

    def close(self) -> None:
        pass

    def _files(self, table: Table) -> list[Path]:
        there = (path for path in self._folder.glob(table.glob) if path.is_file() and _sent(path))
        return sorted(path for path in there if table.named_parts(self._origin(path)) is not None)

    def _copy(self, path: Path, incoming: Incoming, fetched_at: datetime) -> str:
        with incoming.aside() as aside, path.open("rb") as sent:
            while block := sent.read(_CHUNK):
                aside.write(block)
            note = {
                "kind": "file",
                "origin": self._origin(path),
                "sha256": aside.sha256,
                "fetched_at": fetched_at.isoformat(),
            }
            incoming.keep(aside, aside.sha256[:16], note)
            return aside.sha256

    def _origin(self, path: Path) -> str:
        return path.relative_to(self._folder).as_posix()


def connect(source: Source, connection: Connection) -> FileDrop:
    """The office's folder. Raises OfficeUnreachable when it is not there."""
    return FileDrop(source, connection)


def _sent(path: Path) -> bool:
    return not path.name.startswith((".", "~$")) and path.suffix.lower() not in _NOT_SENT
