"""What the gate knows besides the files: the run, its batches, the banks, the edition before."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from innopoints.home import Home
from innopoints.passports.bank import Bank
from innopoints.publication.editions import previous_edition, read_manifest
from innopoints.verify import VerificationFailed, verify


@dataclass(frozen=True)
class RunFacts:
    """`candidate` is what candidate.json says; `previous` the edition this one must be compared with, or None."""

    as_of: date
    warehouse: Path
    candidate: dict[str, Any]
    banks: dict[str, Bank]
    previous: dict[str, Any] | None
    previous_is_intact: bool

    def previous_file(self, name: str) -> Path | None:
        """A file of the edition before; None without one, or when that edition did not have such a file yet."""
        path = self.previous and Path(self.previous["path"]) / f"{name}.parquet"
        return path if path and path.exists() else None

    @property
    def previous_known_at(self) -> str | None:
        """Up to when the edition before knew what had landed."""
        return self._previous_manifest.get("known_at")

    @property
    def previous_batches(self) -> list[dict[str, Any]]:
        """What the edition before was computed from, as {source, table, batch, rows}; none for the first."""
        return self._previous_manifest.get("batches", [])

    @property
    def _previous_manifest(self) -> dict[str, Any]:
        return read_manifest(Path(self.previous["path"])) if self.previous else {}


def gather(home: Home, as_of: date, warehouse: Path, candidate: dict[str, Any], banks: dict[str, Bank]) -> RunFacts:
    """Look up the edition before and make sure that it is still what was signed."""
    previous = previous_edition(home, as_of)
    return RunFacts(as_of, warehouse, candidate, banks, previous, previous is None or _intact(previous))


def _intact(previous: dict[str, Any]) -> bool:
    try:
        verify(Path(previous["path"]))
    except VerificationFailed:
        return False
    return True
