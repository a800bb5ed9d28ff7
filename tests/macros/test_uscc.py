"""统一社会信用代码、15 位注册号与 9 位组织机构代码：校验位，以及只有校验位能证明的改正。"""

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


@pytest.fixture
def owner_code(macro, values):
    """What staging makes of a cell that may hold a code of any age; null when no check digit vouches for it."""
    spelled, typed = macro("spelled('owner_code', 'cell')"), macro("typed('owner_code', 'code')")
    return lambda cells: values(typed, code=values(spelled, cell=cells))


@pytest.mark.parametrize(
    "slip", ["9135O100M000100Y43", "9I350I00MOOOI00Y43", " 9135o1o0m000100y43", "９１３５Ｏ１００Ｍ０００１００Ｙ４３"]
)
def test_o_and_i_are_read_as_0_and_1_when_the_check_digits_prove_it(owner_code, slip):
    assert owner_code([slip]) == [VALID]


def test_a_slip_that_the_check_digits_do_not_prove_stays_rejected(owner_code):
    assert owner_code(["9135O100M000100Y44", "9135O100N000100Y43", "S1350100M000100Y43"]) == [None] * 3


@pytest.mark.parametrize("code", ["M000100Y4", "M000100Y-4", "MOOO1OOY4", "195971850", "600037341", "71526726X"])
def test_a_9_digit_organisation_code_is_known_by_its_own_check_digit(owner_code, code):
    assert owner_code([code]) == [code.replace("-", "").replace("O", "0")]


# 110108000000016 is the example the rule for registration numbers (GS 15-2006) is usually shown with.
@pytest.mark.parametrize("number", ["110108000000016", "11O1O8OOOOOOOI6", " 110108 000000016 "])
def test_a_15_digit_registration_number_is_known_by_its_own_check_digit(owner_code, number):
    assert owner_code([number]) == ["110108000000016"]


def test_every_single_wrong_digit_of_an_old_code_is_caught(owner_code):
    for right in ("110108000000016", "195971850"):
        wrong = [right[:i] + d + right[i + 1 :] for i in range(len(right)) for d in "0123456789" if d != right[i]]
        assert owner_code(wrong) == [None] * len(wrong)


def test_joint_applicants_may_have_empty_places_but_no_broken_code(macro, values):
    lists = [
        VALID,
        f"{VALID};",
        f";{VALID};91441300MA4ABC1290",
        f"{VALID};195971850",
        f"{VALID};91441300MA4ABC1291",
        None,
    ]
    assert values(macro("owner_codes_are_valid('codes')"), codes=lists) == [True, True, True, True, False, None]


def test_codes_of_joint_applicants_come_with_any_separator(macro, values):
    spelled = macro("spelled('owner_code_list', 'cell')")
    lists = [f"{VALID}{mark}91441300MA4ABC1290" for mark in ";；,，、/"]
    assert values(spelled, cell=lists) == [f"{VALID};91441300MA4ABC1290"] * 6
