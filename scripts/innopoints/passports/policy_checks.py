"""Judge whether a policy can be applied at all: each problem is one sentence, key, what is wrong, what is allowed."""

from collections import Counter
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from innopoints import yaml_file
from innopoints.errors import Refused
from innopoints.passports.grant_checks import grant_problems
from innopoints.passports.policy import Condition, Policy
from innopoints.passports.rule import JUNCTIONS, walk
from innopoints.passports.rule_checks import reachable, shape_problems, value_in_unit
from innopoints.passports.scheme import Scheme
from innopoints.passports.stage_profile import UNKNOWN, StageProfile
from innopoints.registry.measure_meta import Meta


class Terms(BaseModel):
    """The names of certificates a policy may ask for, word for word as the certificate data have them."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    certificates: list[str]


class Known(NamedTuple):
    """What a policy may speak of."""

    measures: Mapping[str, Meta]
    schemes: Mapping[str, list[Scheme]]
    profiles: Mapping[str, StageProfile]
    certificates: list[str]


def read_policies(folder: Path, measures, schemes: Mapping[Path, Scheme], profiles) -> dict[Path, Policy]:
    """Every policy of `folder`, checked. Raises Refused naming file, key and what is allowed."""
    editions: dict[str, list[Scheme]] = {}
    for scheme in schemes.values():
        editions.setdefault(scheme.scheme, []).append(scheme)
    terms = yaml_file.read(folder / "terms" / "certificates.yml", Terms)
    known = Known(measures, editions, profiles, terms.certificates)
    policies = {}
    for path in sorted(folder.glob("*.yml")):
        policies[path] = yaml_file.read(path, Policy)
        if problems := policy_problems(policies[path], path.stem, known):
            raise Refused(f"{path}: " + "; ".join(problems))
    _refuse_overlapping_dates(policies)
    return policies


def policy_problems(policy: Policy, stem: str, known: Known) -> list[str]:
    """Everything that does not add up, in the order of the file; empty when the policy is sound."""
    problems = []
    if stem not in (names := (policy.policy, f"{policy.policy}_{policy.edition}")):
        problems.append(f"policy: the file must be named {names[0]}.yml or {names[1]}.yml, not {stem}.yml")
    if policy.effective_to and policy.effective_to < policy.effective_from:
        problems.append(f"effective_to: {policy.effective_to} is before effective_from {policy.effective_from}")
    written = [name for name in JUNCTIONS if getattr(policy, name) is not None]
    if len(written) != 1:
        return [*problems, f"(whole file): {' and '.join(written) or 'no condition'} written; allowed: exactly one of "
                f"{', '.join(JUNCTIONS)}, others within it"]  # fmt: skip
    names = Counter()
    for at, name, clause, depth in walk(policy.policy, policy.rule, ""):
        at = at.lstrip(".") or "(whole file)"
        names[name] += 1
        problems += shape_problems(at, clause, depth) or _subject(at, clause, known)
    problems += [f"{name} is used twice; name each clause once" for name, count in names.items() if count > 1]
    return problems + grant_problems(policy.grant, known.measures, known.schemes)


def _subject(at: str, clause: Condition, known: Known) -> list[str]:
    subject, name = clause.subject, clause.subject_name
    if clause.among is not None and subject not in ("stage", "tier"):
        return [f"{at}.among: goes with stage or tier, never with {subject or clause.junction}"]
    if subject == "measure":
        if name not in known.measures:
            return [f"{at}.measure: unknown measure {name!r}; allowed: {', '.join(sorted(known.measures))}"]
        return value_in_unit(at, clause, known.measures[name].unit)
    if subject == "certificate":
        unknown = [each for each in clause.choices if each not in known.certificates]
        return _allowed(f"{at}.certificate", "certificate", unknown, known.certificates)
    if subject in ("score", "stage", "tier", "outcome"):
        scheme = name.split(".")[0]
        if scheme not in known.schemes:
            return _allowed(f"{at}.{subject}", "scheme", [scheme], sorted(known.schemes))
        return _of_scheme(at, clause, known.schemes[scheme], known)
    return []


def _of_scheme(at: str, clause: Condition, editions: list[Scheme], known: Known) -> list[str]:
    if clause.subject == "score":
        totals = [each.total for each in editions if each.groups]
        if not totals:
            return [f"{at}.score: {clause.score} gives no score; allowed: outcome: {clause.score}"]
        bonus = max(sum(group.max for group in each.groups.values() if group.role == "bonus") for each in editions)
        return reachable(at, clause, f"the score of {clause.score}", max(totals) + bonus)
    if clause.subject == "outcome":
        rules = [name for each in editions for name in each.rules]
        asked = clause.outcome.split(".")[1:] or rules[:1]
        return _allowed(f"{at}.outcome", "rule", [each for each in asked or ["(none)"] if each not in rules], rules)
    if clause.among is None:
        return [f"{at}: {clause.subject} needs `among`, the list of those that will do"]
    if clause.subject == "tier":
        allowed = [name for each in editions for name in each.tiers]
    else:
        profiles = [known.profiles[each.stages] for each in editions if each.stages in known.profiles]
        allowed = [*(name for each in profiles for name in each.stages), UNKNOWN]
    return _allowed(f"{at}.among", clause.subject, [each for each in clause.choices if each not in allowed], allowed)


def _allowed(at: str, what: str, unknown: list[str], allowed: list[str]) -> list[str]:
    told = ", ".join(dict.fromkeys(allowed)) or "none, there is none"
    return [f"{at}: unknown {what} {unknown[0]!r}; allowed: {told}"] if unknown else []


def _refuse_overlapping_dates(policies: dict[Path, Policy]) -> None:
    ordered = sorted(policies.items(), key=lambda item: (item[1].policy, item[1].effective_from))
    for (_, first), (path, second) in pairwise(ordered):
        if first.policy != second.policy:
            continue
        if first.effective_to is None or first.effective_to >= second.effective_from:
            raise Refused(
                f"{path}: effective_from: {second.policy} edition {second.edition} starts {second.effective_from}, "
                f"while edition {first.edition} runs to {first.effective_to or 'no end'}; end that one the day before"
            )
