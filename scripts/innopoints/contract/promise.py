"""The contract promised last, committed as contracts/<product>.odcs.yaml, and the next one that may follow it.

Nothing changed: the same bytes. Something was added: the second number of `version` goes up. Only words changed and
whoever changed them says that the meaning is the same: the third. Anything that breaks a reader is refused.
"""

from datetime import date
from pathlib import Path
from typing import Any

from innopoints import yaml_file
from innopoints.contract.changes import Changes, changes
from innopoints.contract.odcs import RULES, as_yaml, product_contract
from innopoints.durable import write_bytes
from innopoints.errors import Refused
from innopoints.publication.editions import PRODUCT

PROMISED = RULES / "contracts" / f"{PRODUCT}.odcs.yaml"


def renew(on: date, out: Path | None = None, same_meaning: bool = False, promised: Path = PROMISED) -> dict[str, Any]:
    """Write the contract to `out`, or over the one promised last; returns {contract, version, changed}.

    Raises Refused when it breaks what was promised, or words changed and nobody says that their meaning did not.
    """
    before = yaml_file.load(promised) if promised.exists() else None
    after, found = following(before, product_contract(), on, same_meaning)
    path = (out or promised.parent) / promised.name
    body = as_yaml(after)
    if not path.exists() or path.read_bytes() != body:
        write_bytes(path, body)
    told = [*found.added, *(f"{words}: worded otherwise" for words in found.words)]
    return {"contract": str(path), "version": after["version"], "changed": told}


def following(
    before: dict[str, Any] | None, after: dict[str, Any], on: date, same_meaning: bool = False
) -> tuple[dict[str, Any], Changes]:
    """`after` with the version that follows `before`, and what changed. Raises Refused as `renew` does."""
    if before is None:
        return after | {"version": "1.0.0"}, Changes()
    found = changes(before, after, on)
    if found.breaking:
        lines = "\n  ".join(found.breaking)
        raise Refused(
            f"this breaks what banks were promised in {PROMISED.name} {before['version']}:\n  {lines}\n"
            "keep the published table as it is and put the new shape beside it as the next _vN; "
            "announce the old one's last day under contract.sunset in the product file"
        )
    if found.words and not same_meaning:
        lines = "\n  ".join(found.words)
        raise Refused(
            f"the words of the contract changed:\n  {lines}\n"
            "if every value means what it meant, run `innopoints contract --same-meaning`; if not, it is a new column"
        )
    major, minor, patch = (int(part) for part in before["version"].split("."))
    version = before["version"]
    if found.added:
        version = f"{major}.{minor + 1}.0"
    elif as_yaml(after | {"version": version}) != as_yaml(before):
        version = f"{major}.{minor}.{patch + 1}"
    return after | {"version": version}, found


def promised_version(promised: Path = PROMISED) -> str:
    """The version of the contract promised last."""
    return yaml_file.load(promised)["version"]
