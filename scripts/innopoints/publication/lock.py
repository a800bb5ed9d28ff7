"""One at a time: a lock that a killed process cannot leave behind (the kernel releases it)."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from innopoints.durable import DISK_FAULTS
from innopoints.errors import disk_fault


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold the lock file `path`; waits for whoever holds it. The file itself stays, it means nothing.

    Raises OutsideFailed in words when the disk is full or broken while it is held.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)
    except OSError as error:
        if error.errno in DISK_FAULTS:
            raise disk_fault(error) from error
        raise
