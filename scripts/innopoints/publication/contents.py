"""What is in a folder of Parquet or CSV files: names, rows, hashes, schemas, and the one hash over all.

    root hash = sha256 of the canonical JSON of
        {product, as_of_date, files: [{name, rows, sha256, schema}], schemes}

No clock, no batch and no previous edition goes into it: the same rows of the same
schemes have the same root hash whenever and by whomever they are computed.
"""

import csv
import hashlib
from pathlib import Path
from typing import Any

from innopoints.durable import canonical_json, sha256_of


def describe_parquet(path: Path) -> dict[str, Any]:
    """name, bytes, rows, sha256, schema [[column, type]...]. Raises what pyarrow raises for a broken file."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        schema = [[field.name, str(field.type)] for field in file.schema_arrow]
        rows = file.metadata.num_rows
    return _entry(path, rows, schema)


def describe_csv(path: Path, schema: list[list[str]], encoding: str) -> dict[str, Any]:
    """The same for a CSV with a header line, and its encoding; `schema` says what its text stands for."""
    with path.open(encoding=encoding, newline="") as file:
        rows = sum(1 for _ in csv.reader(file)) - 1
    return _entry(path, rows, schema) | {"encoding": encoding}


def _entry(path: Path, rows: int, schema: list[list[str]]) -> dict[str, Any]:
    return {
        "name": path.name,
        "bytes": path.stat().st_size,
        "rows": rows,
        "sha256": sha256_of(path),
        "schema": schema,
    }


def schemes_of(score_file: Path) -> list[dict[str, str]]:
    """The schemes a score file speaks of, with edition and status, in order of name."""
    import pyarrow.parquet as pq

    columns = ["scheme", "scheme_edition", "scheme_status"]
    rows = pq.read_table(score_file, columns=columns).group_by(columns).aggregate([]).to_pylist()
    named = [
        {"scheme": row["scheme"], "edition": row["scheme_edition"], "status": row["scheme_status"]} for row in rows
    ]
    return sorted(named, key=lambda each: [str(value) for value in each.values()])


def root_hash(product: str, as_of_date: str, files: list[dict], schemes: list[dict]) -> str:
    """The one hash over all files; also recomputed by innopoints.verify, which must agree."""
    kept = ("name", "rows", "sha256", "schema")
    value = {
        "product": product,
        "as_of_date": as_of_date,
        "files": [{key: file[key] for key in kept} for file in sorted(files, key=lambda each: each["name"])],
        "schemes": schemes,
    }
    return hashlib.sha256(canonical_json(value)).hexdigest()
