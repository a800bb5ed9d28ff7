"""统一社会信用代码校验：GB 32100-2015 与其中第 9–17 位的 GB 11714。"""

import pytest

LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
VALID = "91350100M000100Y43"  # the worked example of the standard


@pytest.fixture
def is_valid(macro, values):
    return lambda codes: values(macro("uscc_is_valid('code')"), code=codes)


@pytest.mark.parametrize(
    "code",
    [
        "91110000600037341L",
        "914403001922038216",
        "9144030071526726XG",
        "91330100799655058B",
        VALID,
        "91441300MA4ABC1290",
    ],
)
def test_a_right_code_passes(is_valid, code):
    assert is_valid([code]) == [True]


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("91441300MA4ABC1291", "校验位错"),
        ("91350100M000100Y4", "少一位"),
        ("91350100M000100Y433", "多一位"),
        ("91350100m000100y43", "小写：清洗之后才校验"),
        ("9135O100M000100Y43", "字母 O 不在字母表"),
        ("", "空"),
    ],
)
def test_a_broken_code_fails(is_valid, code, why):
    assert is_valid([code]) == [False], why


def test_every_single_wrong_character_is_caught(is_valid):
    wrong = [VALID[:i] + letter + VALID[i + 1 :] for i in range(18) for letter in LETTERS if letter != VALID[i]]
    assert len(wrong) == 18 * 30
    assert not any(is_valid(wrong))


def test_every_swap_of_neighbours_is_caught(is_valid):
    swapped = [VALID[:i] + VALID[i + 1] + VALID[i] + VALID[i + 2 :] for i in range(17) if VALID[i] != VALID[i + 1]]
    assert not any(is_valid(swapped))


def test_no_code_is_neither_right_nor_wrong(is_valid):
    assert is_valid([None]) == [None]


def test_joint_applicants_may_have_empty_places_but_no_broken_code(macro, values):
    lists = [VALID, f"{VALID};", f";{VALID};91441300MA4ABC1290", f"{VALID};91441300MA4ABC1291", None]
    assert values(macro("uscc_list_is_valid('codes')"), codes=lists) == [True, True, True, False, None]
