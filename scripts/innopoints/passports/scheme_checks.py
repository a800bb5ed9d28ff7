"""Judge whether a scheme adds up, before a single enterprise is scored by it.

Each problem is one sentence: the key, what is wrong, what is allowed.
"""

from collections import Counter
from collections.abc import Collection
from itertools import pairwise
from pathlib import Path

from innopoints import yaml_file
from innopoints.errors import Refused
from innopoints.passports.interval import Interval, cover_problems
from innopoints.passports.scheme import Scheme
from innopoints.passports.stage_profile import StageProfile


def read_schemes(folder: Path, profiles: dict[str, StageProfile], measures: Collection[str]) -> dict[Path, Scheme]:
    """Every scheme of `folder`, checked. Raises Refused naming file, key and what is allowed."""
    schemes = {}
    for path in sorted(folder.glob("*.yml")):
        scheme = yaml_file.read(path, Scheme)
        if problems := scheme_problems(scheme, path.stem, profiles, measures):
            raise Refused(f"{path}: " + "; ".join(problems))
        schemes[path] = scheme
    _refuse_overlapping_dates(schemes)
    return schemes


def scheme_problems(
    scheme: Scheme, stem: str, profiles: dict[str, StageProfile], measures: Collection[str]
) -> list[str]:
    """Everything that does not add up, in the order of the file; empty when the scheme is sound."""
    problems = []
    names = (scheme.scheme, f"{scheme.scheme}_{scheme.edition}")
    if stem not in names:
        problems.append(f"scheme: the file must be named {names[0]}.yml or {names[1]}.yml, not {stem}.yml")
    if scheme.effective_to and scheme.effective_to < scheme.effective_from:
        problems.append(f"effective_to: {scheme.effective_to} is before effective_from {scheme.effective_from}")
    problems += _groups(scheme)
    for group_id, group in scheme.groups.items():
        for name, indicator in group.indicators.items():
            problems += _indicator(f"groups.{group_id}.indicators.{name}", name, indicator, group, measures)
    problems += _zero(scheme)
    problems += _weights(scheme, profiles)
    return problems + _conditions(scheme, measures)


def _groups(scheme: Scheme) -> list[str]:
    problems = []
    if (together := sum(group.max for group in scheme.base_groups.values())) != scheme.total:
        parts = " + ".join(f"{name} {group.max}" for name, group in scheme.base_groups.items())
        problems.append(f"groups: {parts} = {together}, but total is {scheme.total}; they must be equal")
    for group_id, group in scheme.groups.items():
        most = [indicator.max_points for indicator in group.indicators.values() if len(indicator.methods) == 1]
        reach = sum(most) if group.take == "sum" else max(most, default=0)
        if group.role == "base" and reach < group.max:
            problems.append(
                f"groups.{group_id}.max: {group.max} cannot be reached, its indicators give {reach} at most"
            )
    used = Counter(name for group in scheme.groups.values() for name in group.indicators)
    for name in sorted(name for name, times in used.items() if times > 1):
        problems.append(f"groups: indicator {name} stands in two groups; its name must be its own in the scheme")
    return problems


def _indicator(key, name, indicator, group, measures) -> list[str]:
    if len(indicator.methods) != 1:
        written = " and ".join(indicator.methods) or "no method"
        return [f"{key}: {written} written; allowed: exactly one of bands, linear, per_item, flag"]
    problems = _known(f"{key}.measure", indicator.measure or name, measures)
    if indicator.max_points > group.max:
        method = indicator.methods[0]
        problems.append(f"{key}.{method}: gives up to {indicator.max_points}, beyond the group's max of {group.max}")
    if indicator.bands is not None:
        ends = [Interval(band.at_least, band.below) for band in indicator.bands]
        problems += cover_problems(f"{key}.bands", ends) if ends else [f"{key}.bands: empty; write at least `else`"]
    if indicator.linear and indicator.linear.low >= indicator.linear.high:
        problems.append(f"{key}.linear: low must be below high; say which way is better with direction: higher | lower")
    if indicator.per_item and indicator.per_item.points > indicator.per_item.cap:
        problems.append(f"{key}.per_item: one item gives {indicator.per_item.points}, beyond its cap")
    return problems


def _zero(scheme: Scheme) -> list[str]:
    policies = {i.missing or scheme.missing for group in scheme.groups.values() for i in group.indicators.values()}
    if "zero" in policies and not scheme.zero_because:
        return ["zero_because: missing: zero needs the words of the rule that gives zero to a firm that shows nothing"]
    return []


def _weights(scheme: Scheme, profiles: dict[str, StageProfile]) -> list[str]:
    if scheme.stages not in profiles:
        return [f"stages: no profile {scheme.stages!r}; allowed: {', '.join(sorted(profiles)) or 'none is defined'}"]
    problems, stages = [], profiles[scheme.stages].stages
    for stage, row in scheme.weights.items():
        key = f"weights.{stage}"
        if stage not in stages:
            problems.append(f"{key}: no such stage in {scheme.stages}; allowed: {', '.join(stages)}")
        if set(row) != set(scheme.base_groups):
            problems.append(f"{key}: must weigh each of {', '.join(scheme.base_groups)}, and nothing else")
        elif sum(row.values()) != scheme.total:
            problems.append(f"{key}: adds up to {sum(row.values())}; it must be the total, {scheme.total}")
    return problems


def _conditions(scheme: Scheme, measures: Collection[str]) -> list[str]:
    problems = []
    for kind, name, condition in scheme.conditions.by_kind():
        key = f"conditions.{kind}.{name}"
        if len(condition.subjects) != 1:
            problems.append(f"{key}: allowed: exactly one of score: true, group, measure, by_hand")
            continue
        by_hand = condition.by_hand is not None
        if by_hand != (condition.op is None) or by_hand != (condition.value is None):
            problems.append(f"{key}: op and value go with score, group or measure, and never with by_hand")
        if condition.group and condition.group not in scheme.groups:
            problems.append(f"{key}.group: no group {condition.group!r}; allowed: {', '.join(scheme.groups)}")
        if condition.measure:
            problems += _known(f"{key}.measure", condition.measure, measures)
    names = Counter(name for _, name, _ in scheme.conditions.by_kind())
    return problems + [f"conditions: {name} is used twice; name each once" for name, n in names.items() if n > 1]


def _known(key: str, measure: str, measures: Collection[str]) -> list[str]:
    if measure in measures:
        return []
    return [f"{key}: unknown measure {measure!r}; allowed: {', '.join(sorted(measures))}"]


def _refuse_overlapping_dates(schemes: dict[Path, Scheme]) -> None:
    ordered = sorted(schemes.items(), key=lambda item: (item[1].scheme, item[1].effective_from))
    for (_, first), (path, second) in pairwise(ordered):
        if first.scheme != second.scheme:
            continue
        if first.effective_to is None or first.effective_to >= second.effective_from:
            raise Refused(
                f"{path}: effective_from: {second.scheme} edition {second.edition} starts {second.effective_from}, "
                f"while edition {first.edition} runs to {first.effective_to or 'no end'}; end that one the day before"
            )
