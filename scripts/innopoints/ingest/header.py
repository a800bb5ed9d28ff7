"""What an office calls its columns, and what we call them: one reading for every connector.

A name is matched without regard to case and surrounding blanks; an alias counts as the column it stands for.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from innopoints.ingest.refusal import NotLandable
from innopoints.passports.source import Table


@dataclass(frozen=True)
class Header:
    """`target[i]` is the landing column of the i-th sent column, None when it is left out."""

    seen: list[str]
    target: list[str | None]
    unknown: list[str]

    def position(self) -> dict[str, int]:
        """Where each landing column stands among what was sent."""
        return {name: index for index, name in enumerate(self.target) if name is not None}


def understand(sent: Sequence[str], table: Table, leave_out: Sequence[str]) -> Header:
    """Match sent column names to the passport. Raises NotLandable when two columns mean the same one."""
    known = {_key(name): name for name in table.columns}
    known |= {_key(alias): name for alias, name in table.aliases.items()}
    private = {_key(name) for name in leave_out}
    seen = [_clean(name) or f"column_{index}" for index, name in enumerate(sent, start=1)]
    target, unknown, taken = [], [], {}
    for name in seen:
        key = _key(name)
        if key in private:
            target.append(None)
            continue
        # Names beginning with _ are our own (_batch, _row, _landed_at).
        column = known.get(key) or (f"sent{name}" if name.startswith("_") else name)
        if key not in known:
            unknown.append(column)
        if (other := taken.get(_key(column))) is not None:
            raise NotLandable(f"columns {other!r} and {name!r} both mean {column!r}; send it once")
        taken[_key(column)] = name
        target.append(column)
    return Header(seen, target, unknown)


def demand_required(header: Header, table: Table, where: str) -> None:
    """Raises NotLandable naming the required columns that were not sent."""
    if missing := [name for name in table.required if name not in header.target]:
        sent = ", ".join(header.seen[:12]) + (" ..." if len(header.seen) > 12 else "")
        raise NotLandable(
            f"required columns are missing: {', '.join(missing)}; {where} says: {sent or 'nothing'}. "
            "Ask the office for the agreed layout, or add an alias to the passport"
        )


def _clean(name: str) -> str:
    return "".join(str(name).replace("\ufeff", "").split("\n")).strip()


def _key(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", _clean(name)).casefold().split())
