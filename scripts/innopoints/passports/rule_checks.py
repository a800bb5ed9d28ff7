"""Judge whether a rule can be applied at all: each problem is one sentence, the key, what is wrong, what is allowed."""

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal

from innopoints.passports.rule import JUNCTIONS, MAX_DEPTH, Clause, walk


def rules_problems(
    key: str,
    rules: Mapping[str, Clause],
    units: Mapping[str, str],
    total: Decimal | None,
    groups: Mapping[str, Decimal],
) -> list[str]:
    """Everything wrong with the rules at `key`, in the order of the file; empty when they are sound.

    `units` is the unit of each measure, `total` the most a score can be (None: there is no score), `groups` the most
    each group can give.
    """
    problems, names = [], Counter()
    for rule_name, rule in rules.items():
        for at, name, clause, depth in walk(rule_name, rule, f"{key}.{rule_name}"):
            names[name] += 1
            problems += shape_problems(at, clause, depth) or [*_subject(at, clause, units, total, groups)]
    return problems + [f"{key}: {name} is used twice; name each clause once" for name, n in names.items() if n > 1]


def shape_problems(at: str, clause: Clause, depth: int) -> list[str]:
    """Is it one junction with clauses under it, or one subject with what that needs?"""
    if len(clause.kinds) != 1:
        written = " and ".join(clause.kinds) or "nothing to judge"
        return [f"{at}: {written} written; allowed: exactly one of {', '.join((*JUNCTIONS, *clause.subjects))}"]
    (kind,) = clause.kinds
    if depth > MAX_DEPTH:
        return [f"{at}: clauses within clauses {depth} deep; at most {MAX_DEPTH}, join the inner ones"]
    if kind in JUNCTIONS:
        least = 2 if kind == "any_of" else 1
        if len(clause.clauses) < least:
            return [f"{at}.{kind}: holds {len(clause.clauses)}; it needs {least} clauses or more"]
    if kind not in clause.compared:
        if clause.op is not None or clause.value is not None:
            *others, last = clause.compared
            return [f"{at}: op and value go with {', '.join(others)} or {last}, never with {kind}"]
    elif clause.op is None or clause.value is None:
        return [f'{at}: {kind} needs both op and value, for example op: ">=", value: 60']
    return []


def _subject(at, clause: Clause, units, total, groups) -> list[str]:
    if clause.measure:
        if clause.measure not in units:
            return [f"{at}.measure: unknown measure {clause.measure!r}; allowed: {', '.join(sorted(units))}"]
        return value_in_unit(at, clause, units[clause.measure])
    if clause.group:
        if clause.group not in groups:
            allowed = ", ".join(groups) or "none, there are no groups here"
            return [f"{at}.group: no group {clause.group!r}; allowed: {allowed}"]
        return reachable(at, clause, f"group {clause.group}", groups[clause.group])
    if clause.score:
        if total is None:
            return [f"{at}.score: there is no score here to judge; allowed: measure or by_hand"]
        return reachable(at, clause, "the score", total)
    return []


def value_in_unit(at: str, clause: Clause, unit: str) -> list[str]:
    """Can a measure of this unit have the value?"""
    if unit == "ratio" and abs(clause.value) > 1:
        return [f"{at}.value: {clause.measure} is a ratio, 1 is 100 %; {clause.value} must be between -1 and 1"]
    if unit == "flag" and clause.value not in (0, 1):
        return [f"{at}.value: {clause.measure} is yes or no; {clause.value} must be 1 or 0"]
    return []


def reachable(at: str, clause: Clause, what: str, most: Decimal) -> list[str]:
    """Can points, which lie between 0 and `most`, decide it?"""
    beyond = clause.value >= most if clause.op == ">" else clause.value > most
    if clause.value < 0 or beyond:
        return [f"{at}.value: {what} lies between 0 and {most}; {clause.op} {clause.value} can never be decided by it"]
    return []
