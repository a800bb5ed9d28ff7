"""A scheme that does not add up is refused, and the refusal names the file, the key, and what is allowed."""

import copy

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from innopoints import yaml_file
from innopoints.errors import Refused
from innopoints.passports.interval import Interval, cover_problems
from innopoints.passports.scheme import Scheme
from innopoints.passports.scheme_checks import read_schemes
from innopoints.passports.stage_profile import read_stage_profiles
from innopoints.project import DBT, SCHEMES
from innopoints.registry.measure_meta import read_measures

MEASURES = read_measures(DBT / "models" / "measures")
PROFILES = read_stage_profiles(SCHEMES / "stages", MEASURES)
SOUND = yaml_file.load(SCHEMES / "zone_default.yml")


def changed(*steps, to) -> dict:
    """The sound scheme with one thing at `steps` written otherwise; None takes it out."""
    scheme = copy.deepcopy(SOUND)
    place = scheme
    for step in steps[:-1]:
        place = place[step]
    if to is None:
        del place[steps[-1]]
    else:
        place[steps[-1]] = to
    return scheme


def refusal(tmp_path, scheme: dict, name: str = "zone_default.yml") -> str:
    path = tmp_path / name
    path.write_text(yaml.safe_dump(scheme, allow_unicode=True, sort_keys=False), "utf-8")
    with pytest.raises(Refused) as refused:
        read_schemes(tmp_path, PROFILES, MEASURES)
    assert str(path) in str(refused.value)
    return str(refused.value)


BONUS = {
    "title": "加",
    "title_en": "Extra",
    "max": 1,
    "role": "bonus",
    "indicators": {"extra_flag": {"flag": {"points": 1}}},
}
LINE = {"linear": {"low": 0, "high": 0.1, "points": 12, "direction": "higher"}}
TALENT = {"title": "人才", "title_en": "Talent"}
BELOW_ZERO = TALENT | {"max": 12, "take": "geometric_mean", "indicators": {"staff_growth_ratio": LINE | {"floor": -1}}}
BEST_WEIGHED = TALENT | {"max": 12, "take": "best", "indicators": {"staff_growth_ratio": LINE | {"weight": 2}}}
OFF_THE_SCALE = {"zscore": {"points": 5, "direction": "higher", "mean": 50, "sd": 10}}
TIER = {"title": "榜", "title_en": "tier"}


def nested(depth: int) -> dict:
    """A group that holds a group, and so on down to this depth."""
    below = (
        {"indicators": {"staff_growth_ratio": LINE}}
        if depth == 6
        else {"groups": {f"deeper_{depth + 1}": nested(depth + 1)}}
    )
    return TALENT | {"max": 12} | below


