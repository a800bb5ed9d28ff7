"""Rows of a readable file that cannot be read themselves: kept beside the batch, one JSON line each.

    <batch>.unread.jsonl   {"because": "...", "file": "a.csv", "line": 7, "raw": "91,2026", "rule": "fields"}

sent = landed + unread. The lines are written aside and count only with the batch's sidecar.
"""

from pathlib import Path

from innopoints import durable
from innopoints.ingest.refusal import NotLandable

# Every rule by which a reader sets a row aside, in words for the office that sent it.
RULES_ZH = {
    "fields": "字段数与表头不符",
    "quote": "引号不成对，不合 CSV 格式",
    "nul": "含有空字符（NUL）",
    "json": "不是完整的 JSON",
    "nesting": "JSON 嵌套过深",
    "surrogate": "含有半个字符",
    "twice": "同一键写了两次",
    "number": "不是 JSON 的数字",
    "object": "不是 JSON 对象",
}

# So many more bad rows than good ones, and the file is not worth reading on.
_HOPELESS = 50_000
_NAMED = 5


class Unread:
    """Collects the unread rows of one file; a context that removes what was not kept.

    `path` None only counts. Where rows may hold personal data, `keep_raw` is False and the text is not kept.
    """

    def __init__(self, path: Path | None = None, file: str = "", keep_raw: bool = True):
        self._path, self._file, self._keep_raw = path, file, keep_raw
        self._aside: Path | None = None
        self._out = None
        self._scratch: list[Path] = []
        self._first: list[str] = []
        self.count = 0
        self.read = 0

    def __enter__(self) -> "Unread":
        return self

    def __exit__(self, *_) -> None:
        if self._out:
            self._out.close()
        for path in [self._aside, *self._scratch]:
            if path:
                path.unlink(missing_ok=True)

    def scratch(self) -> Path:
        """A place beside the batch for what is unpacked; gone when the file has been read."""
        path = durable.aside_of(self._path.with_name(f"{self._path.stem}.{len(self._scratch)}"))
        path.parent.mkdir(parents=True, exist_ok=True)
        self._scratch.append(path)
        return path

    def add(self, line: int, raw: str, rule: str, because: str) -> None:
        """Note one row. Raises NotLandable when the file is hopeless."""
        self.count += 1
        if len(self._first) < _NAMED:
            self._first.append(because)
        if self.count > self.read + _HOPELESS:
            raise NotLandable(f"{self.count} rows cannot be read: {self._words()}; was the file cut or a quote lost?")
        if self._path is None:
            return
        if self._out is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._aside = durable.aside_of(self._path)
            self._out = self._aside.open("wb")
        text = raw.rstrip("\r\n").encode("utf-8", "backslashreplace").decode() if self._keep_raw else None
        note = {"file": self._file, "line": line, "raw": text, "rule": rule, "because": because}
        self._out.write(durable.canonical_json(note) + b"\n")

    def demand_few(self, landed: int, share: float) -> None:
        """Raises NotLandable when more than `share` of the sent rows are unread."""
        sent = landed + self.count
        if self.count > share * sent:
            raise NotLandable(
                f"{self.count} of {sent} rows cannot be read, more than {share:.2%}: {self._words()}; "
                "was the file cut or a quote lost?"
            )

    def keep(self) -> None:
        """Make the notes durable; without an unread row there is no file."""
        if self._out:
            self._out.close()
            self._out = None
            durable.commit(self._aside, self._path)
            self._aside = None

    def _words(self) -> str:
        return ", ".join(self._first) + (" ..." if self.count > len(self._first) else "")


def unread_path(batch: Path) -> Path:
    """Where the unread rows of a batch stand."""
    return batch.with_name(f"{batch.stem}.unread.jsonl")
