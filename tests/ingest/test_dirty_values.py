"""脏值是护照里的清单：内部通用的、本单位的、本表的、本列的；写错了说得出错在哪。"""

import pytest

from innopoints.errors import Refused
from innopoints.passports.cells import cell_meanings, read_house
from innopoints.passports.source import read_source
from innopoints.project import SCHEMES
from innopoints.registry.register import registry_tables


def passport(project, **said) -> None:
    project.passport("tax", "rest", {"vat": {"path": "/vat", "required": ["a"], "columns": ["a", "级别"], **said}})


def test_the_house_list_holds_for_every_table_of_every_source():
    tables = registry_tables(SCHEMES)
    rows = tables["cell_meaning"].to_pylist()
    house = {row["sent"] for row in rows if (row["source"], row["table_name"]) == ("tax", "vat_return")}
    assert house == set(read_house().no_value) >= {"", "--", "/", "无", "不适用", "-2147483640"}
    feeds = {(row["source"], row["table_name"]) for row in tables["feed"].to_pylist()}
    assert {(row["source"], row["table_name"]) for row in rows} == feeds


def test_a_column_says_what_its_values_mean_and_comes_before_the_lists():
    rows = list(cell_meanings(["", "/", "/"], {"级别": {"省部级": "省级", "9": None, "/": "/"}}))
    assert [(row["column_name"], row["sent"], row["meant"]) for row in rows] == [
        ("级别", "省部级", "省级"),
        ("级别", "9", None),
        ("级别", "/", "/"),
        ("", "", None),
        ("", "/", None),
    ]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"dirty": {"等级": {"9": None}}}, "dirty names 等级, not among columns"),
        ({"dirty": {"级别": {9: None}}}, "dirty.级别.9.*: Input should be a valid string"),
        ({"dirty": {"级别": {}}}, "dirty.级别: .*at least 1"),
        ({"no_value": [-999]}, "no_value.0: Input should be a valid string"),
    ],
)
def test_a_list_that_means_nothing_is_refused(project, said, words):
    passport(project, **said)
    with pytest.raises(Refused, match=words):
        read_source("tax", project.sources)


def test_a_house_list_that_takes_blanks_for_values_is_refused(tmp_path):
    (tmp_path / "house.yml").write_text('no_value: ["--"]', encoding="utf-8")
    with pytest.raises(Refused, match=r"house.yml: .*a blank cell says nothing"):
        read_house(tmp_path / "house.yml")
