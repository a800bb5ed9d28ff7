"""What the gate knows besides the files: the run, its batches, the banks, the edition before."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from innopoints.home import Home
from innopoints.passports.bank import Bank
from innopoints.publication.editions import previous_edition
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

    @property
    def previous_score(self) -> Path | None:
        """The score file of the edition before."""
        return Path(self.previous["path"]) / "pub_score_v1.parquet" if self.previous else None


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
