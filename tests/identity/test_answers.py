"""人工答复：一行一个判断，写错的行连同文件与行号一起拒收，什么也不采用。"""

import pytest

from innopoints.credit_code import credit_code
from innopoints.errors import Refused
from innopoints.passports.answer import read_answers

HEADER = "name,record,uscc,answered_on,answered_by,because\n"
GOOD = "惠州市甲电子科枝有限公司,,91350100M000100Y43,2026-07-02,李敏,奖状原件\n"


@pytest.fixture
def read(tmp_path):
    def written(*lines: str, header: str = HEADER, known=None):
        path = tmp_path / "answers.csv"
        path.write_text(header + "".join(lines), encoding="utf-8")
        return read_answers(path, known)

    return written


def test_a_good_line_is_read_with_its_number_and_its_code_in_one_spelling(read):
    [answer] = read(GOOD.replace("91350100M000100Y43", " ９１350100m000100y43 "))
    assert (answer["line"], answer["uscc"], str(answer["answered_on"])) == (2, "91350100M000100Y43", "2026-07-02")


def test_nobody_is_an_answer_too(read):
    assert read(GOOD.replace("91350100M000100Y43", "none"), known=set())[0]["uscc"] == "none"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (GOOD.replace("Y43", "Y44"), "line 2: uscc: .*not a credit code"),
        (GOOD.replace("91350100M000100Y43", ""), "line 2: uscc: .*write the code, or none"),
        (GOOD.replace("2026-07-02", "七月二日"), "line 2: answered_on"),
        (GOOD.replace("李敏", ""), "line 2: answered_by"),
        (GOOD.replace("奖状原件", ""), "line 2: because"),
        (GOOD.replace(",,", ",奖励12,", 1), "line 2: record: .*not a record"),
        (GOOD.replace("\n", ",多一列\n"), "line 2: _more"),
        (GOOD + GOOD, "line 3: answered on the same day in line 2"),
    ],
)
def test_a_wrong_line_is_refused_with_file_and_line(read, line, words):
    with pytest.raises(Refused, match=rf"answers\.csv {words}"):
        read(line)


def test_an_enterprise_the_registration_office_never_sent_is_refused(read):
    assert read(GOOD, known={"91350100M000100Y43"})
    with pytest.raises(Refused, match=r"answers\.csv line 2: uscc: 91350100M000100Y43 is no enterprise"):
        read(GOOD, known={"914403001922038216"})


def test_all_wrong_lines_are_told_at_once(read):
    with pytest.raises(Refused, match=r"(?s)line 2: .*line 3: "):
        read(GOOD.replace("Y43", "Y44"), GOOD.replace("李敏", ""))


def test_other_columns_are_refused(read):
    with pytest.raises(Refused, match=r"answers\.csv line 1: the columns must be name,record,uscc"):
        read(header="name,uscc\n")


def test_published_codes_are_codes_and_their_neighbours_are_not():
    for code in ("914403001922038216", "9144030071526726XG", "91330100799655058B", "91350100M000100Y43"):
        assert credit_code(code) == code
        assert credit_code(code[:-1] + ("A" if code[-1] != "A" else "B")) is None
