"""Spell policies out as rows: the policy with its grant, and its conditions."""

from collections.abc import Iterator, Mapping

from innopoints.passports.policy import Policy
from innopoints.registry.entry_rows import entry_rows, head_row
from innopoints.registry.measure_meta import Meta


def policy_rows(policy: Policy, measures: Mapping[str, Meta], file_sha256: str) -> Iterator[tuple[str, dict]]:
    """(registry table, row) of everything one file says."""
    yield "policy", head_row(policy) | _said(policy) | {"file_sha256": file_sha256}
    yield from entry_rows(policy, policy.kind, policy.policy, policy.rule, measures)


def _said(policy: Policy) -> dict:
    grant, order = policy.grant, policy.grant and policy.grant.order
    return {
        "issuer": policy.issuer,
        "meant_for": policy.meant_for,
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
