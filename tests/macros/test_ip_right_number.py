"""知识产权编号归一：专利申请号、软件著作权与布图设计登记号，各种写法是同一个键，证书号不认。"""

import pytest


@pytest.fixture
def as_sent(macro, values):
    """From the cell, made plain first, as staging does."""
    spelled, number = macro("spelled('ip_right_no', 'cell')"), macro("ip_right_number('text')")
    return lambda cells: values(number, text=values(spelled, cell=cells))


def test_spellings_of_a_right_give_the_key_its_own_office_gives_it(as_sent):
    spellings = {
        "202310000001.5": ["ZL 2023 1 0000001.5", "2023100000015", "ＺＬ２０２３１００００００１．５"],
        "2023SR0123456": ["2023SR0123456", "2023sr0123456", " ２０２３ＳＲ０１２３４５６ ", "登记号：2023SR0123456"],
        "BS.225012345": ["BS.225012345", "bs225012345", "ＢＳ．225012345", "布图设计登记号:BS.225012345"],
    }
    for key, cells in spellings.items():
        assert as_sent(cells) == [key] * len(cells)


def test_numbers_of_certificates_and_broken_numbers_are_no_key(as_sent):
    cells = ["软著登字第1234567号", "证书号第7654321号", "202310000001.6", "2023SR", "SR20230123456", "BS.12"]
    assert as_sent(cells) == [None] * len(cells)
