"""A policy that cannot be applied is refused, and the refusal names the file, the key, and what is allowed."""

import copy

import pytest
import yaml

from innopoints.errors import Refused
from innopoints.passports.condition_checks import known_of
from innopoints.passports.policy_checks import read_policies
from innopoints.passports.scheme_checks import read_schemes
from innopoints.passports.stage_profile import read_stage_profiles
from innopoints.project import DBT, POLICIES, SCHEMES
from innopoints.registry.measure_meta import read_measures

MEASURES = read_measures(DBT / "models" / "measures")
PROFILES = read_stage_profiles(SCHEMES / "stages", MEASURES)
KNOWN = known_of(MEASURES, read_schemes(SCHEMES, PROFILES, MEASURES), PROFILES, POLICIES / "terms" / "certificates.yml")
SOUND = yaml.safe_load((POLICIES / "zone_growth_reward.yml").read_text("utf-8"))
TITLED = {"title": "条件", "title_en": "a clause"}


def policy(**changed) -> dict:
    """The sound policy with some keys changed; None takes one away."""
    return {name: value for name, value in (copy.deepcopy(SOUND) | changed).items() if value is not None}


def clause(**written) -> dict:
    return policy(all_of=SOUND["all_of"] | {"tested": TITLED | written})


def grant(**changed) -> dict:
    return policy(grant={name: value for name, value in (SOUND["grant"] | changed).items() if value is not None})


AT = "all_of.tested"
REFUSALS = {
    "an unknown key": (policy(budget=1), "budget: unknown key", "effective_to, for, grant"),
    "no reference": (policy(reference=None), "reference: Field required", ""),
    "a wrong file name": (policy(policy="other"), "policy: the file must be named other.yml or other_1.yml", ""),
    "an end before the beginning": (policy(effective_to="2024-12-31"), "effective_to: 2024-12-31 is before", ""),
    "no condition": (policy(all_of=None), "no condition written", "exactly one of all_of, any_of, none_of"),
    "two junctions at the top": (policy(none_of=SOUND["all_of"]), "all_of and none_of written", "exactly one of"),
    "an unknown measure": (
        clause(measure="revenu", op=">", value=1),
        f"{AT}.measure: unknown measure 'revenu'",
        "revenue_cny",
    ),
    "a ratio as percent": (
        clause(measure="debt_ratio", op="<", value=70),
        f"{AT}.value: debt_ratio is a ratio",
        "between",
    ),
    "a comparison of a list": (
        clause(industry=["C"], op="=", value=1),
        f"{AT}: op and value go with measure or score",
        "",
    ),
    "an industry in words": (clause(industry=["电子"]), f"{AT}.industry.0: String should match pattern", ""),
    "a certificate nobody issues": (
        clause(certificate=["高新企业"]),
        f"{AT}.certificate: unknown certificate",
        "高新技术企业",
    ),
    "a scheme that is not there": (clause(outcome="gaoqi"), f"{AT}.outcome: unknown scheme 'gaoqi'", "gaoqi_2016"),
    "a rule that is not there": (
        clause(outcome="huangpu_gazelle.unicorn"),
        f"{AT}.outcome: unknown rule",
        "gazelle, gazelle_nurture",
    ),
    "a stage of another profile": (
        clause(stage="zone_default", among=["late"]),
        f"{AT}.among: unknown stage 'late'",
        "seed",
    ),
    "a stage of no list": (clause(stage="zone_default"), f"{AT}: stage needs `among`", ""),
    "a list without a stage": (clause(industry=["C"], among=["seed"]), f"{AT}.among: goes with stage or tier", ""),
    "a tier of a scheme without": (
        clause(tier="kexiao_2017", among=["lead"]),
        f"{AT}.among: unknown tier",
        "there is none",
    ),
    "points no scheme gives": (
        clause(score="zone_default", op=">", value=300),
        f"{AT}.value: the score of zone_default",
        "",
    ),
    "a score of rules alone": (
        clause(score="huangpu_gazelle", op=">", value=1),
        f"{AT}.score: huangpu_gazelle gives no score",
        "outcome",
    ),
    "a name twice": (
        clause(any_of={"field": TITLED | {"industry": ["A"]}, "b": TITLED | {"industry": ["B"]}}),
        "field is used twice",
        "",
    ),
    "two formulas": (grant(fixed_cny=1), "grant: fixed_cny and share written", "exactly one of"),
    "a share of a count": (
        grant(measure="staff_count"),
        "grant.measure: share goes with a measure in cny",
        "rd_expense_cny",
    ),
    "more than the whole": (grant(share=2), "grant.share: Input should be less than or equal to 1", ""),
    "a budget without an order": (grant(order=None), "grant.order: a budget needs the order", ""),
    "an order of two things": (
        grant(order={"score": "zone_default", "measure": "revenue_cny", "first": "lowest"}),
        "grant.order: allowed: exactly one",
        "",
    ),
    "an order by an unknown score": (
        grant(order={"score": "points", "first": "highest"}),
        "grant.order.score: no scheme 'points'",
        "zone_default",
    ),
    "a budget below one grant": (grant(budget_cny=100_000), "grant.budget_cny: 100000 is below cap_cny 500000", ""),
    "half a cent": (grant(cap_cny=0.005), "grant.cap_cny: Decimal input should have no more than 2 decimal", ""),
}


def read(folder, **files: dict):
    for name, written in files.items():
        (folder / f"{name}.yml").write_text(yaml.safe_dump(written, allow_unicode=True, sort_keys=False), "utf-8")
    return read_policies(folder, KNOWN)


@pytest.mark.parametrize(("written", "problem", "allowed"), REFUSALS.values(), ids=REFUSALS.keys())
def test_what_cannot_be_applied_is_refused_with_file_key_and_what_is_allowed(tmp_path, written, problem, allowed):
    with pytest.raises(Refused) as refused:
        read(tmp_path, zone_growth_reward=written)
    told = str(refused.value)
    assert f"{tmp_path / 'zone_growth_reward.yml'}: " in told
    assert problem in told and allowed in told, told


def test_two_editions_of_one_policy_never_rule_on_the_same_day(tmp_path):
    first, second = policy(effective_to="2025-12-31"), policy(edition="2", effective_from="2025-12-31")
    with pytest.raises(
        Refused, match=r"zone_growth_reward_2\.yml: effective_from: .* while edition 1 runs to 2025-12-31"
    ):
        read(tmp_path, zone_growth_reward=first, zone_growth_reward_2=second)
    second["effective_from"] = "2026-01-01"
    assert len(read(tmp_path, zone_growth_reward_2=second)) == 2


def test_twenty_policies_are_cited_official_short_and_none_of_them_hides_what_is_invented():
    policies = read_policies(POLICIES, KNOWN)
    official = [each for each in policies.values() if each.certainty == "official"]
    assert len(official) >= 20 and all(each.reference and each.issuer for each in official)
    invented = [each for each in policies.values() if "示例" in each.title or "示例" in each.reference]
    assert {each.certainty for each in invented} == {"illustrative"}
    assert max(len(path.read_text("utf-8").splitlines()) for path in policies) < 30
