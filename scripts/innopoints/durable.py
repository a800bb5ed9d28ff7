"""Files that are complete or absent, whenever the power goes.

A file is written beside its place, flushed to disk, renamed, and the folder
is flushed too; a reader never sees half of it.
"""

import errno
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_CHUNK = 1 << 20
# A full, read-only or broken disk: nothing is wrong with what was asked, and trying again later helps.
DISK_FAULTS = {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS}


def canonical_json(value) -> bytes:
    """One byte string per value: sorted keys, no spaces, UTF-8. What is hashed and signed."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hex, read in constant memory."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_CHUNK):
            digest.update(block)
    return digest.hexdigest()


def fsync_folder(folder: Path) -> None:
    """Flush a folder's entries, so that a rename inside it survives a crash."""
    fsync_file(folder)


def fsync_file(path: Path) -> None:
    """Flush a file that a library has written and closed."""
    handle = os.open(path, os.O_RDONLY)
    try:
        with named(path):
            os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def named(path: Path) -> Iterator[None]:
    """Let an error of the operating system say which file it is about, also where only a handle was known."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or str(path)
        raise


def commit(aside: Path, final: Path) -> None:
    """Flush `aside` and rename it to `final`; both must be on one file system."""
    fsync_file(aside)
    aside.replace(final)
    fsync_folder(final.parent)


def aside_of(path: Path) -> Path:
    """The name under which a file is written before it is renamed to `path`."""
    return path.with_name(f".{path.name}.aside-{os.getpid()}")


def write_bytes(path: Path, data: bytes) -> None:
    """Put `data` at `path`, complete or not at all; makes the folder when it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = aside_of(path)
    with named(aside):
        aside.write_bytes(data)
    commit(aside, path)


def json_bytes(value) -> bytes:
    """Readable JSON with sorted keys: same value, same bytes."""
    return (json.dumps(value, sort_keys=True, ensure_ascii=False, indent=1) + "\n").encode()


def write_json(path: Path, value) -> None:
    """Put `value` at `path` as `json_bytes` writes it."""
    write_bytes(path, json_bytes(value))
