"""Count every call that changes the file system in this process, and do something at the n-th.

    watch(7, "kill")      the 7th call is made, then the process kills itself
    watch(7, "ENOSPC")    the 7th call fails: no space left; a write gets half of its bytes down first
    watch(7, "EIO")       the same with an input/output error
    watch(0, "")          nothing happens; the list it returns grows by one "name path" for each call

Opening for writing, each write, truncate, fsync, rename, replace, link, unlink, mkdir, rmdir, chmod and lock count.
"""

import errno
import fcntl
import io
import os
import signal
from pathlib import Path
from typing import Any

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
NAMES = ("rename", "replace", "fsync", "unlink", "remove", "mkdir", "rmdir", "chmod", "link", "truncate")


def watch(at: int, then: str) -> list[str]:
    calls: list[str] = []

    def counted(name: str, path: Any, call, half=None):
        if name == "mkdir" and Path(path).is_dir():
            name = "mkdir_again"  # fails on every disk, as it should
        calls.append(f"{name} {path}")
        mine = len(calls) == at
        if mine and then in ("ENOSPC", "EIO"):
            if half:
                half()
            number = getattr(errno, then)
            raise OSError(number, os.strerror(number), path if isinstance(path, str) else None)
        try:
            return call()
        finally:  # also when the call itself said no, as mkdir does of a folder that is there
            if mine and then == "kill":
                os.kill(os.getpid(), signal.SIGKILL)

    def wrapped(name: str, real):
        def call(path, *rest, **named):
            said = path if isinstance(path, int) else os.fspath(path)
            return counted(name, said, lambda: real(path, *rest, **named))

        return call

    for name in NAMES:
        setattr(os, name, wrapped(name, getattr(os, name)))
    real_open, real_io_open, real_flock = os.open, io.open, fcntl.flock

    def os_open(path, flags, *rest, **named):
        def call():
            return real_open(path, flags, *rest, **named)

        return counted("open", os.fspath(path), call) if flags & WRITING else call()

    def io_open(file, mode="r", *rest, **named):
        def call():
            return real_io_open(file, mode, *rest, **named)

        if not set(mode) & set("wax+"):
            return call()
        opened = call() if isinstance(file, int) else counted("open", os.fspath(file), call)
        return Writing(opened, counted) if "b" in mode else opened

    os.open, io.open = os_open, io_open
    fcntl.flock = lambda handle, how: counted("flock", handle, lambda: real_flock(handle, how))
    return calls


class Writing:
    """A binary file whose writes and truncations count."""

    def __init__(self, file, counted) -> None:
        self._file, self._counted = file, counted

    def write(self, data) -> int:
        def half() -> None:
            self._file.write(bytes(data)[: len(bytes(data)) // 2])
            self._file.flush()

        def whole() -> int:
            written = self._file.write(data)
            self._file.flush()
            return written

        return self._counted("write", self._file.name, whole, half)

    def truncate(self, size: int) -> int:
        return self._counted("truncate", self._file.name, lambda: self._file.truncate(size))

    def __getattr__(self, name: str):
        return getattr(self._file, name)

    def __enter__(self) -> "Writing":
        return self

    def __exit__(self, *error) -> None:
        self._file.close()
