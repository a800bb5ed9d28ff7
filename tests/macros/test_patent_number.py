"""专利申请号归一：同一件专利的各种写法是同一个键，校验位错的不认。"""

import pytest


@pytest.fixture
def key(macro, values):
    return lambda texts: values(macro("patent_number('text')"), text=texts)


@pytest.mark.parametrize(
    "spelling",
    [
        *["202310000001.5", "2023100000015", "ZL202310000001.5", "CN202310000001.5", "ZL2023100000015", "202310000001"],
        *["专利号:ZL202310000001.5", "CNZL202310000001.5", "202310000001·5", "ZL20231.0000001.5"],
    ],
)
def test_spellings_of_one_patent_give_one_key(key, spelling):
    assert key([spelling]) == ["202310000001.5"]


@pytest.mark.parametrize("number", ["200710308494.X", "202410123456.0", "03123456.9", "PCT/CN2023/123456"])
def test_right_numbers_are_their_own_key(key, number):
    assert key([number]) == [number]


@pytest.fixture
def as_sent(macro, values, key):
    """From the cell: full-width, lower-case and spaced spellings are made plain first, as staging does."""
    spelled = macro("spelled('patent_no', 'cell')")
    return lambda cells: key(values(spelled, cell=cells))


@pytest.mark.parametrize(
    "cell",
    ["ＺＬ２０２３１００００００１．５", " zl 2023 1 0000001.5", "专利号：ＺＬ202310000001．５", "2007 1 0308494.x"],
)
def test_full_width_lower_case_and_spaces_change_nothing(as_sent, cell):
    assert as_sent([cell]) == ["200710308494.X" if "x" in cell else "202310000001.5"]


@pytest.mark.parametrize(
    "cell", ["PCT/CN2023/123456", "PCTCN2023123456", "pct/cn2023/123456", "ＰＣＴ／CN2023／123456"]
)
def test_an_international_application_is_one_key(as_sent, cell):
    assert as_sent([cell]) == ["PCT/CN2023/123456"]


def test_an_older_international_serial_gets_its_leading_zero(as_sent):
    assert as_sent(["PCT/CN2003/00123", "PCT/CN2003/000123"]) == ["PCT/CN2003/000123"] * 2


@pytest.mark.parametrize("number", ["CN101234567A", "CN101234567", "1012345678", "CN1012345.9", "CN115000000B"])
def test_a_publication_number_is_not_taken_for_an_application(key, number):
    assert key([number]) == [None]


def test_eight_digits_before_2003_without_or_with_check_digit(key):
    assert key(["03123456", "031234569", "ZL03123456.9", "98800051.3"])[:3] == ["03123456.9"] * 3
    assert key(["04123456", "03423456"]) == [None, None]  # no such year, no such type


@pytest.mark.parametrize("number", ["202310000001.6", "20231000000", "发明专利", "US2023100000015", "PCT/2023/1"])
def test_wrong_numbers_give_no_key(key, number):
    assert key([number]) == [None]


def test_every_single_wrong_digit_is_caught(key):
    right = "2023100000015"
    wrong = [right[:i] + digit + right[i + 1 :] for i in range(12) for digit in "0123456789" if digit != right[i]]
    assert key(wrong) == [None] * len(wrong)
