"""A folder on this machine, or mounted on it."""

import logging
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from innopoints.durable import aside_of, commit
from innopoints.ingest.connection import Connection
from innopoints.ingest.connector import OfficeUnreachable
from innopoints.ingest.drop import Lying

log = logging.getLogger("innopoints.fetch")


class Folder:
    """One local folder."""

    clock_may_differ_seconds = 0.0

    def __init__(self, folder: Path):
        self._folder = folder

    def listing(self) -> dict[str, Lying]:
        paths = (Path(root, name) for root, _, names in self._walk() for name in names)
        there = (path.relative_to(self._folder).as_posix() for path in paths)
        return {origin: lying for origin in sorted(there) if (lying := self.look(origin))}

    def _walk(self):
        def locked(error: OSError) -> None:
            if Path(error.filename) == self._folder:
                raise error
            log.warning("%s may not be looked into: %s", error.filename, error.strerror)

        return os.walk(self._folder, onerror=locked)

    def look(self, origin: str) -> Lying | None:
        path = self._folder / origin
        if not path.is_file():
            return None
        stat = path.stat()
        leads_out = not path.resolve().is_relative_to(self._folder.resolve())
        return Lying(origin, stat.st_size, datetime.fromtimestamp(stat.st_mtime, UTC), leads_out)

    def open(self, origin: str) -> BinaryIO:
        return (self._folder / origin).open("rb")

    def put(self, origin: str, path: Path) -> None:
        final = self._folder / origin
        final.parent.mkdir(parents=True, exist_ok=True)
        aside = aside_of(final)
        shutil.copyfile(path, aside)
        commit(aside, final)

    def close(self) -> None:
        pass


def open_place(connection: Connection) -> Folder:
    """The folder. Raises OfficeUnreachable when it is not there."""
    folder = connection.folder
    if not folder or not Path(folder).is_dir():
        raise OfficeUnreachable(
            f"there is no folder {folder or '(empty)'}; mount it, or mend {connection.variable} (host)"
        )
    return Folder(Path(folder))
