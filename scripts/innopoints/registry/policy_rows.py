"""Spell policies out as rows: the policy, its clauses, and the lists that clauses choose from."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from innopoints.passports.policy import LISTED, Policy
from innopoints.passports.rule import walk
from innopoints.registry.measure_meta import Meta
from innopoints.registry.rule_rows import rule_rows

YES = {"op": "=", "threshold": Decimal(1), "unit": "flag"}
"""What is one of a list, or the outcome of a scheme, is asked as yes or no."""


def policy_rows(policy: Policy, measures: Mapping[str, Meta], file_sha256: str) -> Iterator[tuple[str, dict]]:
    """(registry table, row) of everything one file says."""
    edition = {"policy": policy.policy, "edition": policy.edition}
    yield "policy", edition | _said(policy) | {"file_sha256": file_sha256}
    units = {name: meta.unit for name, meta in measures.items()}
    clauses = [clause for _, _, clause, _ in walk(policy.policy, policy.rule, "")]
    for row, clause in zip(
        rule_rows({policy.policy: policy.rule}, units, policy.clause_certainty), clauses, strict=True
    ):
        asked = YES if row["subject"] in (*LISTED, "outcome") else {}
        yield "policy_rule", edition | row | asked
        for choice in clause.choices:
            yield "policy_choice", edition | {"position": row["position"], "choice": choice}


def _said(policy: Policy) -> dict:
    grant, order = policy.grant, policy.grant and policy.grant.order
    return {
        "title_zh": policy.title,
        "title_en": policy.title_en,
        "issuer": policy.issuer,
        "reference": policy.reference,
        "certainty": policy.certainty,
        "meant_for": policy.meant_for,
        "effective_from": policy.effective_from,
        "effective_to": policy.effective_to,
        "grant_measure": grant and grant.measure,
        "grant_rate": grant and (grant.share or grant.each_cny),
        "fixed_cny": grant and grant.fixed_cny,
        "cap_cny": grant and grant.cap_cny,
        "budget_cny": grant and grant.budget_cny,
        "grant_certainty": grant and (grant.certainty or policy.certainty),
        "order_subject": order and ("measure" if order.measure else "score"),
        "order_name": order and (order.measure or order.score),
        "order_first": order and order.first,
    }
