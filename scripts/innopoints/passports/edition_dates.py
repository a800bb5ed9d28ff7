"""What holds of any file with editions, a scheme or a file of rules: its name, its dates, and one edition at a time."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Protocol, TypeVar

from innopoints.errors import Refused


class Dated(Protocol):
    """One edition of what a file says, in force from a day to a day."""

    @property
    def edition(self) -> str: ...
    @property
    def effective_from(self) -> date: ...
    @property
    def effective_to(self) -> date | None: ...


File = TypeVar("File", bound=Dated)


def edition_problems(file: Dated, kind: str, name: str, stem: str) -> list[str]:
    """What is wrong with the name of the file and with its dates; `kind` is the key that names it."""
    problems = []
    if stem not in (names := (name, f"{name}_{file.edition}")):
        problems.append(f"{kind}: the file must be named {names[0]}.yml or {names[1]}.yml, not {stem}.yml")
    if file.effective_to and file.effective_to < file.effective_from:
        problems.append(f"effective_to: {file.effective_to} is before effective_from {file.effective_from}")
    return problems


def refuse_overlapping_dates(files: dict[Path, File], name_of: Callable[[File], str]) -> None:
    """Raises Refused when two editions of one name are in force on one day."""
    ordered = sorted(files.items(), key=lambda item: (name_of(item[1]), item[1].effective_from))
    for (_, first), (path, second) in pairwise(ordered):
        if name_of(first) != name_of(second):
            continue
        if first.effective_to is None or first.effective_to >= second.effective_from:
            raise Refused(
                f"{path}: effective_from: {name_of(second)} edition {second.edition} starts {second.effective_from}, "
                f"while edition {first.edition} runs to {first.effective_to or 'no end'}; end that one the day before"
            )
