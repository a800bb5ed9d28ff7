"""量与时：少得太多的先扣住，上一批照用；放行要留人、留理由、留时间；逾期的说得出哪一期、何时该到。"""

import json
from datetime import date, datetime, timedelta

import pytest

from innopoints.errors import Refused, WrongUse
from innopoints.ingest.batches import batches_in_force
from innopoints.ingest.freshness import late
from innopoints.ingest.overview import overview
from innopoints.ingest.release import release
from innopoints.ingest.volume import is_newest
from innopoints.passports.feed import Arrives
from innopoints.passports.source import Table, read_source
from innopoints.report.night import summary
from innopoints.report.status import status
from tests.ingest.conftest import NIGHT

COLUMNS = ["uscc", "month", "amount"]
SUITE = {"id": "code_given", "expectation": "column_values_to_not_be_null", "column": "uscc", "because": "代码为空"}


@pytest.fixture
def drop(project, tmp_path, monkeypatch):
    folder = tmp_path / "drop"
    folder.mkdir()
    monkeypatch.setenv("AIRFLOW_CONN_BANKS_OFFICE", json.dumps({"conn_type": "file", "host": str(folder)}))
    project.folder = folder
    project.suite("banks", "loan", SUITE)
    described(project, rows={"shrink": 0.2})
    return project


def described(project, path: str = "loan_{bank}_{period}.csv", **said) -> None:
    project.passport("banks", "files", {"loan": {"path": path, "required": ["uscc"], "columns": COLUMNS, **said}})


