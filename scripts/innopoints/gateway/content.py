"""The rows of a share as text, and the one hash over them: the same whoever holds the rows.

A table's text is PostgreSQL's COPY of its agreed columns: one line a row, tabs between, \\N for null, `\\` before what
would be read otherwise; rows in order of all columns, byte by byte, nulls last. A bank can hash what it copies out:

    psql -c "copy (select uscc, … from innopoints.current_score_v1 order by uscc, …) to stdout" | sha256sum

content root hash = sha256 of the canonical JSON of {product, bank, as_of_date, edition, tables: [{name, columns, rows,
sha256}]}; it stands in the signed manifest of the delivery, under `gateway`.
"""

import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from innopoints.durable import canonical_json

if TYPE_CHECKING:
    import pyarrow

# What COPY writes with a backslash. The first must be first: the others put backslashes in.
_ESCAPED = {"\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\v": "\\v", "\f": "\\f", "\r": "\\r"}


def blocks(table: "pyarrow.Table", *before: str) -> Iterator[memoryview]:
    """The table's text in pieces of whole lines, each with `before` first; the rows stand in the share's order."""
    import duckdb

    cells = ["'" + each.replace("'", "''") + "'" for each in before]
    cells += [_shown(field.name, table[field.name]) for field in table.schema]
    # A cursor of the process's own database: opening another one costs more than rendering a small table.
    with duckdb.connect(":default:").cursor() as database:
        database.execute("set preserve_insertion_order = true")
        database.register("share", table)
        lines = database.sql(f"select concat_ws(chr(9), {', '.join(cells)}) || chr(10) from share")
        for batch in lines.to_arrow_reader(65_536):
            yield from _bytes_of(batch.column(0))


def _shown(column: str, values: "pyarrow.ChunkedArray") -> str:
    import pyarrow as pa

    name = '"' + column.replace('"', '""') + '"'
    if pa.types.is_boolean(values.type):
        return f"case when {name} is null then '\\N' when {name} then 't' else 'f' end"
    text = f"{name}::varchar"
    if pa.types.is_string(values.type):
        # Looking once through all characters of a column is a hundred times cheaper than asking each cell.
        characters = b"".join(bytes(chunk.buffers()[2] or b"") for chunk in values.chunks)
        for character, escaped in _ESCAPED.items():
            if character.encode() in characters:
                text = f"replace({text}, chr({ord(character)}), '{escaped}')"
    return f"coalesce({text}, '\\N')"


def _bytes_of(lines: "pyarrow.Array") -> Iterator[memoryview]:
    """The characters of a column of text, which stand one after the other in memory."""
    import pyarrow as pa

    _, places, characters = lines.cast(pa.large_string()).buffers()
    if len(lines):
        first, last = (memoryview(places).cast("q")[lines.offset + each] for each in (0, len(lines)))
        yield memoryview(characters)[first:last]


def described(name: str, table: "pyarrow.Table") -> dict[str, Any]:
    """What the manifest says of a table: {name, columns, rows, sha256}."""
    digest = hashlib.sha256()
    for block in blocks(table):
        digest.update(block)
    return {"name": name, "columns": table.column_names, "rows": table.num_rows, "sha256": digest.hexdigest()}


def content_root_hash(product: str, bank: str, as_of_date: str, edition: int, tables: list[dict[str, Any]]) -> str:
    """The one hash over all tables."""
    value = {"product": product, "bank": bank, "as_of_date": as_of_date, "edition": edition, "tables": tables}
    return hashlib.sha256(canonical_json(value)).hexdigest()
