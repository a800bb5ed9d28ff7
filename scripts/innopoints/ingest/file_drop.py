"""The files connector: a folder where an office drops files; each content not yet landed is one piece.

Where the passport names a flag or a manifest, a file is waited for until it is promised there (see reading/promise.py).
"""

import logging
from datetime import datetime
from pathlib import Path

from innopoints import durable
from innopoints.errors import OutsideFailed
from innopoints.ingest.connection import Connection
from innopoints.ingest.connector import OfficeUnreachable
from innopoints.ingest.incoming import Incoming
from innopoints.ingest.landed import Landed
from innopoints.ingest.reading.promise import flag_says, manifest_says
from innopoints.ingest.refusal import NotLandable
from innopoints.passports.source import Source, Table

log = logging.getLogger("innopoints.fetch")
_CHUNK = 1 << 20
# Half-written and lock files of the programs offices use.
_NOT_SENT = (".tmp", ".part", ".filepart", ".crdownload")


class FileDrop:
    """One office's folder. It is only read."""

    def __init__(self, source: Source, connection: Connection):
        self._source, self._folder, self._settings = source, Path(connection.folder), source.settings
        if not connection.folder or not self._folder.is_dir():
            raise OfficeUnreachable(
                f"there is no folder {connection.folder or '(empty)'}; mount it, or mend {connection.variable} (host)"
            )

    def pull(self, table: Table, landed: Landed, incoming: Incoming, fetched_at: datetime) -> dict:
        found = self._files(table)
        waiting = {piece.note["sha256"] for piece in incoming.pieces()}
        promises = self._manifests()
        fresh, unpromised = 0, []
        for path in found:
            try:
                sha256 = durable.sha256_of(path)
                if landed.has(sha256) or sha256 in waiting:
                    continue
                promise = self._promise(path, promises)
                if promise is None or not self._copy(path, sha256, promise, incoming, fetched_at):
                    unpromised.append(self._origin(path))
                    continue
            except OSError as error:
                raise OutsideFailed(
                    f"{path.name}: cannot be read: {error.strerror}; check the folder's rights"
                ) from None
            waiting.add(sha256)
            fresh += 1
        if unpromised:
            log.warning("%s: not complete yet, waited for: %s", self._source.source, ", ".join(unpromised))
        counts = {"files": len(found), "new_files": fresh}
        return counts | ({"waited_for": unpromised} if unpromised else {})

    def leftovers(self) -> list[str]:
        known = {path for table in self._source.tables.values() for path in self._files(table)}
        known |= {path.with_name(flag) for path in known if (flag := self._settings.flag_of(path.name))}
        known |= set(self._manifest_files())
        there = (path for path in self._folder.rglob("*") if path.is_file() and _sent(path))
        return sorted(self._origin(path) for path in there if path not in known)

    def close(self) -> None:
        pass

    def _files(self, table: Table) -> list[Path]:
        inside = self._folder.resolve()
        there = (path for path in self._folder.glob(table.glob) if path.is_file() and _sent(path))
        # A link that leads out of the folder would make us read what was never sent.
        there = (path for path in there if path.resolve().is_relative_to(inside))
        lists = set(self._manifest_files())
        return sorted(path for path in there if path not in lists and table.named_parts(self._origin(path)) is not None)

    def _manifest_files(self) -> list[Path]:
        return sorted(self._folder.glob(self._settings.manifest)) if self._settings.manifest else []

    def _manifests(self) -> dict[str, dict]:
        """What every manifest promises, by file name; of two that name a file the one later in name order counts."""
        promises = {}
        for path in self._manifest_files():
            try:
                said = manifest_says(path, self._settings)
            except NotLandable as reason:
                raise OutsideFailed(f"{reason}; ask the office to send it again") from None
            promises |= {name: {"origin": self._origin(path), "says": says} for name, says in said.items()}
        return promises

    def _promise(self, path: Path, manifests: dict[str, dict]) -> dict | None:
        """What was promised of a file; {} where the office promises nothing, None while its promise is awaited."""
        if self._settings.manifest:
            return manifests.get(self._origin(path)) or manifests.get(path.name)
        if not (name := self._settings.flag_of(path.name)):
            return {}
        flag = path.with_name(name)
        if not flag.is_file():
            return None
        origin = self._origin(flag)
        try:
            return {"origin": origin, "says": flag_says(flag)}
        except NotLandable as reason:
            return {"origin": origin, "says": {}, "fault": str(reason)}

    def _copy(self, path: Path, sha256: str, promise: dict, incoming: Incoming, fetched_at: datetime) -> bool:
        """Keep a file; False when it changed between two readings, so it is still being written."""
        with incoming.aside() as aside, path.open("rb") as sent:
            while block := sent.read(_CHUNK):
                aside.write(block)
            if aside.sha256 != sha256:
                return False
            note = {
                "kind": "file",
                "origin": self._origin(path),
                "sha256": sha256,
                "fetched_at": fetched_at.isoformat(),
            }
            incoming.keep(aside, sha256[:16], note | ({"promise": promise} if promise else {}))
            return True

    def _origin(self, path: Path) -> str:
        return path.relative_to(self._folder).as_posix()


def connect(source: Source, connection: Connection) -> FileDrop:
    """The office's folder. Raises OfficeUnreachable when it is not there."""
    return FileDrop(source, connection)


def _sent(path: Path) -> bool:
    return not path.name.startswith((".", "~$")) and path.suffix.lower() not in _NOT_SENT
