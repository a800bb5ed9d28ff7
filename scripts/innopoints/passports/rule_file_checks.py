"""Read the files of one kind, each judged, and never two editions of one on the same day."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from innopoints import yaml_file
from innopoints.errors import Refused
from innopoints.passports.rule_file import RuleFile

File = TypeVar("File", bound=RuleFile)
Known = TypeVar("Known")
"""What the files of a kind may speak of."""


def read_rule_files(
    folder: Path, model: type[File], problems: Callable[[File, Known], list[str]], known: Known
) -> dict[Path, File]:
    """Every file of `folder`, checked. Raises Refused naming file, key and what is allowed."""
    files = {}
    for path in sorted(folder.glob("*.yml")):
        each = files[path] = yaml_file.read(path, model)
        if found := [*_head(each, path.stem), *problems(each, known)]:
            raise Refused(f"{path}: " + "; ".join(found))
    _refuse_overlapping_dates(files)
    return files


def _head(file: RuleFile, stem: str) -> list[str]:
    problems = []
    if stem not in (names := (file.name, f"{file.name}_{file.edition}")):
        problems.append(f"{file.kind}: the file must be named {names[0]}.yml or {names[1]}.yml, not {stem}.yml")
    if file.effective_to and file.effective_to < file.effective_from:
        problems.append(f"effective_to: {file.effective_to} is before effective_from {file.effective_from}")
    return problems


def _refuse_overlapping_dates(files: dict[Path, RuleFile]) -> None:
    ordered = sorted(files.items(), key=lambda item: (item[1].name, item[1].effective_from))
    for (_, first), (path, second) in pairwise(ordered):
        if first.name != second.name:
            continue
        if first.effective_to is None or first.effective_to >= second.effective_from:
            raise Refused(
                f"{path}: effective_from: {second.name} edition {second.edition} starts {second.effective_from}, "
                f"while edition {first.edition} runs to {first.effective_to or 'no end'}; end that one the day before"
            )
