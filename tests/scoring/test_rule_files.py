"""A rule that cannot be applied is refused, and the refusal names the file, the key, and what is allowed."""

import copy

import pytest

from tests.scoring.test_scheme_files import changed, refusal

ENOUGH = {"title": "够", "title_en": "enough", "score": True, "op": ">=", "value": 60}
TITLED = {"title": "条件", "title_en": "a clause"}
PROOF = {**TITLED, "by_hand": "看证书"}


def rule(clause: dict) -> dict:
    """The sound scheme with one rule: all of `enough` and this clause, `tested`."""
    return changed("rules", to={"good": {**TITLED, "all_of": {"enough": ENOUGH, "tested": clause}}})


def fact(**written) -> dict:
    return rule({**TITLED, "measure": "rd_intensity_ratio", "op": ">=", "value": 0.05, **written})


def nested(depth: int) -> dict:
    clause = PROOF
    for number in range(depth, 0, -1):
        clause = {**TITLED, "all_of": {f"clause_{number}": clause}}
    return clause


def without(clause: dict, *keys: str) -> dict:
    return {key: value for key, value in clause.items() if key not in keys}


AT = "rules.good.all_of.tested"
REFUSALS = {
    "a clause that says nothing": (rule(TITLED), f"{AT}: nothing to judge", "all_of, any_of, none_of, score, group"),
    "a clause of two junctions": (
        rule({**TITLED, "all_of": {"a": PROOF}, "any_of": {"b": PROOF, "c": PROOF}}),
        f"{AT}: all_of and any_of written",
        "exactly one of",
    ),
    "a junction that also judges a measure": (
        rule({**TITLED, "all_of": {"a": PROOF}, "measure": "revenue_cny", "op": ">", "value": 1}),
        f"{AT}: all_of and measure written",
        "exactly one of",
    ),
    "two facts in one clause": (
        rule({**ENOUGH, "measure": "revenue_cny"}),
        f"{AT}: score and measure written",
        "exactly one of",
    ),
    "a junction of nothing": (rule({**TITLED, "all_of": {}}), f"{AT}.all_of: holds 0", "1 clauses or more"),
    "a choice of one": (rule({**TITLED, "any_of": {"a": PROOF}}), f"{AT}.any_of: holds 1", "2 clauses or more"),
    "a ban on nothing": (rule({**TITLED, "none_of": {}}), f"{AT}.none_of: holds 0", "1 clauses or more"),
    "clauses nested too deep": (
        rule(nested(4)),
        f"{AT}.all_of.clause_1.all_of.clause_2.all_of.clause_3.all_of.clause_4: clauses within clauses 6 deep",
        "at most 5",
    ),
    "a fact without a comparison": (
        rule(without(ENOUGH, "op")),
        f"{AT}: score needs both op and value",
        'for example op: ">=", value: 60',
    ),
    "a fact without a number": (rule(without(ENOUGH, "value")), f"{AT}: score needs both op and value", "value: 60"),
    "a comparison nobody knows": (rule({**ENOUGH, "op": "=>"}), f"{AT}.op", "'>=', '>', '<=', '<', '=' or '!='"),
    "a comparison of a fact for a person to check": (
        rule({**PROOF, "op": ">=", "value": 1}),
        f"{AT}: op and value go with score, group or measure",
        "never with by_hand",
    ),
    "a comparison of a junction": (
        rule({**TITLED, "all_of": {"a": PROOF}, "value": 1}),
        f"{AT}: op and value go with score, group or measure",
        "never with all_of",
    ),
    "a measure nobody computes": (
        fact(measure="rd_share"),
        f"{AT}.measure: unknown measure 'rd_share'",
        "allowed: adverse_record_count, ",
    ),
    "a percentage where a ratio is meant": (
        fact(value=5),
        f"{AT}.value: rd_intensity_ratio is a ratio, 1 is 100 %",
        "between -1 and 1",
    ),
    "more than yes": (
        fact(measure="is_high_tech_enterprise", value=2),
        f"{AT}.value: is_high_tech_enterprise is yes or no",
        "must be 1 or 0",
    ),
    "a group nobody defined": (
        rule({**without(ENOUGH, "score"), "group": "rd"}),
        f"{AT}.group: no group 'rd'",
        "allowed: technology",
    ),
    "points that a group never gives": (
        rule({**without(ENOUGH, "score"), "group": "talent", "value": 13}),
        f"{AT}.value: group talent lies between 0 and 12",
        ">= 13 can never be decided",
    ),
    "a score beyond the total": (
        rule({**ENOUGH, "value": 101}),
        f"{AT}.value: the score lies between 0 and 100",
        ">= 101 can never be decided",
    ),
    "a score above the total itself": (
        rule({**ENOUGH, "op": ">", "value": 100}),
        f"{AT}.value: the score lies between 0 and 100",
        "> 100 can never be decided",
    ),
    "a score below nothing": (
        rule({**ENOUGH, "value": -1}),
        f"{AT}.value: the score lies between 0 and 100",
        ">= -1 can never be decided",
    ),
    "a clause named twice": (
        rule({**TITLED, "any_of": {"enough": PROOF, "b": PROOF}}),
        "rules: enough is used twice",
        "name each clause once",
    ),
    "a name that is no name": (
        rule({**TITLED, "all_of": {"Grünes Licht": PROOF}}),
        f"{AT}.all_of.Grünes Licht",
        "should match pattern '^[a-z][a-z0-9_]*$'",
    ),
    "a clause without a title": (rule(without(PROOF, "title")), f"{AT}.title: Field required", "title"),
    "a clause without an English title": (rule(without(PROOF, "title_en")), f"{AT}.title_en: Field required", "title"),
    "a fact to check by hand without saying how": (rule({**TITLED, "by_hand": ""}), f"{AT}.by_hand", "at least 1"),
    "a key nobody knows, deep in a rule": (
        rule({**TITLED, "any_of": {"a": PROOF, "b": {**PROOF, "wieght": 1}}}),
        f"{AT}.any_of.b.wieght: unknown key",
        "allowed here: all_of, any_of, by_hand, certainty, group, measure, none_of, op, score, title, title_en, value",
    ),
    "a certainty nobody knows": (rule({**PROOF, "certainty": "sure"}), f"{AT}.certainty", "'verified', 'remembered'"),
    "a list where names belong": (rule({**TITLED, "all_of": [PROOF]}), f"{AT}.all_of", "valid dictionary"),
}


@pytest.mark.parametrize(("scheme", "key", "allowed"), REFUSALS.values(), ids=REFUSALS)
def test_refuses(tmp_path, scheme, key, allowed):
    said = refusal(tmp_path, copy.deepcopy(scheme))
    assert key in said
    assert allowed in said
