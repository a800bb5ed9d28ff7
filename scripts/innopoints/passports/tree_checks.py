"""Judge the tree of a scheme: names, depth, roles, what each group can reach, one scale under a mean, weights."""

from collections import Counter
from collections.abc import Iterator

from innopoints.passports.leaf import Indicator
from innopoints.passports.scheme import Group, Scheme
from innopoints.passports.scheme_tree import DEEPEST, MEANS, ROOT, Node, ceiling, children, floor, nodes, weight_of
from innopoints.passports.stage_profile import StageProfile


def tree_problems(scheme: Scheme) -> list[str]:
    """Why the groups do not hold together; empty when they do."""
    every = list(nodes(scheme))
    problems = [*_names(every)]
    for node in every:
        if isinstance(node.what, Group):
            problems += _group(node)
    if problems:
        return problems
    problems += _total(scheme)
    for node in every:
        if not isinstance(node.what, Indicator):
            problems += _put_together(scheme, node)
    return problems


def _names(every: list[Node]) -> Iterator[str]:
    used = Counter(node.name for node in every)
    for name in sorted(name for name, times in used.items() if times > 1 and name != ROOT):
        yield f"groups: {name} stands in two places; the name of an indicator or group must be its own in the scheme"
    if used[ROOT] > 1:
        yield f"groups: {ROOT} is the name of the whole; call the group or indicator something else"


def _group(node: Node) -> Iterator[str]:
    if not node.what.children:
        yield f"{node.key}: empty; a group holds indicators, groups or both"
    if node.depth > DEEPEST:
        yield f"{node.key}: {node.depth} groups deep; allowed: {DEEPEST}"
    if node.depth > 1 and node.what.role != "base":
        yield f"{node.key}.role: only a group at the top can be a {node.what.role}"
    if node.what.take == "sum" and node.what.max is None:
        yield f"{node.key}.max: missing; a sum has a ceiling"


def _total(scheme: Scheme) -> Iterator[str]:
    if not scheme.base_groups:
        yield "groups: nothing adds up to the total; at least one group must have role: base"
    if any(group.max is None for group in scheme.groups.values() if group.role != "base"):
        yield "groups: a bonus or deduction group needs a max"
    elif scheme.total + sum(group.max for group in scheme.groups.values() if group.role == "bonus") >= 10_000:
        yield f"total: {scheme.total} and the bonus groups reach 10000; allowed: less"
    if scheme.take == "sum" and scheme.base_groups:
        given = {name: weight_of(scheme, group) for name, group in scheme.base_groups.items()}
        if (together := sum(given.values())) != scheme.total:
            parts = " + ".join(f"{name} {weight}" for name, weight in given.items())
            yield f"groups: {parts} = {together}, but total is {scheme.total}; they must be equal"


def _put_together(scheme: Scheme, node: Node) -> Iterator[str]:
    every, key = children(node), node.key or "groups"
    if node.take in MEANS:
        scales = {name: (floor(scheme, child), ceiling(scheme, child)) for name, child in every.items()}
        own = ceiling(scheme, node.what)
        if len(set(scales.values())) > 1 or {high for _, high in scales.values()} != {own}:
            said = ", ".join(f"{name} {low} to {high}" for name, (low, high) in scales.items())
            yield f"{key}.take: {node.take} of mixed scales ({said}); allowed: one scale, up to {own}, for all of them"
        if node.take == "geometric_mean" and min(low for low, _ in scales.values()) < 0:
            yield f"{key}.take: a geometric mean of negative points; every floor must be 0 or more"
        if not sum(weight_of(scheme, child, in_mean=True) for child in every.values()):
            yield f"{key}: all weights are 0"
        return
    if node.take == "best" and (weighed := [name for name, child in every.items() if child.weight is not None]):
        yield f"{key}.take: the best of several weighs nothing; leave weight out of {', '.join(weighed)}"
    if isinstance(node.what, Scheme) or node.what.role != "base":
        return
    most = [weight_of(scheme, child) for child in every.values()]
    reach = sum(most) if node.take == "sum" else max(most)
    if reach < ceiling(scheme, node.what):
        yield f"{key}.max: {ceiling(scheme, node.what)} cannot be reached, its indicators give {reach} at most"


def weight_problems(scheme: Scheme, profiles: dict[str, StageProfile]) -> list[str]:
    """Why the weights of a stage do not weigh every child of a group they touch; empty when they do."""
    if isinstance(scheme.stages, str) and scheme.stages not in profiles:
        return [f"stages: no profile {scheme.stages!r}; allowed: {', '.join(sorted(profiles)) or 'none is defined'}"]
    stages = profiles[scheme.stages].stages if isinstance(scheme.stages, str) else scheme.stages or []
    parents = [node for node in nodes(scheme) if not isinstance(node.what, Indicator) and node.take != "best"]
    problems = []
    for stage, row in scheme.weights.items():
        key = f"weights.{stage}"
        if stage not in stages:
            problems.append(f"{key}: no such stage in {scheme.stages}; allowed: {', '.join(stages) or 'none'}")
        weighable = {name for node in parents for name in children(node)}
        for name in row:
            if name not in weighable:
                allowed = ", ".join(sorted(weighable))
                problems.append(f"{key}.{name}: nothing of that name has a weight; allowed: {allowed}")
        for node in parents:
            problems += _weighed(scheme, node, row, key)
    return problems


def _weighed(scheme: Scheme, node: Node, row: dict, key: str) -> Iterator[str]:
    every = children(node)
    given = {name: row[name] for name in every if name in row}
    if not given:
        return
    if set(given) != set(every):
        yield f"{key}: must weigh each of {', '.join(every)}, or none of them"
    elif node.take in MEANS:
        if not sum(given.values()):
            yield f"{key}: weighs {', '.join(every)} by 0; one of them must count"
    else:
        together = sum(weight_of(scheme, child) for child in every.values())
        if sum(given.values()) != together:
            name = "the total" if isinstance(node.what, Scheme) else f"what {node.name} adds up to"
            yield f"{key}: adds up to {sum(given.values())}; it must be {name}, {together}"
