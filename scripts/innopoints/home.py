"""Where the running system keeps its state.

var/                   INNOPOINTS_HOME
  landing/             append-only: what the offices sent
  registry/            the YAML kinds as tables
  warehouse/           disposable: candidate.duckdb while a run builds, innopoints.duckdb for analysts
  published/           append-only: signed editions
  delivery/<bank>/     what each bank receives
  quality/             gate reports
  logs/                one folder per run
"""

import os
from dataclasses import dataclass
from pathlib import Path

from innopoints.project import ROOT


@dataclass(frozen=True)
class Home:
    """The folders of one installation; nothing is created until something is written."""

    root: Path

    @classmethod
    def from_environment(cls) -> "Home":
        """INNOPOINTS_HOME, or `var/` beside the project."""
        return cls(Path(os.environ.get("INNOPOINTS_HOME") or ROOT / "var").resolve())

    @property
    def landing(self) -> Path:
        return self.root / "landing"

    @property
    def registry(self) -> Path:
        return self.root / "registry"

    @property
    def warehouse(self) -> Path:
        return self.root / "warehouse"

    @property
    def published(self) -> Path:
        return self.root / "published"

    @property
    def delivery(self) -> Path:
        return self.root / "delivery"

    @property
    def quality(self) -> Path:
        return self.root / "quality"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def keys(self) -> Path:
        return self.root / "keys"

    @property
    def candidate(self) -> Path:
        """The warehouse a run is building; nobody reads it but the gate."""
        return self.warehouse / "candidate.duckdb"

    @property
    def candidate_json(self) -> Path:
        """What the candidate was built from: as-of date, batches in force, registry, code version."""
        return self.warehouse / "candidate.json"

    @property
    def current(self) -> Path:
        """The complete warehouse analysts read."""
        return self.warehouse / "innopoints.duckdb"
