"""Spell the conditions of a file of rules out as rows: its clauses, and the lists that clauses choose from.

Policies, products and rungs of ladders share these tables, so one set of models judges them all; `kind` and `name` say
whose a clause is.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from innopoints.passports.condition import LISTED, Condition
from innopoints.passports.rule import walk
from innopoints.passports.rule_file import RuleFile
from innopoints.passports.stage_profile import Certainty
from innopoints.registry.measure_meta import Meta
from innopoints.registry.rule_rows import rule_rows

YES = {"op": "=", "threshold": Decimal(1), "unit": "flag"}
"""What is one of a list, or the outcome of a scheme, is asked as yes or no."""


def entry_rows(
    file: RuleFile,
    kind: str,
    name: str,
    rule: Condition,
    measures: Mapping[str, Meta],
    certainty: Certainty | None = None,
) -> Iterator[tuple[str, dict]]:
    """(registry table, row) of one rule of `file`; `certainty` is that of clauses that say nothing themselves."""
    key = {"kind": kind, "name": name, "edition": file.edition}
    dates = {"effective_from": file.effective_from, "effective_to": file.effective_to}
    units = {measure: meta.unit for measure, meta in measures.items()}
    clauses = [clause for _, _, clause, _ in walk(name, rule, "")]
    spelled = rule_rows({name: rule}, units, certainty or file.clause_certainty)
    for row, clause in zip(spelled, clauses, strict=True):
        asked = YES if row["subject"] in (*LISTED, "outcome") else {}
        yield "entry_rule", key | dates | row | asked
        for choice in clause.choices:
            yield "entry_choice", key | {"position": row["position"], "choice": choice}


def head_row(file: RuleFile) -> dict:
    """What every kind's own table says first."""
    return {
        file.kind: file.name,
        "edition": file.edition,
        "title_zh": file.title,
        "title_en": file.title_en,
        "reference": file.reference,
        "certainty": file.certainty,
        "effective_from": file.effective_from,
        "effective_to": file.effective_to,
    }
