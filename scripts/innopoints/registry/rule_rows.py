"""Spell rules out as rows: one for each clause, in the order of the file, each naming the clause above it."""

from collections.abc import Iterator, Mapping
from decimal import ROUND_FLOOR, Decimal

from innopoints.passports.rule import Clause
from innopoints.passports.stage_profile import Certainty

TOP = 0
"""The parent of a rule itself; clauses count from 1 within their scheme edition."""


def rule_rows(
    rules: Mapping[str, Clause], units: Mapping[str, str], certainty: Certainty, whole_points: bool = False
) -> Iterator[dict]:
    """A row for each clause. Where points are whole, `> 70` is written as the `>= 71` it means."""
    position = 0

    def spelled(rule: str, name: str, clause: Clause, parent: int, depth: int) -> Iterator[dict]:
        nonlocal position
        position += 1
        own = position
        yield _row(rule, name, clause, certainty, units, whole_points) | {
            "position": own,
            "parent_position": parent,
            "depth": depth,
        }
        for inner, each in clause.clauses.items():
            yield from spelled(rule, inner, each, own, depth + 1)

    for name, rule in rules.items():
        yield from spelled(name, name, rule, TOP, 1)


def _row(rule: str, name: str, clause: Clause, certainty, units, whole_points: bool) -> dict:
    subject, op, threshold = clause.subject, clause.op, clause.value
    if whole_points and subject in ("score", "group") and op == ">":
        op, threshold = ">=", threshold.to_integral_value(ROUND_FLOOR) + Decimal(1)
    return {
        "rule": rule,
        "condition": name,
        "title_zh": clause.title,
        "title_en": clause.title_en,
        "junction": clause.junction,
        "subject": subject,
        "subject_name": clause.subject_name,
        "op": op,
        "threshold": threshold,
        "unit": units[clause.measure] if clause.measure else "points" if subject in ("score", "group") else None,
        "certainty": clause.certainty or certainty,
    }
