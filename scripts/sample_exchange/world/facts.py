"""Facts: equal-length columns of plain values, what is true before an office writes it down as text."""

import numpy as np


class Facts:
    """Rows as columns: `facts.sale` is an array, `facts[mask]` the rows kept, `len(facts)` the number of rows."""

    def __init__(self, **columns):
        self._columns = {name: np.asarray(values) for name, values in columns.items()}
        lengths = {name: len(values) for name, values in self._columns.items()}
        if len(set(lengths.values())) > 1:
            raise ValueError(f"columns of unequal length: {lengths}")

    def __getattr__(self, name: str) -> np.ndarray:
        try:
            return self.__dict__["_columns"][name]
        except KeyError:
            raise AttributeError(name) from None

    def __getitem__(self, keep) -> "Facts":
        return Facts(**{name: values[keep] for name, values in self._columns.items()})

    def __len__(self) -> int:
        return len(next(iter(self._columns.values())))

    def but(self, **columns) -> "Facts":
        """The same rows with some columns replaced or added."""
        return Facts(**(self._columns | columns))

    def then(self, other: "Facts") -> "Facts":
        """These rows, followed by those of `other`."""
        return Facts(**{name: np.concatenate([values, getattr(other, name)]) for name, values in self._columns.items()})
