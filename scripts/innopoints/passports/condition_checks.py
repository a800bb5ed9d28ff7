"""Judge whether conditions can be applied at all: each problem is one sentence, key, what is wrong, what is allowed."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from innopoints import yaml_file
from innopoints.passports.condition import Condition, Entry
from innopoints.passports.rule import JUNCTIONS, walk
from innopoints.passports.rule_checks import reachable, shape_problems, value_in_unit
from innopoints.passports.scheme import Scheme
from innopoints.passports.stage_profile import UNKNOWN, StageProfile
from innopoints.registry.measure_meta import Meta


class Terms(BaseModel):
    """The names of certificates a condition may ask for, word for word as the certificate data have them."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    certificates: list[str]


class Known(NamedTuple):
    """What conditions may speak of."""

    measures: Mapping[str, Meta]
    schemes: Mapping[str, list[Scheme]]
    profiles: Mapping[str, StageProfile]
    certificates: list[str]


def known_of(measures, schemes: Mapping[Path, Scheme], profiles, terms: Path) -> Known:
    """What there is to ask about; `terms` is the file of certificate names. Raises Refused for a wrong one."""
    editions: dict[str, list[Scheme]] = {}
    for scheme in schemes.values():
        editions.setdefault(scheme.scheme, []).append(scheme)
    return Known(measures, editions, profiles, yaml_file.read(terms, Terms).certificates)


def entry_problems(entry: Entry, known: Known, at: str = "") -> list[str]:
    """Everything wrong with the conditions at key `at` (the file itself: empty), in the order of the file."""
    if len(entry.junctions) != 1:
        written = " and ".join(entry.junctions) or "no condition"
        return [f"{at or '(whole file)'}: {written} written; allowed: exactly one of "
                f"{', '.join(JUNCTIONS)}, others within it"]  # fmt: skip
    return clause_problems("(rule)", entry.rule, known, at)


def clause_problems(name: str, rule: Condition, known: Known, at: str = "") -> list[str]:
    """Everything wrong with a clause and those under it."""
    problems, names = [], Counter()
    for key, each, clause, depth in walk(name, rule, at):
        place = key.lstrip(".") or "(whole file)"
        names[each] += 1
        problems += shape_problems(place, clause, depth) or _subject(place, clause, known)
    return problems + [f"{each} is used twice; name each clause once" for each, count in names.items() if count > 1]


def certificate_problems(at: str, asked: list[str], known: Known) -> list[str]:
    """Does anybody issue these?"""
    unknown = [each for each in asked if each not in known.certificates]
    return not_allowed(at, "certificate", unknown, known.certificates)


def not_allowed(at: str, what: str, unknown: list[str], allowed: list[str]) -> list[str]:
    """The first of `unknown`, and what is allowed instead; nothing when all are known."""
    told = ", ".join(dict.fromkeys(allowed)) or "none, there is none"
    return [f"{at}: unknown {what} {unknown[0]!r}; allowed: {told}"] if unknown else []


def highest_score(editions: list[Scheme]) -> int | None:
    """The most any edition can give, its bonus included; None where none gives a score."""
    totals = [each.total for each in editions if each.groups]
    bonus = max(sum(group.max for group in each.groups.values() if group.role == "bonus") for each in editions)
    return max(totals) + bonus if totals else None


def _subject(at: str, clause: Condition, known: Known) -> list[str]:
    subject, name = clause.subject, clause.subject_name
    if clause.among is not None and subject not in ("stage", "tier"):
        return [f"{at}.among: goes with stage or tier, never with {subject or clause.junction}"]
    if subject == "measure":
        if name not in known.measures:
            return [f"{at}.measure: unknown measure {name!r}; allowed: {', '.join(sorted(known.measures))}"]
        return value_in_unit(at, clause, known.measures[name].unit)
    if subject == "certificate":
        return certificate_problems(f"{at}.certificate", clause.choices, known)
    if subject in ("score", "stage", "tier", "outcome"):
        scheme = name.split(".")[0]
        if scheme not in known.schemes:
            return not_allowed(f"{at}.{subject}", "scheme", [scheme], sorted(known.schemes))
        return _of_scheme(at, clause, known.schemes[scheme], known)
    return []


def _of_scheme(at: str, clause: Condition, editions: list[Scheme], known: Known) -> list[str]:
    if clause.subject == "score":
        highest = highest_score(editions)
        if highest is None:
            return [f"{at}.score: {clause.score} gives no score; allowed: outcome: {clause.score}"]
        return reachable(at, clause, f"the score of {clause.score}", highest)
    if clause.subject == "outcome":
        rules = [name for each in editions for name in each.rules]
        asked = clause.outcome.split(".")[1:] or rules[:1]
        return not_allowed(f"{at}.outcome", "rule", [each for each in asked or ["(none)"] if each not in rules], rules)
    if clause.among is None:
        return [f"{at}: {clause.subject} needs `among`, the list of those that will do"]
    if clause.subject == "tier":
        allowed = [name for each in editions for name in each.tiers]
    else:
        profiles = [known.profiles[each.stages] for each in editions if each.stages in known.profiles]
        allowed = [*(name for each in profiles for name in each.stages), UNKNOWN]
    unknown = [each for each in clause.choices if each not in allowed]
    return not_allowed(f"{at}.among", clause.subject, unknown, allowed)
