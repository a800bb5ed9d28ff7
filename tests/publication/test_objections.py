"""公示与异议：几天之后生效；谁的异议未结；写错了，说清楚哪一行、怎么改。"""

from datetime import date

import pytest

from innopoints.errors import Refused
from innopoints.passports.objection import Window, read_objections, read_window
from tests.staging.conftest import code

HEADER = "uscc,scheme,opened_on,closed_on,decision,freeze,because\n"
SCHEMES = {"zone_default", "kexiao_2017"}


@pytest.fixture
def read(tmp_path):
    def lines(*text: str, known=None) -> list[dict]:
        path = tmp_path / "objections.csv"
        path.write_text(HEADER + "".join(f"{line}\n" for line in text), encoding="utf-8")
        return read_objections(SCHEMES, known, path)

    return lines


def test_five_days_of_objections_begin_on_the_day_of_publication_and_the_edition_takes_effect_on_the_sixth():
    """7 月 1 日公布，公示 5 天：1 日至 5 日可提异议，6 日生效。"""
    told = Window(window_days=5).days(date(2026, 7, 1))
    assert told == {"effective_from": "2026-07-06", "in_objection_until": "2026-07-05"}


def test_without_a_window_an_edition_takes_effect_at_once():
    told = Window(window_days=0).days(date(2026, 7, 1))
    assert told == {"effective_from": "2026-07-01", "in_objection_until": None}
    assert read_window().window_days == 0, "a zone that wants a window says so"


def test_an_objection_is_a_row_of_the_registry(read):
    (row,) = read(f"{code(1)},,2026-07-02,,,true,研发费用口径")
    assert row == {"line": 2, "uscc": code(1), "scheme": "", "opened_on": date(2026, 7, 2), "closed_on": None,
                   "freeze": True}  # fmt: skip


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("91441300MA0000003D,,2026-07-02,,,true,口径", "line 2: uscc: .*check digits"),
        (
            f"{code(1)},zone,2026-07-02,,,true,口径",
            "line 2: scheme: 'zone'; allowed: kexiao_2017, zone_default, or empty",
        ),
        (f"{code(1)},,2026-07-02,2026-07-09,,true,口径", "closed_on and decision .* go together"),
        (f"{code(1)},,2026-07-02,,upheld,true,口径", "closed_on and decision .* go together"),
        (f"{code(1)},,2026-07-02,2026-07-01,upheld,true,口径", "closed_on 2026-07-01 is before opened_on"),
        (f"{code(1)},,2026-07-02,,,maybe,口径", "line 2: freeze"),
        (f"{code(2)},,2026-07-02,,,true,口径", "is no enterprise the registration office has sent"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_file_and_line(read, line, says):
    with pytest.raises(Refused, match=says):
        read(line, known={code(1)})
