"""Where an office drops files, or a bank takes them from: a folder, an SFTP server, an object store, behind one shape.

conn_type file, fs    {"conn_type": "file", "host": "/mnt/drop"}
          sftp, ssh   {"conn_type": "sftp", "host": "10.0.0.8", "port": 22, "login": "reader", "password": "...",
                       "extra": {"path": "/out", "host_key": "ssh-ed25519 AAAA..."}}
          s3, aws     {"conn_type": "aws", "login": "<access key>", "password": "<secret key>",
                       "extra": {"path": "bucket/prefix", "endpoint_url": "https://...", "region_name": "..."}}
"""

from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import BinaryIO, Protocol

from innopoints.ingest.connection import Connection
from innopoints.ingest.connector import OfficeUnreachable

_KINDS = {
    "file": "innopoints.ingest.drop.folder",
    "fs": "innopoints.ingest.drop.folder",
    "sftp": "innopoints.ingest.drop.sftp",
    "ssh": "innopoints.ingest.drop.sftp",
    "s3": "innopoints.ingest.drop.object_store",
    "aws": "innopoints.ingest.drop.object_store",
}


@dataclass(frozen=True)
class Lying:
    """A file as its place lists it: `origin` is its path inside the drop, `changed_at` is by the place's own clock.

    A link that could lead to what was never sent is listed, so that it can be told of, and never read.
    """

    origin: str
    bytes: int
    changed_at: datetime
    is_link: bool = False


class BrokenOff(Exception):
    """The place stopped answering in the middle of something; it may be opened again."""


class Place(Protocol):
    """A drop, which is only read, or a bank's inbox. Any method may raise BrokenOff, or OSError about one file."""

    clock_may_differ_seconds: float

    def listing(self) -> dict[str, Lying]:
        """Every file by origin, in all subfolders."""

    def look(self, origin: str) -> Lying | None:
        """One file as it lies there now."""

    def open(self, origin: str) -> BinaryIO:
        """The bytes of a file."""

    def put(self, origin: str, path: Path) -> None:
        """Bring a file there under another name, then give it its own: whoever looks finds all of it or nothing."""

    def close(self) -> None:
        """Let go of the place."""


def open_place(connection: Connection) -> Place:
    """The drop a connection leads to. Raises OfficeUnreachable saying what to mend where."""
    return _kind(connection).open_place(connection)


def open_inbox(connection: Connection) -> Place:
    """The same to be written to: in an object store, the bucket must be there, the folder in it need not."""
    kind = _kind(connection)
    return getattr(kind, "open_inbox", kind.open_place)(connection)


def _kind(connection: Connection) -> ModuleType:
    name = _KINDS.get(connection.conn_type or "file")
    if name is None:
        raise OfficeUnreachable(
            f"conn_type {connection.conn_type!r} is no place for files; in {connection.variable} "
            f"use one of {', '.join(_KINDS)}"
        )
    return import_module(name)
