"""Rows as an office sends them: columns of text, and notes on what is special about a row."""

from dataclasses import dataclass, field

import numpy as np

from sample_exchange.offices.text import texts


@dataclass(frozen=True)
class Note:
    """One planted case. `right` is what the value should have been; `uscc` the enterprise that was meant."""

    kind: str
    effect: str  # rejected | review (nobody's until a person answers) | repaired | superseded | deleted | none
    uscc: str
    column: str | None = None
    sent: str | None = None
    right: str | None = None


@dataclass
class Rows:
    """One table of one chunk as sent. `part` names the file of each row (period or year) where there are several."""

    source: str
    table: str
    columns: dict[str, np.ndarray]
    meant: np.ndarray  # the enterprise each row is about, whatever its code column will say
    part: np.ndarray | None = None
    notes: list[tuple[int, Note]] = field(default_factory=list)

    def __post_init__(self) -> None:
        # Often it is the very array of the code column, and planting a wrong code must not change who was meant.
        self.meant = self.meant.copy()

    def __len__(self) -> int:
        return len(self.meant)

    def note(self, which: np.ndarray, kind: str, effect: str, column: str | None = None) -> None:
        """Record that these rows (a mask or row numbers) are a planted case."""
        rows = np.flatnonzero(which) if np.asarray(which).dtype == bool else which
        for row in np.asarray(rows).tolist():
            value = self.columns[column][row] if column else None
            self.notes.append((row, Note(kind, effect, self.meant[row], column, value, value)))

    def add(self, other: "Rows") -> None:
        """Append rows of the same table, with their notes."""
        start = len(self)
        self.columns = {name: np.concatenate([old, other.columns[name]]) for name, old in self.columns.items()}
        self.meant = np.concatenate([self.meant, other.meant])
        if self.part is not None:
            self.part = np.concatenate([self.part, other.part])
        self.notes += [(start + row, note) for row, note in other.notes]

    def copies(self, which: np.ndarray) -> "Rows":
        """The same rows once more, without their notes."""
        return Rows(
            self.source,
            self.table,
            {name: values[which] for name, values in self.columns.items()},
            self.meant[which],
            None if self.part is None else self.part[which],
        )

    def records(self) -> zip:
        return zip(*(values.tolist() for values in self.columns.values()), strict=True)


def constant(value: str | None, count: int) -> np.ndarray:
    return texts([value] * count)
