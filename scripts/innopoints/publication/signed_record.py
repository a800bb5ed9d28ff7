"""One file that says one thing, and who said it: a recall, a notice, a tombstone, the register of keys.

    {"record": {"format": …, "at": …, …}, "signatures": {"<key id>": "<hex>"}}

Complete or absent, as it is one file; `innopoints.verify.read_signed` reads it, also on the bank's side.
"""

from pathlib import Path
from typing import Any

from innopoints.durable import canonical_json, write_json
from innopoints.publication.keys import SigningKey


def write_signed(path: Path, record: dict[str, Any], keys: list[SigningKey]) -> None:
    """Put `record` at `path`, signed by each of the keys."""
    body = canonical_json(record)
    write_json(path, {"record": record, "signatures": {key.id: key.sign(body).hex() for key in keys}})
