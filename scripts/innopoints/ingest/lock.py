"""One worker per source: fetch, land and check of a source never overlap. A killed worker leaves no lock behind."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from innopoints.errors import OutsideFailed
from innopoints.home import Home


@contextmanager
def source_locked(home: Home, source: str) -> Iterator[None]:
    """Hold a source's lock. Raises OutsideFailed at once when another process holds it."""
    folder = home.landing / source
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OutsideFailed(
                f"another fetch, land or check of {source} is running; run again when it ends"
            ) from None
        yield
