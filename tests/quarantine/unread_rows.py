"""The corpus of rows that cannot be read (tests/ingest/poison/single_rows.py), done to real rows of two offices.

Each kind takes a good line and gives the lines sent in its place beside it.
"""

import json
from collections.abc import Callable

# Kinds that need a file no passport of ours describes: an archive, and one document of rows.
ELSEWHERE = {"a ragged row in an archive", "a JSON row that is text"}
WIDE = "ragged rows in UTF-16"  # the whole file is UTF-16 with a byte order mark
MANY = "as many bad rows as are allowed"


def _fields(edit: Callable[[list[str]], list[str]]) -> Callable[[str], list[str]]:
    return lambda line: [",".join(edit(line.split(",")))]


_few = _fields(lambda fields: fields[:-1])
CSV: dict[str, Callable[[str], list[str]]] = {
    "a row with a field too few": _few,
    "a row with a field too many": _fields(lambda fields: [*fields, "3"]),
    "an amount with bare thousands": _fields(lambda fields: [*fields[:-2], "77,777,777", fields[-1]]),
    "a row broken in two by a line end": lambda line: [line[:30], line[30:]],
    "two rows that grew together": lambda line: [line + line],
    "a lost closing quote": _fields(lambda fields: [*fields[:-1], f'"{fields[-1]}']),
    "a quote in the middle of a field": _fields(lambda fields: [fields[0], f'"{fields[1]}"{fields[1]}', *fields[2:]]),
    "a lost quote that another row's quote seems to close": _fields(
        lambda fields: [fields[0], f'"{fields[1]}', *fields[2:]]
    ),
    "a comment among the rows": lambda line: ["# 以下为补报"],
    "a total at the foot": lambda line: ["合计：100 户"],
    "a DOS end mark": lambda line: ["\x1a"],
    "a NUL in a row": _fields(lambda fields: [*fields[:-1], f"{fields[-1]}\x00"]),
    "ragged rows in GB18030": _few,
    WIDE: _few,
    MANY: _few,
}
JSON_LINES: dict[str, Callable[[str], list[str]]] = {
    "a line that is no JSON": lambda line: ["{app_no: 1}"],
    "a line that is half an object": lambda line: [line[:-20]],
    "two objects on one line": lambda line: [line + line],
    "a line that is an array": lambda line: [f"[{line}]"],
    "a bare null": lambda line: ["null"],
    "NaN for a number": lambda line: [f'{line[:-1]}, "pages": NaN}}'],
    "infinity for a number": lambda line: [f'{line[:-1]}, "pages": -Infinity}}'],
    "one key twice": lambda line: [f'{line[:-1]}, "app_no": "202610999999.8"}}'],
    "half a character": lambda line: [line[:-1] + r', "note": "\ud800"}'],
    "an escaped NUL": lambda line: [line[:-1] + r', "note": "\u0000"}'],
    "JSON nested without end": lambda line: ["[" * 100_000],
}


def patent_line(code: str) -> str:
    """An invention applied for lately, which would count."""
    said = {"app_no": "202610999999.8", "patent_type": "发明", "title": "毒", "applicant_names": "毒"}
    said |= {"applicant_codes": code, "app_dt": "2026-03-01", "is_main_business": "是"}
    return json.dumps(said | {"updated_at": "2026-06-30T23:59:58"}, ensure_ascii=False)
