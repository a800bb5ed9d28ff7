"""Judge whether the grant of a policy can be worked out, and its budget be shared out in one order only."""

from collections.abc import Mapping

from innopoints.passports.policy import Grant
from innopoints.registry.measure_meta import Meta


def grant_problems(grant: Grant | None, measures: Mapping[str, Meta], schemes: Mapping[str, list]) -> list[str]:
    """Everything wrong with `grant`, in the order of the file; empty when it is sound or the policy grants no money."""
    if grant is None:
        return []
    return [*_formula(grant, measures), *_limits(grant, measures, schemes)]


def _formula(grant: Grant, measures: Mapping[str, Meta]) -> list[str]:
    if len(grant.kinds) != 1:
        written = " and ".join(grant.kinds) or "no formula"
        return [f"grant: {written} written; allowed: exactly one of fixed_cny, share, each_cny"]
    (kind,) = grant.kinds
    if kind == "fixed_cny":
        return ["grant.measure: a fixed amount takes none; leave it out"] if grant.measure else []
    units = ("cny",) if kind == "share" else ("count", "level", "flag")
    fit = sorted(name for name, meta in measures.items() if meta.unit in units)
    if grant.measure not in fit:
        return [f"grant.measure: {kind} goes with a measure in {' or '.join(units)}, not {grant.measure!r}; "
                f"allowed: {', '.join(fit)}"]  # fmt: skip
    return []


def _limits(grant: Grant, measures: Mapping[str, Meta], schemes: Mapping[str, list]) -> list[str]:
    problems = []
    if grant.cap_cny and grant.fixed_cny and grant.cap_cny < grant.fixed_cny:
        problems.append(f"grant.cap_cny: {grant.cap_cny} is below fixed_cny {grant.fixed_cny}; leave one of them out")
    if grant.cap_cny and grant.budget_cny and grant.budget_cny < grant.cap_cny:
        problems.append(f"grant.budget_cny: {grant.budget_cny} is below cap_cny {grant.cap_cny}")
    if (grant.budget_cny is None) != (grant.order is None):
        problems.append("grant.order: a budget needs the order it is shared out in, and only a budget needs one")
    if order := grant.order:
        if (order.measure is None) == (order.score is None):
            problems.append("grant.order: allowed: exactly one of measure, score")
        elif order.measure and order.measure not in measures:
            problems.append(f"grant.order.measure: unknown measure {order.measure!r}; "
                            f"allowed: {', '.join(sorted(measures))}")  # fmt: skip
        elif order.score and not any(each.groups for each in schemes.get(order.score, [])):
            scored = sorted(name for name, every in schemes.items() if any(each.groups for each in every))
            problems.append(f"grant.order.score: no scheme {order.score!r} with a score; allowed: {', '.join(scored)}")
    return problems