def send(drop, name: str, rows: int, night: int = 0) -> None:
    lines = ["uscc,month,amount", *(f"U{n},{name[-6:]},{n}" for n in range(rows))]
    (drop.folder / f"loan_{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    drop.bring("banks", night)


def in_force(drop, days: float = 30) -> list[str]:
    batches = batches_in_force(drop.home, NIGHT + timedelta(days=days))
    return [batch.origin for batch in batches.get(("banks", "loan"), [])]


def held(drop, night: int = 0) -> str:
    with pytest.raises(Refused) as raised:
        drop.check("banks", night)
    return str(raised.value)


def test_a_feed_that_shrinks_beyond_its_passport_is_held_and_the_last_good_one_stays(drop):
    send(drop, "hzrcb_202603", 100)
    drop.check("banks")
    send(drop, "hzrcb_202606", 79, night=1)
    words = held(drop, night=1)
    assert "79 rows, 100 in loan_hzrcb_202603.csv, 20% fewer are allowed" in words
    assert "innopoints release banks BATCH --because" in words
    assert in_force(drop) == ["loan_hzrcb_202603.csv"]
    send(drop, "hzrcb_202606", 80, night=2)
    assert drop.check("banks", night=2) == {"passed": 1, "held": 0}


def test_a_batch_is_compared_with_the_one_before_of_its_own_bank_whatever_the_order_of_arrival(drop):
    send(drop, "hzrcb_202606", 90)
    send(drop, "hzrcb_202603", 100)
    send(drop, "psbc_202606", 5)
    send(drop, "hzrcb_202612", 50)
    words = held(drop)
    assert "50 rows, 90 in loan_hzrcb_202606.csv" in words
    assert len(in_force(drop)) == 3


def test_a_file_sent_again_with_far_fewer_rows_is_held_too(drop):
    send(drop, "hzrcb_202603", 100)
    drop.check("banks")
    send(drop, "hzrcb_202603", 3, night=1)
    assert "3 rows, 100 in loan_hzrcb_202603.csv" in held(drop, night=1)


def test_rows_outside_the_corridor_are_held_and_judged_again_when_the_corridor_changes(drop):
    described(drop, rows={"at_least": 10, "at_most": 50})
    send(drop, "hzrcb_202603", 51)
    assert "51 rows, agreed are at least 10, at most 50" in held(drop)
    described(drop, rows={"at_least": 10, "at_most": 60})
    assert drop.check("banks") == {"passed": 1, "held": 0}


def test_a_released_batch_counts_from_its_release_on_and_never_for_an_earlier_known_at(drop):
    send(drop, "hzrcb_202603", 100)
    drop.check("banks")
    send(drop, "hzrcb_202606", 10, night=1)
    held(drop, night=1)
    (batch,) = [each for each in drop.batches("banks", "loan") if each.verdict == "held"]
    reason = "银行确认：存量贷款已划转"
    told = release(drop.home, "banks", batch.batch[:6], reason, "王五", NIGHT + timedelta(days=5))
    assert (told["origin"], told["because"], told["by"]) == ("loan_hzrcb_202606.csv", reason, "王五")
    assert in_force(drop, days=4.9) == ["loan_hzrcb_202603.csv"]
    assert in_force(drop, days=5) == ["loan_hzrcb_202603.csv", "loan_hzrcb_202606.csv"]
    assert drop.check("banks", night=6) == {"passed": 0, "held": 0}
    again = release(drop.home, "banks", batch.batch, "another reason", "赵六", NIGHT + timedelta(days=9))
    assert again == told
    assert f"held and released: loan_hzrcb_202606.csv by 王五 at 2026-07-06T18:00:00+00:00: {reason}" in status(
        drop.home
    ).replace("\n", "")


def test_a_batch_found_good_later_counts_only_from_then_on(drop):
    described(drop, rows={"at_most": 5})
    send(drop, "hzrcb_202603", 6)
    held(drop)
    described(drop)
    drop.check("banks", night=3)
    assert in_force(drop, days=2) == []
    assert in_force(drop, days=3) == ["loan_hzrcb_202603.csv"]


@pytest.mark.parametrize(
    ("batch", "because", "words"),
    [
        ("zz", "a good reason", r"0 batches of banks begin with 'zz'; held are: none"),
        ("", "a good reason", r"0 batches of banks begin with ''"),
        (None, "a good reason", r"has passed its checks; there is nothing to release"),
        (None, "ok", "--because needs a reason"),
    ],
)
def test_a_release_that_cannot_mean_anything_is_wrong_use(drop, batch, because, words):
    send(drop, "hzrcb_202603", 100)
    drop.check("banks")
    name = drop.batches("banks", "loan")[0].batch if batch is None else batch
    with pytest.raises(WrongUse, match=words):
        release(drop.home, "banks", name, because, "王五", NIGHT)


MONTHLY = Arrives(every="month", by=16, none_for=[1])
QUARTERLY = Arrives(every="quarter", by=15)
YEARLY = Arrives(every="year", by=31, months_later=5)


@pytest.mark.parametrize(
    ("arrives", "day", "period", "due"),
    [
        (MONTHLY, "2026-06-16", "202604", "2026-05-16"),  # 当天还不算逾期
        (MONTHLY, "2026-06-17", "202605", "2026-06-16"),
        (MONTHLY, "2026-02-28", "202512", "2026-01-16"),  # 1 月免报
        (MONTHLY, "2026-03-16", "202512", "2026-01-16"),
        (MONTHLY, "2026-03-17", "202602", "2026-03-16"),
        (QUARTERLY, "2026-04-15", "202512", "2026-01-15"),
        (QUARTERLY, "2026-04-16", "202603", "2026-04-15"),
        (YEARLY, "2026-05-31", "2024", "2025-05-31"),
        (YEARLY, "2026-06-01", "2025", "2026-05-31"),
        (Arrives(every="month", by=31), "2026-03-01", "202601", "2026-02-28"),
    ],
)
def test_the_calendar_says_which_period_is_due(arrives, day, period, due):
    year, month = arrives.newest_due(date.fromisoformat(day))
    assert (arrives.period(year, month), arrives.due_on(year, month).isoformat()) == (period, due)


def test_a_late_feed_says_whose_which_period_since_when_and_what_there_is(drop):
    described(drop, arrives={"every": "quarter", "by": 15})
    for rows, name in enumerate(("boc_202603", "hzrcb_202603", "hzrcb_202606", "psbc_202603"), start=1):
        send(drop, name, rows)
    drop.check("banks")
    (line,) = overview(drop.home, date(2026, 7, 15))
    assert line["late"] == []
    (line,) = overview(drop.home, date(2026, 7, 16))
    assert line["late"] == ["boc, psbc: 202606 was due by 2026-07-15, the newest is 202603"]


def test_where_names_say_no_period_what_arrived_after_its_end_counts():
    table = Table(path="/vat", required=["a"], columns=["a"], arrives={"every": "month", "by": 15})

    class Arrived:
        def __init__(self, day: str):
            self.landed_at, self.origin = datetime.fromisoformat(f"{day}T18:00:00+00:00"), "/vat"

    assert late(table, [Arrived("2026-05-31")], date(2026, 6, 16)) == []  # 上海已是 6 月 1 日
    assert late(table, [Arrived("2026-05-30")], date(2026, 6, 16)) == [
        "202605 was due by 2026-06-15, the newest is 2026-05-31"
    ]
    assert late(table, [], date(2026, 6, 16)) == ["202605 was due by 2026-06-15, nothing ever came"]


def test_output_is_expected_by_the_16th_and_never_for_january():
    assert read_source("output").tables["monthly_output"].arrives == MONTHLY


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"arrives": {"every": "quarter", "by": 15, "none_for": [1]}}, "none_for: no quarter ends in month 1"),
        ({"arrives": {"every": "year", "by": 15, "none_for": [12]}}, "none_for leaves no period"),
        ({"rows": {"at_least": 9, "at_most": 3}}, "at_most 3 is below at_least 9"),
        ({"rows": {"grow": 1}}, "rows.grow: unknown key; allowed here: at_least, at_most, shrink"),
    ],
)
def test_a_calendar_or_corridor_that_cannot_be_is_refused(drop, said, words):
    described(drop, **said)
    with pytest.raises(Refused, match=words):
        read_source("banks", drop.sources)


