"""A landing suite and the staging behind it agree on what means "nothing": the words of dags/house.yml, and blanks."""

import re

import pytest
import yaml

from innopoints.passports.cells import HOUSE
from innopoints.project import EXPECTATIONS

NOTHING = yaml.safe_load(HOUSE.read_text("utf-8"))["no_value"]
ALLOWING = [
    pytest.param(check["regex"], id=f"{path.stem} {check['id']}")
    for path in sorted((EXPECTATIONS / "landing").glob("*.yml"))
    for check in yaml.safe_load(path.read_text("utf-8"))["expect"]
    if "无" in check.get("regex", "")
]


@pytest.mark.parametrize("regex", ALLOWING)
def test_a_check_that_lets_one_word_for_nothing_pass_lets_all_of_them_pass(regex):
    assert [word for word in (*NOTHING, *(f" {word} " for word in NOTHING)) if not re.match(regex, word)] == []
    assert not re.match(regex, "昨天")
