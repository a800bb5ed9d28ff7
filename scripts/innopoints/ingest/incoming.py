"""What was fetched and not yet landed: landing/<source>/.incoming/<table>/<name>.raw + <name>.json.

A piece counts only when its .json is there; it is written last and removed first, so a kill at any
moment leaves either a complete piece or none.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from innopoints import durable
from innopoints.home import Home


@dataclass(frozen=True)
class Piece:
    """One fetched file, or one pull of rows; `note` says where it came from and how it is to be read."""

    raw: Path
    note: dict[str, Any]


class Aside:
    """A file being written beside its place; it knows the SHA-256 of what was written."""

    def __init__(self, path: Path, file: BinaryIO):
        self.path = path
        self._file = file
        self._digest = hashlib.sha256()
        self.bytes = 0

    def write(self, data: bytes) -> None:
        self._file.write(data)
        self._digest.update(data)
        self.bytes += len(data)

    def close(self) -> None:
        self._file.close()

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


class Incoming:
    """The pieces of one table waiting to be landed."""

    def __init__(self, home: Home, source: str, table: str):
        self.folder = home.landing / source / ".incoming" / table

    @contextmanager
    def aside(self) -> Iterator[Aside]:
        """A file to write raw content to; it is removed again unless it was kept."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = durable.aside_of(self.folder / "piece")
        try:
            with path.open("wb") as file:
                yield Aside(path, file)
        finally:
            path.unlink(missing_ok=True)

    def keep(self, aside: Aside, name: str, note: dict[str, Any]) -> None:
        """Make what was written aside the piece `name`; replaces a piece of that name."""
        aside.close()
        described = self.folder / f"{name}.json"
        described.unlink(missing_ok=True)
        durable.commit(aside.path, self.folder / f"{name}.raw")
        durable.write_json(described, note | {"bytes": aside.bytes})

    def pieces(self) -> list[Piece]:
        """What waits, in order of origin."""
        pieces = []
        for path in self.folder.glob("*.json"):
            if not path.name.startswith("."):
                pieces.append(Piece(path.with_suffix(".raw"), json.loads(path.read_text(encoding="utf-8"))))
        return sorted(pieces, key=lambda piece: (piece.note["origin"], piece.raw.name))

    def drop(self, piece: Piece) -> None:
        """Forget a piece that was landed or refused."""
        piece.raw.with_suffix(".json").unlink(missing_ok=True)
        piece.raw.unlink(missing_ok=True)

    def sweep(self) -> None:
        """Remove what a killed fetch left half written. Only under the source's lock."""
        for path in self.folder.glob(".*.aside-*"):
            path.unlink(missing_ok=True)
        for path in self.folder.glob("*.raw"):
            if not path.with_suffix(".json").exists():
                path.unlink(missing_ok=True)
