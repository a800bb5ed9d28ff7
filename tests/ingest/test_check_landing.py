"""落地检查：没有规则、看不懂规则、规则说不，都扣住不用；说理由的是规则里的 because。"""

import contextlib
import json
import random
from datetime import timedelta

import pytest

from innopoints.errors import Refused
from innopoints.ingest import check
from innopoints.ingest.batches import batches_in_force
from innopoints.ingest.overview import overview
from tests.ingest.conftest import NIGHT

GIVEN = {"id": "code_given", "expectation": "column_values_to_not_be_null", "column": "uscc", "because": "代码成片为空"}
SAME_MONTH = {
    "id": "month_of_the_file",
    "expectation": "column_pair_values_to_be_equal",
    "column_A": "month",
    "column_B": "_period",
    "because": "发错了月",
}


@pytest.fixture
def drop(project, tmp_path, monkeypatch):
    folder = tmp_path / "drop"
    folder.mkdir()
    monkeypatch.setenv("AIRFLOW_CONN_OUTPUT_OFFICE", json.dumps({"conn_type": "file", "host": str(folder)}))
    columns = ["uscc", "month", "amount"]
    table = {"path": "monthly_{period}.csv", "required": ["uscc"], "columns": columns}
    project.passport("output", "files", {"monthly": table})
    project.folder = folder
    return project


