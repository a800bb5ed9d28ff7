"""Judge whether a scheme adds up, before a single enterprise is scored by it.

Each problem is one sentence: the key, what is wrong, what is allowed.
"""

from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from innopoints import yaml_file
from innopoints.errors import Refused
from innopoints.passports.edition_dates import edition_problems, refuse_overlapping_dates
from innopoints.passports.interval import Interval, cover_problems
from innopoints.passports.leaf import Indicator
from innopoints.passports.leaf_checks import leaf_problems, method_problems, policies_of
from innopoints.passports.rule_checks import rules_problems
from innopoints.passports.scheme import Group, Scheme
from innopoints.passports.scheme_tree import Node, ceiling, nodes
from innopoints.passports.stage_profile import StageProfile
from innopoints.passports.tree_checks import tree_problems, weight_problems
from innopoints.passports.whole_points import whole_problems
from innopoints.registry.measure_meta import Meta


def read_schemes(folder: Path, profiles: dict[str, StageProfile], measures: Mapping[str, Meta]) -> dict[Path, Scheme]:
    """Every scheme of `folder`, checked. Raises Refused naming file, key and what is allowed."""
    schemes = {}
    for path in sorted(folder.glob("*.yml")):
        schemes[path] = read_scheme(path, profiles, measures)
    refuse_overlapping_dates(schemes, lambda each: each.scheme)
    return schemes


def read_scheme(path: Path, profiles: dict[str, StageProfile], measures: Mapping[str, Meta]) -> Scheme:
    """The scheme of one file, checked. Raises Refused naming file, key and what is allowed."""
    scheme = yaml_file.read(path, Scheme)
    if problems := scheme_problems(scheme, path.stem, profiles, measures):
        raise Refused(f"{path}: " + "; ".join(problems))
    return scheme


def scheme_problems(
    scheme: Scheme, stem: str, profiles: dict[str, StageProfile], measures: Mapping[str, Meta]
) -> list[str]:
    """Everything that does not add up, in the order of the file; empty when the scheme is sound."""
    problems = edition_problems(scheme, "scheme", scheme.scheme, stem)
    known = {*measures, *scheme.measures}
    problems += [
        f"measures.{name}: the measure dictionary has it already; leave it out here"
        for name in scheme.measures
        if name in measures
    ]
    if incomplete := _incomplete(scheme):
        return problems + incomplete
    leaves = [node for node in nodes(scheme) if isinstance(node.what, Indicator)]
    unread = [problem for node in leaves for problem in method_problems(node)]
    if unread:
        return problems + unread
    shape = tree_problems(scheme) if scheme.groups else []
    problems += shape
    for node in leaves:
        problems += leaf_problems(node, scheme, known)
    problems += _zero(scheme, leaves) + whole_problems(scheme)
    if scheme.minimum_known > len(leaves):
        problems.append(f"minimum_known: {scheme.minimum_known} of {len(leaves)} indicators can never be known")
    # Weights are only worth a look on a tree that holds together.
    problems += [] if shape else weight_problems(scheme, profiles)
    return problems + _tiers(scheme) + _rules(scheme, measures)


def _incomplete(scheme: Scheme) -> list[str]:
    """A score needs all that says how it is made; a scheme of rules alone needs none of it."""
    names = ("total", "minimum_coverage", "missing", "outage")
    if scheme.groups:
        return [
            f"{name}: missing; a scheme with groups needs {', '.join(names)}"
            for name in names
            if getattr(scheme, name) is None
        ]
    if not scheme.rules:
        return ["groups: nothing to score or judge; write groups, rules or both"]
    written = [name for name in names if getattr(scheme, name) is not None]
    return [f"{name}: a scheme of rules alone gives no score; leave it out or write groups" for name in written]


def _zero(scheme: Scheme, leaves: list[Node]) -> list[str]:
    policies = {policy for node in leaves for policy in policies_of(node.what.missing or scheme.missing)}
    if "zero" in policies and not scheme.zero_because:
        return ["zero_because: missing: zero needs the words of the rule that gives zero to a firm that shows nothing"]
    return []


def _tiers(scheme: Scheme) -> list[str]:
    problems = [
        f"tiers.{second}.top: {scheme.tiers[second].top} must be more than {first}'s {scheme.tiers[first].top}"
        for first, second in pairwise(scheme.tiers)
        if scheme.tiers[second].top <= scheme.tiers[first].top
    ]
    if scheme.grades:
        problems += cover_problems("grades", [Interval(each.at_least, each.below) for each in scheme.grades])
    return problems


def _rules(scheme: Scheme, measures: Mapping[str, Meta]) -> list[str]:
    units = {name: each.unit for name, each in (*measures.items(), *scheme.measures.items())}
    most = {node.name: ceiling(scheme, node.what) for node in nodes(scheme) if isinstance(node.what, Group)}
    bonus = sum((group.max for group in scheme.groups.values() if group.role == "bonus"), Decimal(0))
    total = scheme.total + bonus if scheme.groups else None
    return rules_problems("rules", scheme.rules, units, total, most)
