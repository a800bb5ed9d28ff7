"""Lay a CSV or Parquet file out in the trial's database, every value as text, every row with its line.

CSV is UTF-8 (with or without a byte order mark), UTF-16 with one, or GB18030. One unreadable row refuses the file.
"""

import codecs
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from innopoints.errors import Refused, WrongUse
from innopoints.ingest.reading.delimited import read_delimited
from innopoints.ingest.reading.encoding import encoding_of
from innopoints.ingest.reading.first_bytes import demand_format
from innopoints.ingest.reading.unread import Unread
from innopoints.ingest.refusal import NotLandable
from innopoints.trial.progress import Progress

_BLOCK = 1 << 20


def lay_out(con: duckdb.DuckDBPyConnection, path: Path, progress: Progress) -> list[str]:
    """Fill `sent (line, c0, c1, ...)` and return the column names of c0, c1, ... as written.

    A line is the line of the CSV, or the row of the Parquet file counted from 1. Raises WrongUse for another kind of
    file, Refused naming file and line for one that cannot be read.
    """
    kinds = {".csv": _csv, ".parquet": _parquet}
    if path.suffix.lower() not in kinds:
        raise WrongUse(f"{path}: --values reads .csv and .parquet; save the table as one of them")
    if not path.is_file():
        raise WrongUse(f"{path}: no such file")
    if not path.stat().st_size:
        raise Refused(f"{path}: the file is empty (0 bytes)")
    try:
        demand_format(path, path.suffix.lower()[1:])
        names = kinds[path.suffix.lower()](con, path, progress)
    except NotLandable as error:
        raise Refused(f"{path}: {error}") from None
    if not con.execute("select exists (from sent)").fetchone()[0]:
        raise Refused(f"{path}: no rows below the header ({', '.join(names)})")
    return names


def _csv(con: duckdb.DuckDBPyConnection, path: Path, progress: Progress) -> list[str]:
    unread = Unread()
    sent = read_delimited(path, encoding_of(path, "utf-8" if _is_utf8(path) else "gb18030"), ",", 1, unread=unread)
    names = [f"c{place}" for place in range(len(sent.columns))]
    con.execute(f"create table sent (line bigint, {', '.join(f'{name} varchar' for name in names)})")
    rows = 0
    for chunk in sent.chunks:
        # Most chunks are Arrow columns already; making arrays of those again would take each value apart.
        texts = [each if isinstance(each, pa.Array) else pa.array(each, pa.string()) for each in chunk.values]
        piece = pa.table([pa.array(chunk.numbers, pa.int64()), *texts], names=["line", *names])
        con.register("piece", piece)
        con.execute("insert into sent from piece")
        rows += len(chunk.numbers)
        progress(f"read the rows of {path.name}", rows)
    unread.demand_few(rows, 0)
    return [name.strip() for name in sent.columns]


def _parquet(con: duckdb.DuckDBPyConnection, path: Path, progress: Progress) -> list[str]:
    progress(f"read the rows of {path.name}")
    try:
        names = pq.ParquetFile(path).schema_arrow.names
        columns = ", ".join(f"cast({quoted(name)} as varchar) as c{place}" for place, name in enumerate(names))
        con.execute(
            f"create table sent as select file_row_number + 1 as line, {columns} "
            "from read_parquet(?, file_row_number = true)",
            [str(path)],
        )
    except (pa.ArrowException, duckdb.Error, OSError) as error:
        raise NotLandable(f"not a readable Parquet file ({str(error).splitlines()[0]})") from None
    return names


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str | Path) -> str:
    """A text or path as an SQL text."""
    return "'" + str(text).replace("'", "''") + "'"


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    with path.open("rb") as file:
        try:
            while block := file.read(_BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True
