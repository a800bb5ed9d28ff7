"""The batches of the landing zone, and which of them count.

landing/<source>/<table>/<batch>.parquet      the rows, as text
                         <batch>.json         the sidecar: a batch counts only when it is there
                         <batch>.check.json   its verdict: passed or held, and since when
                         <batch>.release.json who let a held batch pass, why, and since when
"""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from innopoints.home import Home

Key = tuple[str, str]


@dataclass(frozen=True)
class Batch:
    """One immutable batch. `path` is its Parquet file; `landed_at` is aware (UTC); `origin` never holds credentials."""

    source: str
    table: str
    batch: str
    path: Path
    rows: int
    sha256: str
    landed_at: datetime
    origin: str

    @property
    def sidecar(self) -> dict:
        """All that was noted when the batch landed."""
        return json.loads(self.path.with_suffix(".json").read_text(encoding="utf-8"))

    @property
    def check(self) -> dict | None:
        """What the checks said; None while unchecked."""
        path = self.path.with_suffix(".check.json")
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None

    @property
    def release(self) -> dict | None:
        """Who let it pass although it was held; None when nobody did."""
        path = self.path.with_suffix(".release.json")
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None

    @property
    def verdict(self) -> str | None:
        """passed (or released), held, or None while unchecked."""
        check = self.check
        return None if check is None else "passed" if check["verdict"] == "held" and self.release else check["verdict"]

    @property
    def in_force_from(self) -> datetime | None:
        """The moment from which the batch counts: when it was found good or released; None while it does not."""
        check = self.check or {}
        if check.get("verdict") == "passed":
            checked_at = check.get("checked_at")
            return max(self.landed_at, datetime.fromisoformat(checked_at)) if checked_at else self.landed_at
        release = self.release if check else None
        return datetime.fromisoformat(release["released_at"]) if release else None


def table_folder(home: Home, source: str, table: str) -> Path:
    return home.landing / source / table


def read_batches(folder: Path) -> list[Batch]:
    """Every complete batch of one table, oldest first, whatever its verdict."""
    batches = []
    for path in folder.glob("*.json"):
        if path.name.startswith(".") or path.name.endswith((".check.json", ".release.json")):
            continue
        note = json.loads(path.read_text(encoding="utf-8"))
        batches.append(
            Batch(
                source=note["source"],
                table=note["table"],
                batch=note["batch"],
                path=path.with_suffix(".parquet"),
                rows=note["rows"],
                sha256=note["sha256"],
                landed_at=datetime.fromisoformat(note["landed_at"]),
                origin=note["origin"],
            )
        )
    return sorted(batches, key=lambda each: (each.landed_at, each.batch))


def landed_tables(home: Home) -> list[Key]:
    """Every (source, table) that has a folder in the landing zone, in name order."""
    folders = (each for each in home.landing.glob("*/*") if each.is_dir())
    names = ((each.parent.name, each.name) for each in folders)
    return sorted(key for key in names if not key[0].startswith(".") and not key[1].startswith("."))


def batches_in_force(home: Home, known_at: datetime) -> dict[Key, list[Batch]]:
    """The batches a build may use: landed, and passed or released, at or before `known_at`; oldest first, then by id.

    A table without such a batch is absent from the answer.
    """
    in_force = {}
    for source, table in landed_tables(home):
        batches = read_batches(table_folder(home, source, table))
        usable = [each for each in batches if (since := each.in_force_from) and since <= known_at]
        if usable:
            in_force[source, table] = usable
    return in_force