GROUPS_SIX_DEEP = nested(1)
TECHNOLOGY = ("groups", "technology", "indicators")
REFUSALS = {
    "groups that do not add up to the total": (changed("total", to=110), "groups:", "= 100, but total is 110"),
    "a group whose indicators cannot reach its max": (
        changed("groups", "talent", "indicators", "staff_growth_ratio", to=None),
        "groups.talent.max: 12",
        "give 10 at most",
    ),
    "a band beyond its group": (
        changed(*TECHNOLOGY, "rd_intensity_ratio", "bands", to={0.1: 41, "else": 0}),
        "groups.technology.indicators.rd_intensity_ratio.bands",
        "beyond the group's max of 40",
    ),
    "bands that say nothing of the lowest values": (
        changed(*TECHNOLOGY, "rd_intensity_ratio", "bands", to={0.1: 8}),
        "rd_intensity_ratio.bands: gap: nothing is said below 0.1",
        "add `else`",
    ),
    "bands with a gap between two": (
        changed(
            *TECHNOLOGY,
            "rd_intensity_ratio",
            "bands",
            to=[{"below": 0.05, "points": 0}, {"at_least": 0.06, "points": 8}],
        ),
        "rd_intensity_ratio.bands: gap",
        "from 0.05 to 0.06",
    ),
    "bands that overlap": (
        changed(
            *TECHNOLOGY,
            "rd_intensity_ratio",
            "bands",
            to=[{"below": 0.06, "points": 0}, {"at_least": 0.05, "points": 8}],
        ),
        "rd_intensity_ratio.bands: overlap",
        "each must start where one ends",
    ),
    "a band whose key is no number": (
        changed(*TECHNOLOGY, "rd_intensity_ratio", "bands", to={"ten": 8, "else": 0}),
        "groups.technology.indicators.rd_intensity_ratio.bands",
        "a key is a number or `else`",
    ),
    "two methods on one indicator": (
        changed(*TECHNOLOGY, "rd_expense_cny", "flag", to={"points": 5}),
        "rd_expense_cny: flag and linear written",
        "exactly one of bands, levels, flag, per_item, judged, linear, percentile",
    ),
    "goalposts the wrong way round": (
        changed(*TECHNOLOGY, "rd_expense_cny", "linear", "low", to=20_000_000),
        "rd_expense_cny.linear: low must be below high",
        "direction: higher | lower",
    ),
    "a measure nobody computes": (
        changed(*TECHNOLOGY, "rd_expense_cny", "measure", to="rd_expense_wan"),
        "rd_expense_cny.measure: unknown measure 'rd_expense_wan'",
        "allowed: adverse_record_count, ",
    ),
    "a key nobody knows": (
        changed(*TECHNOLOGY, "rd_expense_cny", "wieght", to=2),
        "groups.technology.indicators.rd_expense_cny.wieght: unknown key",
        "allowed here",
    ),
    "weights of a stage that do not add up": (
        changed("weights", "seed", "growth", to=21),
        "weights.seed: adds up to 101",
        "must be the total, 100",
    ),
    "weights of a stage nobody defined": (
        changed("weights", "adult", to=SOUND["weights"]["seed"]),
        "weights.adult: no such stage in hangzhou_binjiang",
        "allowed: seed, sapling, growth, expansion, mature",
    ),
    "weights that forget a group": (
        changed("weights", "seed", "growth", to=None),
        "weights.seed: must weigh each of",
        "technology, growth, talent, qualification, recognition",
    ),
    "a stage profile nobody wrote": (
        changed("stages", to="shenzhen"),
        "stages: no profile 'shenzhen'",
        "allowed: hangzhou_binjiang",
    ),
    "zero for missing data without the rule that says so": (
        changed("missing", to="zero"),
        "zero_because: missing: zero needs the words of the rule",
        "gives zero",
    ),
    "groups six deep": (
        changed("groups", "talent", to=GROUPS_SIX_DEEP),
        "groups.talent.groups.deeper_2.groups.deeper_3.groups.deeper_4.groups.deeper_5.groups.deeper_6: 6 groups deep",
        "allowed: 5",
    ),
    "a group that holds nothing": (
        changed("groups", "talent", "indicators", to={}),
        "groups.talent: empty",
        "holds indicators, groups or both",
    ),
    "a sum without a ceiling": (
        changed("groups", "talent", "max", to=None),
        "groups.talent.max: missing",
        "a sum has a ceiling",
    ),
    "a bonus inside a group": (
        changed("groups", "talent", "groups", to={"extra": BONUS}),
        "groups.talent.groups.extra.role",
        "only a group at the top can be a bonus",
    ),
    "a mean of mixed scales": (
        changed("groups", "talent", "take", to="weighted_mean"),
        "groups.talent.take: weighted_mean of mixed scales (",
        "allowed: one scale, up to 12, for all of them",
    ),
    "a geometric mean of points below zero": (
        changed("groups", "talent", to=BELOW_ZERO),
        "groups.talent.take: a geometric mean of negative points",
        "every floor must be 0 or more",
    ),
    "weight given to the best of several": (
        changed("groups", "talent", to=BEST_WEIGHED),
        "groups.talent.take: the best of several weighs nothing",
        "leave weight out of staff_growth_ratio",
    ),
    "one name for two things": (
        changed("groups", "talent", "indicators", "revenue_cny", to={"flag": {"points": 1}}),
        "groups: revenue_cny stands in two places",
        "must be its own in the scheme",
    ),
    "a floor above what can be had": (
        changed(*TECHNOLOGY, "rd_expense_cny", "floor", to=6),
        "groups.technology.indicators.rd_expense_cny.floor: 6",
        "is not below the 5 points it can give",
    ),
    "bands below the floor": (
        changed(*TECHNOLOGY, "rd_intensity_ratio", "floor", to=1),
        "rd_intensity_ratio.bands: gives 0",
        "below the floor of 1",
    ),
    "a logarithm of nothing": (
        changed(*TECHNOLOGY, "rd_expense_cny", "transform", to="log"),
        "rd_expense_cny.linear.low: 0 has no logarithm",
        "must be above 0",
    ),
    "a transform that changes nothing": (
        changed(*TECHNOLOGY, "rd_intensity_ratio", "transform", to="log"),
        "rd_intensity_ratio.transform: changes nothing in bands",
        "allowed with linear, minmax, zscore",
    ),
    "peers for points that look at nobody": (
        changed(*TECHNOLOGY, "rd_expense_cny", "peers", to="stage"),
        "rd_expense_cny.peers: linear looks at no peers",
        "allowed with percentile, minmax, zscore, rank",
    ),
    "peers nobody knows": (
        changed("peers", to="province"),
        "peers: Input should be",
        "'zone', 'stage', 'industry', 'stage_industry' or 'group'",
    ),
    "winsorising from the top down": (
        changed(*TECHNOLOGY, "rd_expense_cny", "winsorise", to={"low": 0.9, "high": 0.1}),
        "rd_expense_cny.winsorise: low must be below high",
        "shares of the peers from 0 to 1",
    ),
    "levels that leave a value without points": (
        changed(*TECHNOLOGY, "rd_intensity_ratio", to={"levels": {3: 8}}),
        "rd_intensity_ratio.levels",
        "say what it gets with `else`",
    ),
    "standard deviations around a point off the scale": (
        changed(*TECHNOLOGY, "rd_expense_cny", to=OFF_THE_SCALE),
        "rd_expense_cny.zscore.mean: 50",
        "outside the scale from 0 to 5",
    ),
    "a weight for nothing": (
        changed("weights", "seed", "tallent", to=1),
        "weights.seed.tallent: nothing of that name has a weight",
        "allowed: ",
    ),
    "tiers that do not grow": (
        changed("tiers", to={"lead": TIER | {"top": 0.1}, "next": TIER | {"top": 0.1}}),
        "tiers.next.top: 0.1",
        "must be more than lead's 0.1",
    ),
    "grades that forget the lowest scores": (
        changed("grades", to={80: "A"}),
        "grades",
        "say which it has with `else`",
    ),
    "carrying forward what nobody may look back to": (
        changed("missing", to={"carry_forward": 0, "otherwise": "drop_and_renormalise"}),
        "missing",
        "greater than or equal to 1",
    ),
    "a measure the dictionary has already": (
        changed("measures", to={"revenue_cny": {"title": "收入", "title_en": "Revenue"}}),
        "measures.revenue_cny: the measure dictionary has it already",
        "leave it out here",
    ),
    "more points than the tables hold": (
        changed("total", to=10_000),
        "total: Input should be",
        "less than 10000",
    ),
    "an end before the beginning": (
        changed("effective_to", to="2019-12-31"),
        "effective_to: 2019-12-31 is before",
        "2020-12-01",
    ),
    "a file named after something else": (
        changed("scheme", to="zone"),
        "scheme: the file must be named zone.yml or zone_1.yml",
        "not zone_default.yml",
    ),
}


