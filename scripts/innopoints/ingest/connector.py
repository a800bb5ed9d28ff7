"""The one shape of a connector, and the choice of one by a passport's `connector`.

A new kind of office is a new module with `connect(source, connection)` and one line in `_KINDS`.
"""

from datetime import datetime
from importlib import import_module
from typing import Protocol

from innopoints.errors import OutsideFailed
from innopoints.ingest.connection import resolve
from innopoints.ingest.incoming import Incoming
from innopoints.ingest.landed import Landed
from innopoints.passports.source import Source, Table

_KINDS = {
    "rest": "innopoints.ingest.rest",
    "sql": "innopoints.ingest.sql",
    "files": "innopoints.ingest.file_drop",
}


class OfficeUnreachable(OutsideFailed):
    """No table of this office can be had now: wrong credentials, nobody answers, no folder."""


class Connector(Protocol):
    """An office that can be asked for its tables."""

    def pull(self, table: Table, landed: Landed, incoming: Incoming, fetched_at: datetime) -> dict:
        """Keep in `incoming` what `landed` does not have; answer with counts.

        Raises OutsideFailed (this table only) or OfficeUnreachable (every table); then nothing was kept.
        """

    def leftovers(self) -> list[str]:
        """What lies at the office and belongs to no table of the passport."""

    def close(self) -> None:
        """Let go of the office."""


def connect(source: Source) -> Connector:
    """The connector of a passport, with its connection resolved. Raises OutsideFailed when there is none."""
    return import_module(_KINDS[source.connector]).connect(source, resolve(source.connection))
