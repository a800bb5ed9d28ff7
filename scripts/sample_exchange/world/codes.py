"""Identifiers with true check digits: unified social credit codes (GB 32100-2015, GB 11714) and Chinese patent numbers.

All codes are made up: a valid check digit does not mean that the enterprise or the patent exists.
"""

import numpy as np

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100: no I, O, S, V, Z
_USCC_WEIGHTS = np.array([3**i % 31 for i in range(17)])
_ORGANISATION_WEIGHTS = np.array([3, 7, 9, 10, 5, 8, 4, 2])
_PATENT_WEIGHTS = np.array([2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5])

_LETTERS = np.array(list(ALPHABET))
_TO_31 = np.full(128, -1)
_TO_31[[ord(letter) for letter in ALPHABET]] = range(31)
_TO_36 = np.full(128, -1)
_TO_36[[ord(letter) for letter in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"]] = range(36)

_SPAN = 31**6
_STEP = 362_436_069 * 2 + 1  # no factor 31, 2 or 5: x -> x * step + shift is one to one, so codes never repeat


def _characters(texts: np.ndarray) -> np.ndarray:
    """ASCII texts of one length as a matrix of character numbers."""
    texts = np.ascontiguousarray(np.asarray(texts, dtype=str))
    return texts.view(np.uint32).reshape(len(texts), -1)


def organisation_codes(numbers: np.ndarray, shift: int, old: np.ndarray) -> np.ndarray:
    """GB 11714 codes of nine characters, one per number; `old` ones are all digits, as issued before October 2015."""
    spread = (numbers * _STEP + shift) % _SPAN
    new = ["MA" + "".join(letters) for letters in _LETTERS[spread[:, None] // 31 ** np.arange(5, -1, -1) % 31].tolist()]
    digits = [f"{number:08d}" for number in ((numbers * _STEP + shift) % 10**8).tolist()]
    body = np.where(old, np.array(digits), np.array(new))
    check = (11 - (_TO_36[_characters(body)] * _ORGANISATION_WEIGHTS).sum(axis=1) % 11) % 11
    return np.char.add(body, np.where(check == 10, "X", check.astype("U1")))


def uscc(kinds: np.ndarray, divisions: np.ndarray, organisations: np.ndarray) -> np.ndarray:
    """18-character codes: two characters of kind (91 enterprise, 92 sole trader), division, organisation, check."""
    body = np.char.add(np.char.add(kinds, divisions), organisations)
    check = (31 - (_TO_31[_characters(body)] * _USCC_WEIGHTS).sum(axis=1) % 31) % 31
    return np.char.add(body, _LETTERS[check]).astype(object)


def registration_numbers(divisions: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    """15-digit numbers as issued before October 2015: division, serial, check digit by ISO 7064 MOD 11,10."""
    bodies = np.char.add(divisions, np.char.mod("%08d", numbers))
    remainder = np.full(len(numbers), 10)
    for digits in (_characters(bodies) - ord("0")).T:
        total = (remainder + digits) % 10
        remainder = np.where(total == 0, 10, total) * 2 % 11
    return np.char.add(bodies, ((11 - remainder) % 10).astype("U1")).astype(object)


def wrong_check_digit(code: str) -> str:
    """The same code with a check character that cannot be right."""
    return code[:-1] + ALPHABET[(ALPHABET.index(code[-1]) + 7) % 31]


def patent_numbers(years: np.ndarray, kinds: np.ndarray, serials: np.ndarray) -> np.ndarray:
    """Application numbers as issued since 2003: year, kind (1 invention, 2 utility, 3 design), serial, check."""
    body = np.char.mod("%012d", years * 10**8 + kinds * 10**7 + serials)
    check = ((_characters(body) - ord("0")) * _PATENT_WEIGHTS).sum(axis=1) % 11
    return np.char.add(np.char.add(body, "."), np.where(check == 10, "X", check.astype("U1"))).astype(object)