def send(drop, period: str, rows: list[tuple], night: int = 0) -> None:
    lines = ["uscc,month,amount", *(",".join(row) for row in rows)]
    (drop.folder / f"monthly_{period}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    drop.bring("output", night)


def good(period: str, count: int = 100) -> list[tuple]:
    return [(f"U{n}", period, str(n)) for n in range(count)]


def in_force(drop, hours: float = 1) -> list[str]:
    batches = batches_in_force(drop.home, NIGHT + timedelta(hours=hours))
    return [batch.origin for batch in batches.get(("output", "monthly"), [])]


def test_a_batch_is_used_only_after_it_passed(drop):
    drop.suite("output", "monthly", GIVEN)
    send(drop, "202603", good("202603"))
    assert in_force(drop) == []
    assert drop.check("output") == {"passed": 1, "held": 0}
    assert in_force(drop) == ["monthly_202603.csv"]


def test_a_batch_landed_later_than_known_at_is_not_used(drop):
    drop.suite("output", "monthly", GIVEN)
    send(drop, "202603", good("202603"))
    drop.check("output")
    send(drop, "202604", good("202604"), night=1)
    drop.check("output", night=1)
    assert in_force(drop, hours=0) == ["monthly_202603.csv"]
    assert in_force(drop, hours=-1) == []
    assert in_force(drop, hours=24) == ["monthly_202603.csv", "monthly_202604.csv"]


def test_a_table_without_a_suite_is_held(drop):
    send(drop, "202603", good("202603"))
    with pytest.raises(Refused, match=r"there is no suite output__monthly.yml"):
        drop.check("output")
    assert in_force(drop) == []


def test_a_suite_nobody_can_read_holds_the_table(drop):
    (drop.expectations / "landing" / "output__monthly.yml").write_text("suite: x\nsuit: y\n", encoding="utf-8")
    send(drop, "202603", good("202603"))
    with pytest.raises(Refused, match="suit: unknown key"):
        drop.check("output")


def test_a_held_batch_is_judged_again_when_its_suite_changes(drop):
    send(drop, "202603", good("202603"))
    with pytest.raises(Refused):
        drop.check("output")
    drop.suite("output", "monthly", GIVEN)
    assert drop.check("output") == {"passed": 1, "held": 0}


def test_the_refusal_names_file_check_count_and_cause(drop):
    drop.suite("output", "monthly", GIVEN | {"mostly": 0.95})
    send(drop, "202603", [("", *row[1:]) if n < 30 else row for n, row in enumerate(good("202603"))])
    expected = r"monthly monthly_202603.csv \(batch \w+\): 代码成片为空 \[code_given: 30 of 100 rows\]"
    with pytest.raises(Refused, match=expected):
        drop.check("output")


def test_a_held_batch_stops_neither_the_other_batches_nor_later_nights(drop):
    drop.suite("output", "monthly", SAME_MONTH)
    send(drop, "202603", good("202602"))
    send(drop, "202604", good("202604"))
    with pytest.raises(Refused, match="发错了月"):
        drop.check("output")
    assert in_force(drop) == ["monthly_202604.csv"]
    send(drop, "202603", good("202603"), night=1)
    assert drop.check("output", night=1) == {"passed": 1, "held": 0}


def test_a_hold_nobody_answered_is_said_every_time(drop):
    drop.suite("output", "monthly", SAME_MONTH)
    send(drop, "202603", good("202602"))
    for _ in range(2):
        with pytest.raises(Refused, match="发错了月"):
            drop.check("output")


def test_one_bad_row_of_a_small_file_is_left_to_staging_but_not_the_half_of_it(drop):
    drop.suite("output", "monthly", GIVEN | {"mostly": 0.95})
    send(drop, "202603", [("", "202603", "1"), *good("202603", 6)])
    assert drop.check("output") == {"passed": 1, "held": 0}
    check = drop.batches("output", "monthly")[0].check["checks"][0]
    assert check["observed"] == {"rows": 7, "failing": 1, "few_rows": True}
    send(drop, "202604", [("", "202604", "1"), ("", "202604", "1"), ("U", "202604", "1")])
    with pytest.raises(Refused, match="2 of 3 rows"):
        drop.check("output")


def test_a_file_with_a_header_and_no_rows_is_for_the_suite_to_judge(drop):
    drop.suite("output", "monthly", GIVEN)
    send(drop, "202603", [])
    with pytest.raises(Refused, match="no rows"):
        drop.check("output")
    drop.suite("output", "monthly", GIVEN, may_be_empty=True)
    assert drop.check("output") == {"passed": 1, "held": 0}


def test_the_overview_tells_what_landed_what_is_held_and_what_was_refused(drop):
    drop.suite("output", "monthly", SAME_MONTH)
    send(drop, "202603", good("202603"))
    send(drop, "202604", good("202603", 50))
    with pytest.raises(Refused):
        drop.check("output")
    (drop.folder / "monthly_202605.csv").write_text("wrong\n1\n", encoding="utf-8")
    with pytest.raises(Refused):
        drop.bring("output", night=1)
    (line,) = overview(drop.home)
    assert (line["source"], line["table"], line["batches"], line["rows"]) == ("output", "monthly", 1, 100)
    assert line["last_landed_at"] == NIGHT
    assert [(each["origin"], each["because"]) for each in line["held"]] == [("monthly_202604.csv", ["发错了月"])]
    assert line["refused"][0]["origin"] == "monthly_202605.csv"


def test_a_table_that_never_landed_is_in_the_overview_with_nothing(drop):
    (line,) = overview(drop.home)
    assert (line["rows"], line["batches"], line["last_landed_at"], line["held"]) == (0, 0, None, [])


ONCE = {"id": "code_once", "expectation": "column_values_to_be_unique", "column": "uscc", "because": "一户两行"}
TOLERANT = GIVEN | {"mostly": 0.9}


@pytest.mark.parametrize("seed", range(5))
def test_files_judged_together_get_the_verdicts_they_would_get_alone(drop, monkeypatch, seed):
    dice = random.Random(seed)
    months = [f"2025{month:02d}" for month in range(1, 13)]
    drop.suite("output", "monthly", TOLERANT, ONCE, SAME_MONTH, may_be_empty=True)
    for month in months:
        rows = good(month, dice.choice([0, 40, 100]))
        for row in dice.sample(range(len(rows)), dice.choice([0, 0, min(3, len(rows)), len(rows) // 2])):
            rows[row] = dice.choice([("", month, "1"), ("U1", month, "1"), (f"U{row}", "202401", "1")])
        send(drop, month, rows)

    def verdicts() -> dict:
        with contextlib.suppress(Refused):
            drop.check("output")
        return {batch.origin: batch.check for batch in drop.batches("output", "monthly")}

    together = verdicts()
    for path in drop.home.landing.rglob("*.check.json"):
        path.unlink()
    monkeypatch.setattr(check, "clean_batches", lambda *_: {})
    assert together == verdicts()
    assert {each["verdict"] for each in together.values()} == {"passed", "held"}
