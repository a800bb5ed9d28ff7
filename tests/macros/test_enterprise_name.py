"""企业名称比对：写法不同而名称相同的是同一个键；差一个字就是另一个键。"""

import unicodedata

import pytest


@pytest.fixture
def key(macro, values):
    return lambda names: values(macro("name_key('name')"), name=names)


@pytest.mark.parametrize(
    "spelling",
    [
        "广东海博（惠州）电子科技有限公司",
        "广东海博(惠州)电子科技有限公司",
        "广东海博惠州电子科技有限公司",
        "广东海博（惠州）电子科技有限责任公司",
        " 广东海博 （惠州）　电子科技有限公司 ",
        "广东海博【惠州】电⼦科技有限公司",  # ⼦ is a radical, as PDF files give it
    ],
)
def test_spellings_of_one_name_give_one_key(key, spelling):
    assert key([spelling]) == ["广东海博惠州电子科技有限公司"]


@pytest.mark.parametrize(
    "other", ["广东海博（惠州）电子科技股份有限公司", "广东海搏（惠州）电子科技有限公司", "惠州海博电子科技有限公司"]
)
def test_another_name_gives_another_key(key, other):
    assert key([other]) != ["广东海博惠州电子科技有限公司"]


def test_letters_and_digits_are_folded_as_nfkc_does(key):
    assert key(["ＡＢＣ１２３科技有限公司", "abc123科技有限公司"]) == ["ABC123科技有限公司"] * 2


def test_radicals_and_compatibility_ideographs_are_folded_as_nfkc_does(key):
    copied = [chr(code) for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFAFF))]
    folded = [unicodedata.normalize("NFKC", letter) for letter in copied]
    ours = [(a, b) for a, b in zip(copied, folded, strict=True) if a != b and ord(b) < 0x10000]
    assert len(ours) > 600
    assert key([f"甲{a}乙" for a, _ in ours]) == [f"甲{b}乙" for _, b in ours]


def test_nothing_but_brackets_and_spaces_is_no_name(key):
    assert key(["", "（）", "　", None]) == [None] * 4


@pytest.mark.parametrize("mark", [";", "；", "、", ",", "，", "/", " ", "　", "  "])
def test_joint_applicants_come_apart_at_any_mark_and_at_a_space_after_a_form(macro, values, mark):
    names = f"甲科技有限公司{mark}乙大学（合成）{mark}丙研究院"
    assert values(macro("applicants_joined('names')"), names=[names]) == ["甲科技有限公司;乙大学（合成）;丙研究院"]


def test_a_space_inside_a_name_does_not_part_it(macro, values):
    assert values(macro("applicants_joined('names')"), names=["惠州 甲科技有限公司"]) == ["惠州 甲科技有限公司"]
