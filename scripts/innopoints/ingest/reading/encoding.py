"""In which characters a text file is written: its byte order mark says so, else its passport.

A wrong encoding in the passport is refused with the place of the first byte that proves it.
"""

import codecs
from pathlib import Path

from innopoints.ingest.refusal import NotLandable

_MARKS = [
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
]
_READ_AS = {"gbk": "gb18030", "gb2312": "gb18030", "utf-16": "utf-16-le"}
_BLOCK = 1 << 20
_HEAD = 1 << 16
# GB18030 bytes that happen to be UTF-8 as well hold a Chinese character or two, never this many.
_PROOF = 4


def encoding_of(path: Path, declared: str) -> str:
    """The encoding to read a file in. Raises NotLandable where the first bytes prove the passport wrong."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            if encoding == "utf-32":
                raise NotLandable("the file is UTF-32; ask the office for UTF-8, UTF-16 or GB18030")
            return encoding
    encoding = _READ_AS.get(declared, declared)
    if not encoding.startswith("utf-16") and (at := head.find(b"\x00")) >= 0 and head.count(b"\x00") > len(head) // 8:
        raise NotLandable(
            f"not {declared}: NUL bytes from byte {at} on; it is UTF-16 without a byte order mark, or no text"
        )
    if encoding == "gb18030" and (at := _utf8_from(head)) is not None:
        raise NotLandable(f"not {declared}: from byte {at} on it is UTF-8; mend encoding in the passport, or the file")
    return encoding


def where_undecodable(path: Path, encoding: str) -> str:
    """The first byte that is no text of `encoding`, in words; found by reading the file again."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    at = 0
    with path.open("rb") as file:
        while True:
            block = file.read(_BLOCK)
            pending = 0 if encoding == "utf-16" and at == 0 else len(decoder.getstate()[0])
            try:
                decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                bad = error.object[error.start : error.start + 4].hex(" ")
                return f"not {encoding}: at byte {at - pending + error.start} stand {bad}, no text of it"
            if not block:
                return f"not {encoding}"
            at += len(block)


def _utf8_from(head: bytes) -> int | None:
    """Where Chinese UTF-8 text begins, None when these bytes are not surely that."""
    try:
        text = codecs.getincrementaldecoder("utf-8")("strict").decode(head)
    except UnicodeDecodeError:
        return None
    if sum("\u4e00" <= character <= "\u9fff" for character in text) < _PROOF:
        return None
    return next(index for index, byte in enumerate(head) if byte > 127)
