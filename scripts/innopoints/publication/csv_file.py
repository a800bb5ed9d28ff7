"""A table as CSV: a spreadsheet opens it without running, rounding or guessing anything, a program reads it back whole.

    uscc,scheme_edition,score,reason_zh
    "'913101154147633661","'2.0",71.25,"研发投入高于同阶段"

Text is quoted, numbers and dates are bare, null is nothing at all. A text that a spreadsheet would run as a formula, or
read as a number or date and so change (a credit code of 18 digits, an edition 2.0), begins with one apostrophe, and so
does a text that begins with one itself. To read a text cell: take away one leading apostrophe. Lines end with CRLF.
"""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from innopoints.errors import Refused
from innopoints.expect.json_values import plain

if TYPE_CHECKING:
    import pyarrow

MARK = "'"

# What OWASP's "CSV Injection" page names, and their full-width forms, after any blanks and invisible signs.
_FORMULA = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")
_NUMBER = re.compile(r"\s*[(+-]?[¥$￥]?(\d[\d,]*\.?\d*|\.\d+)([eE][+-]?\d+)?%?\)?\s*")
_MONTH = (
    "jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|"
    "dec(ember)?"
)
_DATE_OR_TIME = re.compile(
    rf"\s*\d[\d\s\-/.:年月日时分秒]*(t[\d:.]+z?|[ap]\.?m\.?)?\s*|(?=.*\d)(\d+\W*)?({_MONTH})\W*(\d[\d\W]*)?",
    re.IGNORECASE | re.DOTALL,
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# Eleven digits are shown as they are.
_HARMLESS = re.compile(r"0|[1-9]\d{0,10}")


def write_csv(table: "pyarrow.Table", path: Path, encoding: str) -> None:
    """Write the table in `encoding`: utf-8-sig (Excel needs its mark for Chinese) or gb18030 (the national standard).

    The same rows give the same bytes. Raises Refused for a control character, which no bank can be expected to read.
    """
    with path.open("w", encoding=encoding, newline="") as file:
        file.write(",".join(table.column_names) + "\r\n")
        for batch in table.to_batches(max_chunksize=65_536):
            columns = [_cells(batch[name], name) for name in table.column_names]
            file.writelines(",".join(cells) + "\r\n" for cells in zip(*columns, strict=True))


def _cells(column: "pyarrow.Array", name: str) -> list[str]:
    """Each distinct value is written out once: most columns have few."""
    coded = column.dictionary_encode()
    written = [_cell(value, name) for value in coded.dictionary.to_pylist()]
    return ["" if place is None else written[place] for place in coded.indices.to_pylist()]


def _cell(value: Any, column: str) -> str:
    if not isinstance(value, str):
        return str(plain(value))
    if _CONTROL.search(value):
        raise Refused(f"column {column}: {value!r} holds a control character; correct it where it comes from")
    return '"' + marked(value).replace('"', '""') + '"'


def marked(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would make something else of it."""
    changes = (_NUMBER.fullmatch(text) or _DATE_OR_TIME.fullmatch(text)) and not _HARMLESS.fullmatch(text)
    return MARK + text if changes or text.startswith(MARK) or _FORMULA.match(text) else text
