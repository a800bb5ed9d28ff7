"""Control totals: the sum of a column's plain numbers, exact, to compare with what the office says it sent.

Thousands separators and outer blanks are read over; what is no number (约300万, --) adds nothing.
"""

from decimal import Decimal, InvalidOperation

import pyarrow as pa
import pyarrow.compute as pc

# Numbers of this shape fit a decimal(38, 10) with room for the sum; others are added one by one.
_USUAL = r"^[+-]?[0-9]{1,18}(\.[0-9]{1,10})?$"


def total_of(texts: pa.Array) -> Decimal:
    """The exact sum of a text column."""
    try:
        # A cast takes plain numbers only, and refuses the whole column otherwise.
        return pc.sum(texts.cast(pa.decimal128(28, 10))).as_py() or Decimal(0)
    except pa.ArrowInvalid:
        pass
    plain = pc.utf8_trim_whitespace(pc.replace_substring(texts, ",", ""))
    usual = pc.fill_null(pc.match_substring_regex(plain, _USUAL), False)
    fast = pc.sum(plain.filter(usual).cast(pa.decimal128(38, 10))).as_py() or Decimal(0)
    rest = plain.filter(pc.invert(usual)).drop_null()
    return fast + sum((_number(text) for text in rest.to_pylist()), Decimal(0))


def as_total(total: Decimal) -> str:
    """A sum as text, without needless zeros: the same sum, the same text."""
    text = format(total, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return Decimal(0)
    return number if number.is_finite() else Decimal(0)
