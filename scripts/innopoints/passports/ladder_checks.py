"""Read ladders, and judge whether each can be climbed: each problem is one sentence, key, what is allowed."""

from collections import Counter
from pathlib import Path

from innopoints.passports.condition_checks import Known, certificate_problems, entry_problems
from innopoints.passports.ladder import Ladder
from innopoints.passports.rule_file_checks import read_rule_files


def read_ladders(folder: Path, known: Known) -> dict[Path, Ladder]:
    """Every ladder of `folder`, checked. Raises Refused naming file, key and what is allowed."""
    return read_rule_files(folder, Ladder, ladder_problems, known)


def ladder_problems(ladder: Ladder, known: Known) -> list[str]:
    """Everything that does not add up, in the order of the file; empty when the ladder is sound."""
    problems, held_by = [], Counter()
    for name, rung in ladder.rungs.items():
        held_by.update(rung.certificates or [])
        problems += certificate_problems(f"rungs.{name}.certificates", rung.certificates or [], known)
        problems += entry_problems(rung, known, f"rungs.{name}")
    twice = [each for each, count in held_by.items() if count > 1]
    return problems + [f"rungs: {each} stands for two rungs; name it once" for each in twice]
