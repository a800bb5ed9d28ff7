"""One poisoned delivery: the file, and the words that must be said."""

from dataclasses import dataclass, field

COLUMNS = ["code", "month", "amount"]
HEADER = "code,month,amount"
GOOD = 100


@dataclass(frozen=True)
class Poison:
    """`sentence` says what is wrong; `words` must stand in the refusal, or in the note on each unread row.

    `unread` are the line numbers of the rows that go; 0 of them means that the whole file is refused. `beside` are
    other files of the same drop: flags, manifests. `source` is one of the passports of test_file_poison.py.
    """

    sentence: str
    file: str
    content: bytes
    words: str
    unread: tuple[int, ...] = ()
    source: str = "office"
    beside: dict[str, bytes] = field(default_factory=dict)


def row(index: int) -> str:
    return f"G{index:03d},202603,{index}.50"


def lines(*bad: str, header: str = HEADER, good: int = GOOD, at: int = 50) -> list[str]:
    """A CSV's lines: the header, good rows, and the bad ones after good row `at` (so the first is line at + 2)."""
    rows = [row(index) for index in range(1, good + 1)]
    return [header, *rows[:at], *bad, *rows[at:]]


def csv(*bad: str, encoding: str = "utf-8", **rest) -> bytes:
    return ("\n".join(lines(*bad, **rest)) + "\n").encode(encoding)


def jsonl(*bad: str, good: int = GOOD, at: int = 50) -> bytes:
    rows = [f'{{"code": "G{index:03d}", "month": "202603", "amount": {index}.50}}' for index in range(1, good + 1)]
    return ("\n".join([*rows[:at], *bad, *rows[at:]]) + "\n").encode()
