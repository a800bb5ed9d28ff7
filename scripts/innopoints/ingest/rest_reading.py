"""One reading of a table, page after page, kept so that a killed fetch goes on where it stopped.

    landing/<source>/.incoming/<table>/.pull.reading
        {"identity": ...}                                     <- what was asked; another question, another reading
        {"rows": 500, "bytes": 81234, "sha256": ..., ...}     <- a page, followed by its bytes (see pull.py)
        ...

A page whose bytes are not whole, and all behind it, is as if it had never been read.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from innopoints import durable
from innopoints.ingest.landed import digest_of

_MODULUS = 1 << 128
_TOGETHER = 1_000_000


class Reading:
    """Pages read so far; `position` is where the next one is, None when all are there."""

    def __init__(self, path: Path, identity: dict, first: dict):
        self.path, self.identity = path, identity
        self.pages: list[dict[str, Any]] = []
        self.rows = 0
        self._first = first
        self._file = None

    @classmethod
    def found(cls, path: Path, identity: dict, first: dict) -> "Reading | None":
        """What a killed fetch left of the same question, if anything."""
        reading = cls(path, identity, first)
        if not path.exists():
            return None
        with path.open("rb") as file:
            whole = 0
            if _parsed(file.readline()) == {"identity": identity}:
                whole = file.tell()
                while (page := _parsed(file.readline())) and _is_whole(page, file.read(page["bytes"])):
                    reading._count(page)
                    whole = file.tell()
        if not reading.pages:
            path.unlink()
            return None
        reading._file = path.open("r+b")
        reading._file.truncate(whole)
        reading._file.seek(whole)
        return reading

    @property
    def position(self) -> dict | None:
        return self.pages[-1]["next"] if self.pages else self._first

    @property
    def fingerprint(self) -> tuple[int, int]:
        """Equal for two readings exactly when they hold the same rows equally often, in whatever order."""
        return self.rows, sum(int(page["print"], 16) for page in self.pages) % _MODULUS

    def add(self, lines: bytes, page: dict) -> None:
        """Keep a page: `lines` are its rows, `page` what is to be remembered with it."""
        if self._file is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("wb")
            self._file.write(_record({"identity": self.identity}))
        page = page | {"bytes": len(lines), "sha256": hashlib.sha256(lines).hexdigest(), "print": print_of(lines)}
        # No fsync: a page that a power cut tore is found by its SHA-256 and read again.
        self._file.write(_record(page) + lines)
        self._file.flush()
        self._count(page)

    def _count(self, page: dict) -> None:
        self.pages.append(page)
        self.rows += page["rows"]

    def blocks(self) -> Iterator[bytes]:
        """The rows, page by page."""
        with self.path.open("rb") as file:
            file.readline()
            for page in self.pages:
                file.readline()
                yield file.read(page["bytes"])

    def digests(self, part: int = 0, parts: int = 1) -> Iterator[bytes]:
        """Fingerprints of the rows, or of the one part in `parts` of them that falls to `part`."""
        for block in self.blocks():
            for line in block.splitlines():
                if int.from_bytes((digest := digest_of(line))[:4], "big") % parts == part:
                    yield digest

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def replace(self, other: "Reading") -> "Reading":
        """Take the place of an earlier reading."""
        self.close()
        other.close()
        self.path.replace(other.path)
        self.path = other.path
        return self

    def forget(self) -> None:
        self.close()
        self.path.unlink(missing_ok=True)


def print_of(lines: bytes) -> str:
    """A fingerprint of rows that does not depend on their order; equal rows count each time."""
    return f"{sum(int.from_bytes(digest_of(line), 'big') for line in lines.splitlines()) % _MODULUS:032x}"


def same_rows(earlier: Reading, later: Reading) -> bool:
    """Does a later reading confirm an earlier one: nothing missing, nothing doubled, at most new rows more?

    A million rows at a time are compared, so that memory does not grow with the table.
    """
    parts = 1 + later.rows // _TOGETHER
    return all(_same(earlier.digests(part, parts), later.digests(part, parts)) for part in range(parts))


def _same(earlier: Iterable[bytes], later: Iterable[bytes]) -> bool:
    counts = Counter(earlier)
    new: set[bytes] = set()
    for digest in later:
        if digest in counts:
            counts[digest] -= 1
        elif digest in new:
            return False
        else:
            new.add(digest)
    return not any(counts.values())


def _record(value: dict) -> bytes:
    return durable.canonical_json(value) + b"\n"


def _parsed(line: bytes) -> dict | None:
    try:
        return json.loads(line) if line.endswith(b"\n") else None
    except ValueError:
        return None


def _is_whole(page: dict, lines: bytes) -> bool:
    return hashlib.sha256(lines).hexdigest() == page["sha256"]