@pytest.mark.parametrize(("scheme", "key", "allowed"), REFUSALS.values(), ids=REFUSALS)
def test_refuses(tmp_path, scheme, key, allowed):
    said = refusal(tmp_path, scheme)
    assert key in said
    assert allowed in said


def test_refuses_two_editions_in_force_on_one_day(tmp_path):
    (tmp_path / "zone_default.yml").write_text(
        yaml.safe_dump(changed("effective_to", to="2026-06-30"), sort_keys=False), "utf-8"
    )
    second = changed("edition", to="2") | {"effective_from": "2026-06-30"}
    said = refusal(tmp_path, second, "zone_default_2.yml")
    assert "effective_from: zone_default edition 2 starts 2026-06-30" in said
    assert "end that one the day before" in said


def test_an_edition_may_start_the_day_after_the_last_one_ends(tmp_path):
    (tmp_path / "zone_default.yml").write_text(
        yaml.safe_dump(changed("effective_to", to="2026-06-30"), sort_keys=False), "utf-8"
    )
    second = changed("edition", to="2") | {"effective_from": "2026-07-01"}
    (tmp_path / "zone_default_2.yml").write_text(yaml.safe_dump(second, sort_keys=False), "utf-8")
    assert [each.edition for each in read_schemes(tmp_path, PROFILES, MEASURES).values()] == ["1", "2"]


def test_bands_may_be_written_short_or_long(tmp_path):
    short, long = copy.deepcopy(SOUND), copy.deepcopy(SOUND)
    short["groups"]["technology"]["indicators"]["rd_intensity_ratio"]["bands"] = {0.06: 8, "else": 2}
    long["groups"]["technology"]["indicators"]["rd_intensity_ratio"]["bands"] = [
        {"below": 0.06, "points": 2},
        {"at_least": 0.06, "points": 8},
    ]
    assert Scheme.model_validate(short) == Scheme.model_validate(long)


@given(st.lists(st.tuples(*[st.none() | st.integers(-5, 5)] * 2), min_size=1, max_size=5))
def test_intervals_pass_exactly_when_every_number_falls_in_one_of_them(ends):
    """Half-way points between whole bounds, and far ends, stand for all numbers."""
    intervals = [Interval(*end) for end in ends]
    probes = [number / 2 for number in range(-14, 15)]
    held = [
        sum(
            (each.at_least is None or probe >= each.at_least) and (each.below is None or probe < each.below)
            for each in intervals
        )
        for probe in probes
    ]
    empty = any(None not in each and each.at_least >= each.below for each in intervals)
    assert (cover_problems("bands", intervals) == []) == (set(held) == {1} and not empty)
