"""承诺只增不减：取消、改名、改类型、改单位、放松规则都要另出新版；新增的列通过，次版本号加一。"""

from copy import deepcopy
from datetime import date

import pytest
import yaml

from innopoints.contract.odcs import as_yaml, product_contract
from innopoints.contract.promise import following, renew
from innopoints.errors import Refused

DAY = date(2026, 6, 30)


@pytest.fixture(scope="module")
def promised() -> dict:
    return product_contract("1.4.2")


@pytest.fixture
def changed(promised) -> dict:
    return deepcopy(promised)


def table(contract: dict, name: str = "pub_score_v1") -> dict:
    return next(each for each in contract["schema"] if each["name"] == name)


def column(contract: dict, name: str) -> dict:
    return next(each for each in table(contract)["properties"] if each["name"] == name)


def without(contract: dict, name: str) -> None:
    table(contract)["properties"].remove(column(contract, name))


def rename(contract: dict) -> None:
    column(contract, "coverage_ratio")["name"] = "known_ratio"


def retype(contract: dict) -> None:
    column(contract, "score")["physicalType"] = "DOUBLE"


def other_unit(contract: dict) -> None:
    column(contract, "coverage_ratio")["customProperties"][0]["value"] = "points"


def other_grain(contract: dict) -> None:
    del column(contract, "scheme")["primaryKeyPosition"]


def another_value(contract: dict) -> None:
    rule = next(each for each in column(contract, "status")["quality"] if each["id"] == "status_known")
    rule["arguments"]["validValues"].append("withheld")


def softer(contract: dict) -> None:
    column(contract, "score")["quality"][0]["severity"] = "warning"


def shorter(contract: dict) -> None:
    next(each for each in contract["slaProperties"] if each["property"] == "retention")["value"] = 3


BREAKS = [
    (lambda contract: without(contract, "stage"), r"pub_score_v1\.stage is gone"),
    (rename, r"pub_score_v1\.coverage_ratio is gone \(renamed to known_ratio\?\)"),
    (retype, r"pub_score_v1\.score: physicalType was DECIMAL\(6,2\), is DOUBLE"),
    (other_unit, r"the unit was ratio, is points"),
    (lambda contract: column(contract, "status").update(required=False), r"could not be empty, now may be"),
    (other_grain, r"pub_score_v1\.scheme: primaryKeyPosition was 3, is None"),
    (another_value, r"the rule status_known says something else"),
    (softer, r"no longer holds back an edition"),
    (lambda contract: contract["schema"].pop(), r"pub_withdrawal_v1 is gone; announce its last day"),
    (shorter, r"kept for 5 years, now for 3"),
]


@pytest.mark.parametrize(("change", "words"), BREAKS, ids=[words for _, words in BREAKS])
def test_what_breaks_a_reader_is_refused_and_says_what_to_do(promised, changed, change, words):
    change(changed)
    with pytest.raises(Refused, match=words) as refusal:
        following(promised, changed, DAY)
    assert "put the new shape beside it as the next _vN" in str(refusal.value)


def test_an_added_column_passes_and_the_second_number_goes_up(promised, changed):
    table(changed)["properties"].append(column(changed, "score_full") | {"name": "score_smoothed"})
    after, found = following(promised, changed, DAY)
    assert after["version"] == "1.5.0" and found.added == ["pub_score_v1.score_smoothed is new"]


def test_another_meaning_must_be_declared_the_same(promised, changed):
    column(changed, "score")["description"] = "公布的总分，只计基础分"
    with pytest.raises(Refused, match=r"--same-meaning"):
        following(promised, changed, DAY)
    assert following(promised, changed, DAY, same_meaning=True)[0]["version"] == "1.4.3"


def test_nothing_changed_is_the_same_version_and_the_same_bytes(promised, changed):
    assert as_yaml(following(promised, changed, DAY)[0]) == as_yaml(promised)


def test_a_warning_is_no_promise(promised, changed):
    rules = column(changed, "score")["quality"]
    rules.remove(next(each for each in rules if each["id"] == "scores_differ"))
    assert following(promised, changed, DAY)[0]["version"] == "1.4.3"


def test_a_table_ends_only_after_the_last_day_announced(promised, changed):
    sunset = [{"property": "sunset", "value": "2027-12-31"}, {"property": "supersededBy", "value": "pub_score_v2"}]
    announced = deepcopy(promised)
    table(announced)["customProperties"] = sunset
    announced["schema"].append(table(announced) | {"name": "pub_score_v2", "customProperties": []})
    assert following(promised, announced, DAY)[0]["version"] == "1.5.0"
    ended = announced | {"schema": [each for each in announced["schema"] if each["name"] != "pub_score_v1"]}
    with pytest.raises(Refused, match=r"pub_score_v1 is gone; it was promised until 2027-12-31"):
        following(announced, ended, date(2027, 12, 31))
    assert following(announced, ended, date(2028, 1, 1))[1].added == ["pub_score_v1 ended on 2027-12-31, as announced"]
    table(changed)["customProperties"] = [sunset[0] | {"value": "2027-06-30"}, sunset[1]]
    changed["schema"].append(table(announced, "pub_score_v2"))
    with pytest.raises(Refused, match=r"ends on 2027-06-30, so far 2027-12-31"):
        following(announced, changed, DAY)


def test_the_promise_of_before_is_read_from_where_it_is_committed(tmp_path, promised, changed):
    place = tmp_path / "score_v1.odcs.yaml"
    assert renew(DAY, promised=place)["version"] == "1.0.0"
    first = place.read_bytes()
    assert renew(DAY, promised=place) == {"contract": str(place), "version": "1.0.0", "changed": []}
    assert place.read_bytes() == first
    wider = yaml.load(first, yaml.CSafeLoader)
    table(wider)["properties"].append(column(wider, "score") | {"name": "score_of_old"})
    place.write_bytes(as_yaml(wider))
    with pytest.raises(Refused, match=r"score_of_old is gone"):
        renew(DAY, promised=place)
