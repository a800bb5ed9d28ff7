"""How the layout an office sends has moved, in words for the sidecar and the status command.

Renamed, new, missing and reordered columns are told against the passport; what the values look like, against the
batch before.
"""

from collections.abc import Iterable, Iterator

import pyarrow as pa
import pyarrow.compute as pc

from innopoints.ingest.header import Header
from innopoints.ingest.reading import Chunk
from innopoints.passports.source import Table

# The look of a column is taken from its first rows; fewer filled cells than this say nothing.
_LOOKED_AT, _ENOUGH, _NEARLY_ALL = 2_000, 20, 0.95
_LOOKS = {
    # A month there is: 3963.10 is an amount.
    "days": r"^\s*(19|20)[0-9]{2}[-/.年](0?[1-9]|1[0-2])([-/.月][0-9]{1,2}.*)?$",
    "percentages": r"^\s*[+-]?[0-9][0-9,]*(\.[0-9]+)?\s*[%％]\s*$",
    "numbers": r"^\s*[+-]?[0-9][0-9,]*(\.[0-9]*)?([eE][+-]?[0-9]+)?\s*$",
}


class Looks:
    """Passes chunks on and remembers what the values of the first rows look like, by landing column."""

    def __init__(self, header: Header):
        self._position = header.position()
        self.seen: dict[str, str] = {}

    def watch(self, chunks: Iterable[Chunk]) -> Iterator[Chunk]:
        for index, chunk in enumerate(chunks):
            if index == 0:
                self.seen = {
                    name: look for name, column in self._position.items() if (look := _look(chunk.values[column]))
                }
            yield chunk


def drift(header: Header, table: Table, looks: dict[str, str], before: dict | None) -> list[str]:
    """One sentence for each thing that moved; `before` is the sidecar of the batch before."""
    known = [name for name in header.target if name in table.columns]
    said = [f"{seen} was sent for {table.aliases[seen]}" for seen in header.seen if seen in table.aliases]
    said += [f"{name} is new: no passport knows it" for name in header.unknown]
    said += [f"{name} was not sent" for name in table.columns if name not in known]
    said += _reordered(header, table, before)
    earlier = (before or {}).get("looks", {})
    said += [
        f"{name} now holds {look}, before it held {earlier[name]}"
        for name, look in looks.items()
        if name in earlier and earlier[name] != look
    ]
    return said


def _reordered(header: Header, table: Table, before: dict | None) -> list[str]:
    """Only the columns both have are compared; without a batch before, the passport's order is the agreed one."""
    agreed = (before or {}).get("columns_seen") or table.columns
    now = [name for name in header.seen if name in agreed]
    then = [name for name in agreed if name in now]
    if now == then:
        return []
    first = next(index for index, name in enumerate(now) if name != then[index])
    return [f"columns stand in another order: {now[first]} where {then[first]} stood"]


def _look(values) -> str | None:
    texts = values[:_LOOKED_AT]
    column = texts if isinstance(texts, pa.Array) else pa.array(list(texts), pa.string(), from_pandas=False)
    filled = column.filter(pc.fill_null(pc.not_equal(column, ""), False))
    if len(filled) < _ENOUGH:
        return None
    for look, pattern in _LOOKS.items():
        matching = pc.sum(pc.match_substring_regex(filled, pattern)).as_py()
        if matching >= _NEARLY_ALL * len(filled):
            return look
    return "words"
