"""专利申请号归一：同一件专利的各种写法是同一个键，校验位错的不认。"""

import pytest


@pytest.fixture
def key(macro, values):
    return lambda texts: values(macro("patent_number('text')"), text=texts)


@pytest.mark.parametrize(
    "spelling",
    ["202310000001.5", "2023100000015", "ZL202310000001.5", "CN202310000001.5", "ZL2023100000015", "202310000001"],
)
def test_spellings_of_one_patent_give_one_key(key, spelling):
    assert key([spelling]) == ["202310000001.5"]


@pytest.mark.parametrize("number", ["200710308494.X", "202410123456.0", "03123456.9", "PCT/CN2023/123456"])
def test_right_numbers_are_their_own_key(key, number):
    assert key([number]) == [number]


@pytest.mark.parametrize("number", ["202310000001.6", "20231000000", "发明专利", "US2023100000015", "PCT/2023/1"])
def test_wrong_numbers_give_no_key(key, number):
    assert key([number]) == [None]


def test_every_single_wrong_digit_is_caught(key):
    right = "2023100000015"
    wrong = [right[:i] + digit + right[i + 1 :] for i in range(12) for digit in "0123456789" if digit != right[i]]
    assert key(wrong) == [None] * len(wrong)
