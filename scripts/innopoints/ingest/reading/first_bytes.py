"""What a file really is, by its first bytes: a web page saved as .csv is named, not half read."""

from pathlib import Path

from innopoints.ingest.refusal import NotLandable

_KINDS = [
    (b"PK\x03\x04", "zip", "a ZIP archive or an XLSX workbook"),
    (b"PK\x05\x06", "zip", "an empty ZIP archive"),
    (b"\xd0\xcf\x11\xe0", "ole", "an old Office file, or one with a password"),
    (b"PAR1", "parquet", "a Parquet file"),
    (b"PARE", "encrypted parquet", "a Parquet file with a password"),
    (b"%PDF", "pdf", "a PDF"),
    (b"\x1f\x8b", "gzip", "a gzip archive"),
    (b"Rar!", "rar", "a RAR archive"),
    (b"7z\xbc\xaf", "7z", "a 7z archive"),
    (b"\x89PNG", "png", "a picture"),
    (b"\xff\xd8\xff", "jpeg", "a picture"),
    (b"SQLite format 3", "sqlite", "a SQLite database"),
]
_PAGES = (b"<!doctype html", b"<html")
_FITTING = {"xlsx": ("zip", "ole"), "zip": ("zip",), "parquet": ("parquet",)}
_CALLED = {"xlsx": "a readable workbook", "zip": "a readable ZIP archive", "parquet": "a readable Parquet file"}


def demand_format(path: Path, wanted: str | None) -> None:
    """Raises NotLandable when the first bytes are of another kind of file than the passport says."""
    with path.open("rb") as file:
        head = file.read(512)
    kind, words = _kind(head)
    if wanted in _FITTING:
        if kind not in _FITTING[wanted]:
            raise NotLandable(f"not {_CALLED[wanted]}: the file is {words}; ask the office for {wanted}")
    elif kind != "text":
        raise NotLandable(f"not {wanted}: the file is {words}; ask the office for {wanted}")


def _kind(head: bytes) -> tuple[str, str]:
    for mark, kind, words in _KINDS:
        if head.startswith(mark):
            return kind, words
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith(_PAGES):
        return "html", "a web page, perhaps the login or error page of a portal"
    if text.startswith(b"<?xml"):
        return "xml", "XML"
    if not head.strip(b"\x00"):
        return "nothing", "NUL bytes only (a copy that ran out of disk?)"
    return "text", "text or something unknown"
