"""Control totals: the sum of a column's plain numbers, exact, to compare with what the office says it sent.

Thousands separators, blanks and full-width digits are read over, as staging reads them; what is no number (约300万, --)
or impossibly large (10^18 and more) adds nothing.
"""

from decimal import Decimal, InvalidOperation

import pyarrow as pa
import pyarrow.compute as pc

# Numbers of this shape fit a decimal(38, 10) with room for the sum; others are added one by one.
_USUAL = r"^[+-]?[0-9]{1,18}(\.[0-9]{1,10})?$"
_LARGEST = Decimal(10) ** 18
# The same as in dbt_project/macros/portable/text.sql.
_HALF_WIDTH = str.maketrans("０１２３４５６７８９．－−", "0123456789.--", "，, \u3000\u00a0\u200b\ufeff\t\r\n")


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
    plain = text.translate(_HALF_WIDTH)
    try:
        number = Decimal(plain if plain.isascii() else "nan")
    except InvalidOperation:
        return Decimal(0)
    return number if number.is_finite() and abs(number) < _LARGEST else Decimal(0)
