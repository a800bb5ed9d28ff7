"""Values as offices write them: text, always. Missing values stay None, written as null or an empty cell."""

import numpy as np


def texts(values) -> np.ndarray:
    """A column of texts that numpy will not cut or convert."""
    column = np.empty(len(values), dtype=object)
    column[:] = values if isinstance(values, np.ndarray) else list(values)
    return column


def yuan(fen: np.ndarray) -> np.ndarray:
    """Amounts in fen (integers) as yuan with two decimals; also 万元 in hundredths."""
    return texts(
        [f"{n // 100}.{n % 100:02d}" if n >= 0 else f"-{-n // 100}.{-n % 100:02d}" for n in fen.tolist()],
    )


def whole(numbers: np.ndarray) -> np.ndarray:
    return texts([str(n) for n in numbers.tolist()])


def days(values: np.ndarray) -> np.ndarray:
    """YYYY-MM-DD; NaT is missing."""
    written = np.datetime_as_string(values.astype("datetime64[D]")).astype(object)
    written[np.isnat(values)] = None
    return written


def moments(values: np.ndarray, separator: str = "T") -> np.ndarray:
    """YYYY-MM-DD, separator, HH:MM:SS; NaT is missing."""
    written = np.datetime_as_string(values.astype("datetime64[s]")).astype(object)
    if separator != "T":
        written = texts([moment.replace("T", separator) for moment in written.tolist()])
    written[np.isnat(values)] = None
    return written


def months(values: np.ndarray, separator: str = "") -> np.ndarray:
    """YYYYMM; a negative month is missing."""
    if not len(values):
        return texts([])
    distinct, where = np.unique(values, return_inverse=True)
    words = texts([f"{m // 12}{separator}{m % 12 + 1:02d}" if m >= 0 else None for m in distinct.tolist()])
    return words[where]


def numbered(prefix: str, numbers: np.ndarray, width: int) -> np.ndarray:
    return texts([f"{prefix}{n:0{width}d}" for n in numbers.tolist()])


def choose(words: list[str], which: np.ndarray) -> np.ndarray:
    return texts(words)[which]


def batch_numbers(updated: np.ndarray) -> np.ndarray:
    """The front database's batch of each row: the day it was written, then 001."""
    return texts([f"{day.replace('-', '')}001" for day in days(updated).tolist()])
