"""The unified social credit code (统一社会信用代码) as a person may type it into one of our own files."""

import unicodedata

_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def credit_code(text: str) -> str | None:
    """The code in its one spelling (half-width, upper case, no spaces), or None when a check digit is wrong.

    GB 32100-2015: the sum of value * 3^(i-1) over 17 characters, plus the 18th, is a multiple of 31.
    GB 11714: characters 9-16, weighed 3 7 9 10 5 8 4 2, plus the 17th (X is ten), are a multiple of 11.
    """
    code = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    if len(code) != 18 or set(code) - set(_LETTERS) or code[16] not in "0123456789X":
        return None
    whole = sum(_LETTERS.index(letter) * pow(3, place % 30, 31) for place, letter in enumerate(code[:17]))
    inner = sum(int(letter, 36) * weight for letter, weight in zip(code[8:16], _WEIGHTS, strict=True))
    agrees = (whole + _LETTERS.index(code[17])) % 31 == 0 and (inner + "0123456789X".index(code[16])) % 11 == 0
    return code if agrees else None
