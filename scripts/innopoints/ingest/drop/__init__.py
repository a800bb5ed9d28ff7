"""Where an office drops files: a folder, an SFTP server, an object store, behind one shape.

conn_type file, fs    {"conn_type": "file", "host": "/mnt/drop"}
          sftp, ssh   {"conn_type": "sftp", "host": "10.0.0.8", "port": 22, "login": "reader", "password": "...",
                       "extra": {"path": "/out", "host_key": "ssh-ed25519 AAAA..."}}
          s3, aws     {"conn_type": "aws", "login": "<access key>", "password": "<secret key>",
                       "extra": {"path": "bucket/prefix", "endpoint_url": "https://...", "region_name": "..."}}
"""

from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
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
    """A drop, only ever read. Any method may raise BrokenOff, or OSError about one file."""

    clock_may_differ_seconds: float

    def listing(self) -> dict[str, Lying]:
        """Every file by origin, in all subfolders."""

    def look(self, origin: str) -> Lying | None:
        """One file as it lies there now."""

    def open(self, origin: str) -> BinaryIO:
        """The bytes of a file."""

    def close(self) -> None:
        """Let go of the place."""


def open_place(connection: Connection) -> Place:
    """The drop a connection leads to. Raises OfficeUnreachable saying what to mend where."""
    kind = _KINDS.get(connection.conn_type or "file")
    if kind is None:
        raise OfficeUnreachable(
            f"conn_type {connection.conn_type!r} is no place for files; in {connection.variable} "
            f"use one of {', '.join(_KINDS)}"
        )
    return import_module(kind).open_place(connection)
