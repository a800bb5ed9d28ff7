"""The register of keys: which one signs, which were retired and when, which were revoked and why.

    published/keys/register.json    {"record": {serial, act, keys: [{key_id, from, until, revoked}]}, "signatures"}

The newest key without `until` signs. A retired key signs beside it until its `until`, so that a bank that knows only
the old key has that long to take the new one; what it signed in its time verifies for ever. What a revoked key signed
does not.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from innopoints.errors import Refused
from innopoints.home import Home

REGISTER = "register.json"
FORMAT = "innopoints-keys/1"


def register_path(home: Home) -> Path:
    """Where the register stands; banks get a copy beside their keys."""
    return home.published / "keys" / REGISTER


def read_register(home: Home) -> dict[str, Any] | None:
    """What the register says; None as long as there was neither rotation nor revocation."""
    return _read(register_path(home))


def _read(path: Path) -> dict[str, Any] | None:
    try:
        record = json.loads(path.read_bytes())["record"] if path.exists() else {"keys": []}
        for each in record["keys"]:
            each["key_id"], each["until"], each["revoked"]
        return record if path.exists() else None
    except (ValueError, KeyError, TypeError) as error:
        raise Refused(f"{path}: not a readable register of keys ({error}); bring it back from a backup") from error


def signing_id(register: dict[str, Any] | None) -> str | None:
    """The id of the key that signs; None without a register."""
    return register and next(
        each["key_id"] for each in reversed(register["keys"]) if not each["until"] and not each["revoked"]
    )


def co_signing(register: dict[str, Any] | None, moment: datetime) -> list[str]:
    """The ids of the retiring keys that still sign at `moment`."""
    return [
        each["key_id"]
        for each in (register or {"keys": []})["keys"]
        if each["until"] and not each["revoked"] and moment <= datetime.fromisoformat(each["until"])
    ]


def revoked_keys(keys: Path) -> set[str]:
    """The ids of the revoked keys, as the register in a folder of keys says."""
    return {each["key_id"] for each in (_read(keys / REGISTER) or {"keys": []})["keys"] if each["revoked"]}
