"""The fast way through a CSV that needs no care: no quotes, no blank lines, every row as wide as the header.

Most offices' exports are like that. Arrow splits them several times faster than Python does; what the two
read is the same (a property test holds them together). Any doubt, and the careful reader takes over.
"""

from collections.abc import Iterator
from functools import reduce
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from innopoints.ingest.reading import Chunk

_BLOCK = 4 << 20
# In UTF-8 and GB18030 alike these bytes are never a part of another character.
_NEEDS_CARE = (b'"', b"\x00")


class Doubtful(Exception):
    """A row or a character that the careful reader should look at."""


def is_plain(path: Path, width: int) -> bool:
    """Is this file free of quotes and NULs? One pass over its bytes."""
    if width < 2:
        return False
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            if any(mark in block for mark in _NEEDS_CARE):
                return False
    return True


def plain_chunks(path: Path, encoding: str, delimiter: str, header_row: int, width: int) -> Iterator[Chunk]:
    """The rows below line `header_row`, numbered by line. Raises Doubtful when they are not so plain after all."""
    names = [f"f{index}" for index in range(width)]
    try:
        rows = csv.open_csv(
            path,
            read_options=csv.ReadOptions(
                encoding=encoding.removesuffix("-sig"), skip_rows=header_row, column_names=names, block_size=_BLOCK
            ),
            parse_options=csv.ParseOptions(delimiter=delimiter, quote_char=False, ignore_empty_lines=False),
            convert_options=csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True, null_values=[""]
            ),
        )
        line = header_row
        for batch in rows:
            if _has_empty_row(batch):
                raise Doubtful("a blank line, or a row of nothing: Arrow does not tell them apart")
            yield Chunk(range(line + 1, line + 1 + batch.num_rows), batch.columns)
            line += batch.num_rows
    except (pa.ArrowInvalid, UnicodeDecodeError) as error:
        raise Doubtful(str(error)) from None


def _has_empty_row(batch: pa.RecordBatch) -> bool:
    if not all(column.null_count for column in batch.columns):
        return False
    return pc.any(reduce(pc.and_, map(pc.is_null, batch.columns))).as_py()
