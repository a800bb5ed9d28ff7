"""Where rows ended up: the file and line (or the serial) by which a reader can find each again."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Places:
    """One entry per row written, in the order of the rows."""

    file: list[str]
    line_or_id: list[str]
