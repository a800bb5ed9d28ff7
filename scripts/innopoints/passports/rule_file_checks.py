"""Read the files of one kind, each judged, and never two editions of one on the same day."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from innopoints import yaml_file
from innopoints.errors import Refused
from innopoints.passports.edition_dates import edition_problems, refuse_overlapping_dates
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
        if found := [*edition_problems(each, each.kind, each.name, path.stem), *problems(each, known)]:
            raise Refused(f"{path}: " + "; ".join(found))
    refuse_overlapping_dates(files, lambda each: each.name)
    return files
