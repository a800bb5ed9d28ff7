"""Any fsspec file system as a drop or an inbox: listed without swallowing errors, written aside and renamed."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC
from pathlib import Path
from typing import BinaryIO

from fsspec import AbstractFileSystem

from innopoints.ingest.drop import BrokenOff, Lying

log = logging.getLogger("innopoints.fetch")
_DEEPEST = 8


class Remote:
    """One folder of a file system; `words` turns what a library says into what may be told (no secrets in it)."""

    # Office clocks run wrong by minutes or by a time zone.
    clock_may_differ_seconds = 86_400.0

    def __init__(self, fs: AbstractFileSystem, root: str, words: Callable[[Exception], str], close: Callable[[], None]):
        self._fs, self._root, self._words, self._close = fs, root.rstrip("/"), words, close

    def listing(self) -> dict[str, Lying]:
        return dict(sorted(self._list(self._root, _DEEPEST)))

    def _list(self, folder: str, deep: int) -> Iterator[tuple[str, Lying]]:
        # fsspec's own find() answers with an empty list where it could not look.
        try:
            with self._told():
                entries = self._fs.ls(folder, detail=True)
        except PermissionError:
            if folder == self._root:
                raise
            log.warning("%s may not be looked into", folder)
            return
        for entry in entries:
            path = entry["name"].rstrip("/")
            if entry["type"] == "directory" and path != folder and deep:
                yield from self._list(path, deep - 1)
            elif entry["type"] != "directory":
                lying = self._lying(entry)
                yield lying.origin, lying

    def _lying(self, entry: dict) -> Lying:
        origin = entry["name"].removeprefix(self._root).lstrip("/")
        return Lying(origin, entry["size"], entry["mtime"].astimezone(UTC), entry["type"] != "file")

    def look(self, origin: str) -> Lying | None:
        try:
            with self._told():
                entry = self._fs.info(f"{self._root}/{origin}")
        except FileNotFoundError:
            return None
        return self._lying(entry)

    def open(self, origin: str) -> BinaryIO:
        with self._told():
            return _Told(self._fs.open(f"{self._root}/{origin}", "rb"), self._told)

    def put(self, origin: str, path: Path) -> None:
        final = f"{self._root}/{origin}"
        with self._told():
            self._fs.put_file(str(path), f"{final}.part")
            self._fs.mv(f"{final}.part", final)

    def close(self) -> None:
        self._close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Errors of one file pass as what they are; everything else means that the place is gone."""
        try:
            yield
        except (FileNotFoundError, PermissionError):
            raise
        except Exception as error:
            raise BrokenOff(self._words(error)) from None


class _Told:
    """An open remote file whose reading fails in the place's own words."""

    def __init__(self, file, told):
        self._file, self._told = file, told

    def read(self, size: int = -1) -> bytes:
        with self._told():
            return self._file.read(size)

    def __enter__(self) -> "_Told":
        return self

    def __exit__(self, *_) -> None:
        # Closing a file of a connection that is gone says nothing new.
        try:
            self._file.close()
        except Exception as error:
            log.debug("closing a remote file: %s", type(error).__name__)