def test_a_shrinking_feed_is_told_only_of_files(drop):
    table = {"path": "/vat", "required": ["uscc"], "columns": COLUMNS, "feed": "snapshot"}
    drop.passport("tax", "rest", {"vat": table})
    with pytest.raises(Refused, match=r"vat: feed: snapshot and rows.shrink are for files, rest has changes"):
        read_source("tax", drop.sources)


def test_a_snapshot_is_the_newest_file_of_each_bank_and_one_that_is_held_takes_nothing_away(drop):
    described(drop, feed="snapshot", rows={"shrink": 0.2})
    for rows, name in ((100, "hzrcb_202603"), (95, "hzrcb_202606"), (50, "psbc_202603"), (9, "psbc_202606")):
        send(drop, name, rows)
    held(drop)
    landed = batches_in_force(drop.home, NIGHT)["banks", "loan"]
    table = read_source("banks", drop.sources).tables["loan"]
    newest = [each.origin for each in landed if is_newest(each, table, landed)]
    assert sorted(newest) == ["loan_hzrcb_202606.csv", "loan_psbc_202603.csv"]


def test_the_nights_summary_tells_what_is_late_held_and_moved_by_the_day_the_scores_speak_of(drop):
    described(drop, path="loan_{period}.csv", arrives={"every": "quarter", "by": 15}, aliases={"code": "uscc"})
    (drop.folder / "loan_202603.csv").write_text("month,code,amount,备注\n202603,U1,1,新\n", encoding="utf-8")
    drop.bring("banks")
    drop.check("banks")
    step = {"step": "ingest", "subject": "banks", "as_of": "2026-07-16", "ok": True, "seconds": 1.0}
    told = summary(drop.home, [step], drop.home.logs, {}, 1.0, 1, True)
    assert [line.strip() for line in told.splitlines() if "banks.loan" in line] == [
        "banks.loan: late: 202606 was due by 2026-07-15, the newest is 202603",
        "banks.loan: layout moved: loan_202603.csv: code was sent for uscc",
        "banks.loan: layout moved: loan_202603.csv: 备注 is new: no passport knows it",
    ]
    assert "late" not in summary(drop.home, [step | {"as_of": "2026-07-15"}], drop.home.logs, {}, 1.0, 1, True)
