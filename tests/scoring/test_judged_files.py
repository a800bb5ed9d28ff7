"""Points that only a person gives, ranges within a band, whole points, rules alone: what is refused, and why."""

import copy

import pytest

from tests.scoring.test_scheme_files import SOUND, changed, refusal

TALENT = ("groups", "talent", "indicators", "staff_growth_ratio")
AT = "groups.talent.indicators.staff_growth_ratio"
JUDGED = {"title": "评定", "title_en": "Judged", "judged": {"min": 0, "max": 2}}
PASS = {"title": "够", "title_en": "enough", "measure": "revenue_cny", "op": ">=", "value": 1}


def leaf(**written) -> dict:
    return changed(*TALENT, to={**JUDGED, **written})


def whole(**leaf) -> dict:
    """A small scheme of whole points with one indicator written otherwise."""
    scheme = {key: value for key, value in copy.deepcopy(SOUND).items() if key not in ("weights", "tiers", "grades")}
    group = {"title": "组", "title_en": "Group", "max": 10, "indicators": {"rd_intensity_ratio": leaf}}
    return scheme | {
        "whole_points": True,
        "total": 10,
        "outage": "block",
        "missing": "block",
        "groups": {"group": group},
        "rules": {},
    }


def rules_alone(**written) -> dict:
    names = ("scheme", "edition", "title", "title_en", "reference", "status", "effective_from")
    return {name: SOUND[name] for name in names} | {"rules": {"enough": PASS}} | written


BANDS = {"bands": {0.1: 10, "else": 0}}
REFUSALS = {
    "a judgement that also reads a measure": (
        leaf(measure="revenue_cny"),
        f"{AT}.measure: a person gives",
        "leave measure out",
    ),
    "a judgement that says what missing data do": (
        leaf(missing="zero"),
        f"{AT}.missing: a person gives",
        "leave missing out",
    ),
    "a judgement without a title": (
        changed(*TALENT, to={"judged": {"min": 0, "max": 2}}),
        f"{AT}.title: no measure lends its name",
        "write title and title_en",
    ),
    "a judgement between nothing and nothing": (
        leaf(judged={"min": 2, "max": 2}),
        f"{AT}.judged.min: 2 is not below",
        "the 2 points it can give",
    ),
    "a judgement beyond its group": (leaf(judged={"max": 13}), f"{AT}.judged: gives up to 13", "the group's max of 12"),
    "a judgement and bands": (
        leaf(bands={0: 2, "else": 0}),
        f"{AT}: bands and judged written",
        "exactly one of bands, ",
    ),
    "a range written backwards": (
        changed(*TALENT, to={"bands": {0: [2, 1], "else": 0}}),
        f"{AT}.bands: [2, 1] is no range",
        "write the lower number of points first",
    ),
    "a range of three": (changed(*TALENT, to={"bands": {0: [0, 1, 2], "else": 0}}), f"{AT}.bands", "at most 2 items"),
    "half a point where points are whole": (
        whole(bands={0.1: 10, 0.05: 2.5, "else": 0}),
        "groups.group.indicators.rd_intensity_ratio.bands: 2.5 is no whole number",
        "as whole_points promises",
    ),
    "a range that ends in half a point": (
        whole(bands={0.1: [7.5, 10], "else": 0}),
        "bands: 7.5 is no whole number",
        "whole_points",
    ),
    "a slope where points are whole": (
        whole(linear={"low": 0, "high": 0.1, "points": 10, "direction": "higher"}),
        "rd_intensity_ratio.linear: gives parts of points",
        "allowed with whole_points: bands, levels, flag, judged",
    ),
    "gaps spread over the rest where points are whole": (
        whole(**BANDS, missing="drop_and_renormalise"),
        "rd_intensity_ratio.missing: drop_and_renormalise gives parts of points",
        "allowed with whole_points: zero, block",
    ),
    "outages spread over the rest where points are whole": (
        whole(**BANDS) | {"outage": "drop_and_renormalise"},
        "outage: drop_and_renormalise gives parts of points",
        "allowed with whole_points: block",
    ),
    "weights where points are whole": (
        whole(**BANDS) | {"weights": {"seed": {"group": 10}}},
        "whole_points: weights and means give parts of points",
        "sum and best, without weights",
    ),
    "a mean where points are whole": (
        whole(**BANDS) | {"take": "weighted_mean"},
        "whole_points: weights and means give parts of points",
        "sum and best, without weights",
    ),
    "neither groups nor rules": (
        rules_alone(rules={}),
        "groups: nothing to score or judge",
        "write groups, rules or both",
    ),
    "a total without groups": (
        rules_alone(total=100),
        "total: a scheme of rules alone gives no score",
        "or write groups",
    ),
    "a rule on a score that is not given": (
        rules_alone(rules={"enough": {"title": "够", "title_en": "enough", "score": True, "op": ">=", "value": 1}}),
        "rules.enough.score: there is no score here to judge",
        "allowed: measure or by_hand",
    ),
    "a rule on a group that is not there": (
        rules_alone(rules={"enough": {"title": "够", "title_en": "enough", "group": "rd", "op": ">=", "value": 1}}),
        "rules.enough.group: no group 'rd'",
        "none, there are no groups here",
    ),
    "groups without what makes a score": (
        changed("outage", to=None),
        "outage: missing",
        "a scheme with groups needs total",
    ),
}


@pytest.mark.parametrize(("scheme", "key", "allowed"), REFUSALS.values(), ids=REFUSALS)
def test_refuses(tmp_path, scheme, key, allowed):
    said = refusal(tmp_path, copy.deepcopy(scheme))
    assert key in said
    assert allowed in said
