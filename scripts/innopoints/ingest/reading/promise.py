"""What an office says it sent: a flag file beside each file, a manifest that lists them, or the answer of an interface.

    monthly_202603.csv.ok    empty, or  rows=812  sha256=...  累计_千元=1234.50   (lines, or one JSON object)
    manifest_202603.csv      file,rows,累计_千元   one line a file (or a JSON array of objects)
    {"total": 812, "sums": {"累计_千元": "1234.50"}, "data": [...]}

A file is waited for until it is promised; what lands must be what was promised, else both numbers are told.
"""

import csv
import io
import json
import re
from decimal import Decimal, InvalidOperation

from innopoints.ingest.refusal import NotLandable
from innopoints.passports.files import Files
from innopoints.passports.source import Table

LARGEST = 16 << 20
_OWN = ("file", "rows", "bytes", "sha256")
_LINE = re.compile(r"\s*([^=:：\t]+?)\s*[=:：\t]\s*(.*?)\s*")


def flag_says(name: str, data: bytes) -> dict[str, str]:
    """The names and values of a flag file; a bare number is the rows. Raises NotLandable."""
    text = _text(name, data).strip()
    if text.startswith("{"):
        return _one(_json(name, text), name)
    if text.isdigit():
        return {"rows": text}
    says: dict[str, str] = {}
    for line in filter(str.strip, text.splitlines()):
        found = _LINE.fullmatch(line)
        if not found:
            raise NotLandable(f"its flag {name} says {line[:80]!r}, not name=value")
        says[found[1]] = found[2]
    return says


def manifest_says(name: str, data: bytes, settings: Files) -> dict[str, dict[str, str]]:
    """What a manifest says, by file name. Raises NotLandable."""
    text = _text(name, data).strip()
    if text.startswith(("[", "{")):
        lines = _json(name, text)
        if not isinstance(lines, list):
            raise NotLandable(f"the manifest {name} is no array of objects")
        lines = [_one(line, name) for line in lines]
    else:
        lines = list(csv.DictReader(io.StringIO(text)))
        if any(None in line or None in line.values() for line in lines):
            raise NotLandable(f"the manifest {name} has lines of another width than its header")
    said = {}
    for line in lines:
        file = next((value for key, value in line.items() if settings.promise_names.get(key, key) == "file"), None)
        if not file:
            raise NotLandable(f"the manifest {name} has a line without file; promise_names says what it is called")
        said[file] = line
    return said


def demand_kept(promise: dict | None, table: Table, settings: object, sent: dict) -> None:
    """Raises NotLandable where `sent` {rows, bytes, sha256, control_totals} is not what was promised."""
    if not promise:
        return
    if fault := promise.get("fault"):
        raise NotLandable(fault)
    columns = _columns(table)
    wrong = []
    for name, value in promise["says"].items():
        meaning = _names(settings).get(name, name)
        if meaning in ("ignore", "file") or not value:
            continue
        if meaning in columns:
            column = columns[meaning]
            if _number(value, promise, name) != Decimal(sent["control_totals"][column]):
                wrong.append(f"the sum of {column} is {sent['control_totals'][column]}, promised {value}")
        elif meaning == "sha256":
            if value.lower() != sent["sha256"]:
                wrong.append(f"the SHA-256 is {sent['sha256']}, promised {value.lower()}")
        elif meaning in _OWN:
            if _number(value, promise, name) != sent[meaning]:
                wrong.append(f"{meaning} are {sent[meaning]}, promised {value}")
        else:
            allowed = ", ".join([*_OWN, *table.control_totals])
            raise NotLandable(
                f"{promise['origin']} promises {name!r}, which is none of {allowed}; name it in "
                f"{'promise_names' if isinstance(settings, Files) else 'aliases'}"
            )
    if wrong:
        raise NotLandable(f"not what {promise['origin']} promises: {'; '.join(wrong)}; ask the office to send it again")


def totals_said(promise: dict | None, table: Table, settings: object) -> dict[str, Decimal]:
    """What the office said of a batch: `rows`, and sums of columns by our name; {} where it said nothing.

    Of a pull, less the rows that had landed before: they are in an earlier batch.
    """
    if not promise:
        return {}
    columns, said, before = _columns(table) | {"rows": "rows"}, {}, promise.get("landed_before", {})
    for name, value in promise["says"].items():
        meaning = _names(settings).get(name, name)
        if meaning in columns and value:
            column = columns[meaning]
            said[column] = _number(value, promise, name) - Decimal(before.get(column, 0))
    return said


def _names(settings: object) -> dict[str, str]:
    return settings.promise_names if isinstance(settings, Files) else {}


def _columns(table: Table) -> dict[str, str]:
    """Control totals by every name the office may call them."""
    return {name: name for name in table.control_totals} | {
        alias: name for alias, name in table.aliases.items() if name in table.control_totals
    }


def _number(text: str, promise: dict, name: str) -> Decimal:
    try:
        number = Decimal(text.replace(",", "").strip())
    except InvalidOperation:
        number = Decimal("nan")
    if not number.is_finite():
        raise NotLandable(f"{promise['origin']} promises {name} {text[:40]!r}, which is no number")
    return number


def _text(name: str, data: bytes) -> str:
    if len(data) > LARGEST:
        raise NotLandable(f"{name} is too large for a flag or manifest")
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotLandable(f"{name} is neither UTF-8 nor GB18030 text")


def _json(name: str, text: str) -> object:
    try:
        return json.loads(text, parse_int=str, parse_float=str)
    except (json.JSONDecodeError, RecursionError):
        raise NotLandable(f"{name} is not whole JSON") from None


def _one(line: object, where: str) -> dict[str, str]:
    """A JSON object as flat names and texts; `totals: {...}` may stand inside."""
    if not isinstance(line, dict):
        raise NotLandable(f"{where} holds something that is no object")
    flat = {}
    for name, value in line.items():
        if isinstance(value, dict):
            flat |= {inner: str(each) for inner, each in value.items()}
        elif value is not None:
            flat[name] = str(value)
    return flat
