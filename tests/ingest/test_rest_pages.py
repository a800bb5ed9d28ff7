"""REST：四种翻页、三种身份、限速；断了接着取，取数时数据在变也不丢不重。"""

import json
import time

import pytest

from innopoints.errors import OutsideFailed, Refused
from innopoints.ingest.fetch import fetch
from innopoints.passports.source import read_source
from tests.ingest.changing_office import SECRET, ChangingOffice
from tests.ingest.conftest import NIGHT

HMAC = {
    "kind": "hmac",
    "sign": "{method}\n{path}\n{sorted_query}\n{timestamp}\n{nonce}",
    "headers": {"X-Key": "{key}", "X-Time": "{timestamp}", "X-Nonce": "{nonce}", "X-Sign": "{signature}"},
}


@pytest.fixture
def tax_at(project, monkeypatch):
    """A tax source whose passport says how; the office has ten rows."""
    opened = []

    def at(paging="page", auth="bearer", rows=10, **rest):
        office = ChangingOffice(paging, auth)
        opened.append(office)
        for serial in range(1, rows + 1):
            office.put(serial, f"2026-06-{serial:02d}T08:00:00")
        block = {"paging": paging, "page_size": 3, "wait_seconds": 0.01, "attempts": 3, "timeout_seconds": 0.5}
        if paging == "link":
            block["answer"] = {"rows": "", "total": ""}
        table = {"path": "/rows", "required": ["sbxh"], "columns": ["sbxh", "amount", "updated_at"]}
        project.passport("tax", "rest", {"rows": table}, rest=block | rest)
        monkeypatch.setenv("AIRFLOW_CONN_TAX_OFFICE", office.connection())
        return office

    yield at
    for office in opened:
        office.close()


def serials(project) -> list[str]:
    return sorted(row["sbxh"] for row in project.rows("tax", "rows"))


def reading(project):
    return project.home.landing / "tax" / ".incoming" / "rows" / ".pull.reading"


ALL_TEN = [f"S{serial:04d}" for serial in range(1, 11)]


@pytest.mark.parametrize("paging", ["page", "offset", "cursor", "link"])
def test_ten_rows_arrive_once_however_the_office_pages(project, tax_at, paging):
    tax_at(paging)
    project.bring("tax")
    assert serials(project) == ALL_TEN
    assert project.bring("tax", night=1)["rows"] == {"batches": 0, "rows": 0, "repeated_rows": 2}


@pytest.mark.parametrize("paging", ["page", "offset", "cursor"])
def test_an_office_that_says_no_total_is_read_to_its_end(project, tax_at, paging):
    tax_at(paging).says_total = False
    project.bring("tax")
    assert serials(project) == ALL_TEN


def test_what_fits_one_page_is_asked_for_once(project, tax_at):
    office = tax_at(rows=3)
    project.bring("tax")
    assert len(office.asked) == 1


@pytest.mark.parametrize(("auth", "passport"), [("basic", {"kind": "basic"}), ("hmac", HMAC)], ids=["basic", "hmac"])
def test_the_office_knows_us_and_the_secret_is_nowhere_on_disk(project, tax_at, auth, passport):
    office = tax_at("page", auth)
    text = (project.sources / "tax.yml").read_text(encoding="utf-8")
    block = f"rest:\n  auth: {json.dumps(passport)}\n"
    (project.sources / "tax.yml").write_text(text.replace("rest:\n", block), encoding="utf-8")
    office.before_answer = lambda number: (lambda _: (503, {}, b"")) if number == 2 else None
    project.bring("tax")
    assert serials(project) == ALL_TEN
    assert SECRET.encode() not in project.all_bytes()


def test_a_wrong_secret_is_named_by_its_variable_and_never_shown(project, tax_at, monkeypatch):
    office = tax_at()
    monkeypatch.setenv("AIRFLOW_CONN_TAX_OFFICE", office.connection("wrong-secret"))
    with pytest.raises(OutsideFailed, match=r"AIRFLOW_CONN_TAX_OFFICE") as raised:
        fetch(project.home, "tax", NIGHT)
    assert "wrong-secret" not in str(raised.value)


def test_an_office_that_echoes_our_secret_does_not_get_it_into_the_error(project, tax_at):
    tax_at().before_answer = lambda number: lambda _: (400, {}, f"bad request with {SECRET}".encode())
    with pytest.raises(OutsideFailed, match=r"HTTP 400.*\*\*\*") as raised:
        fetch(project.home, "tax", NIGHT)
    assert SECRET not in str(raised.value)


def test_credentials_do_not_follow_a_link_to_another_host(project, tax_at):
    tax_at("link").link_host = "http://elsewhere.example"
    with pytest.raises(OutsideFailed, match=r"elsewhere\.example, not at the office"):
        fetch(project.home, "tax", NIGHT)


@pytest.mark.parametrize(
    ("auth", "words"),
    [
        ({"kind": "hmac"}, "needs sign"),
        (HMAC | {"sign": "{method}{password}"}, r"sign: \{password\} is unknown; allowed: host, key"),
        (HMAC | {"headers": {"X-Key": "{key}"}}, r"one of them with \{signature\}"),
        ({"kind": "basic", "sign": "{path}"}, "sign belongs to kind: hmac"),
    ],
)
def test_a_signature_that_cannot_be_made_is_refused_with_the_passport(project, tax_at, auth, words):
    tax_at()
    table = {"path": "/rows", "required": ["sbxh"], "columns": ["sbxh"]}
    project.passport("tax", "rest", {"rows": table}, rest={"auth": auth})
    with pytest.raises(Refused, match=words):
        read_source("tax", project.sources)


def test_the_declared_rate_is_kept(project, tax_at):
    office = tax_at(requests_per_minute=1200)
    begun = time.monotonic()
    project.bring("tax")
    assert len(office.asked) == 8
    assert time.monotonic() - begun >= 7 * 0.05  # a wait can be longer, never shorter


def test_nothing_listening_is_given_up_within_two_seconds(project, tax_at):
    office = tax_at()
    project.passport(
        "tax", "rest", {"rows": {"path": "/rows", "required": ["sbxh"], "columns": ["sbxh"]}}, rest={"page_size": 3}
    )
    office.close()
    begun = time.monotonic()
    with pytest.raises(OutsideFailed, match=r"nobody answers .*2 times"):
        fetch(project.home, "tax", NIGHT)
    assert time.monotonic() - begun < 2


def test_a_row_updated_while_we_page_loses_none_although_the_total_stays(project, tax_at):
    office = tax_at()

    def update_the_first(number):
        if number == 2:
            office.put(1, "2026-06-30T08:00:00", "2.00")

    office.before_answer = update_the_first
    project.bring("tax")
    assert serials(project) == ALL_TEN
    assert {row["amount"] for row in project.rows("tax", "rows") if row["sbxh"] == "S0001"} == {"2.00"}


def test_a_cache_before_the_office_does_not_hide_that_rows_moved(project, tax_at):
    office = tax_at()
    office.cache = {}
    office.before_answer = lambda number: office.put(1, "2026-06-30T08:00:00") and None if number == 2 else None
    project.bring("tax")
    assert serials(project) == ALL_TEN


def test_a_row_deleted_while_we_page_loses_no_other(project, tax_at):
    office = tax_at()

    def delete_the_second(number):
        if number == 2:
            del office.rows["S0002"]

    office.before_answer = delete_the_second
    project.bring("tax")
    assert serials(project) == [each for each in ALL_TEN if each != "S0002"]


def test_rows_that_only_keep_arriving_do_not_keep_us_reading(project, tax_at):
    office = tax_at()
    office.before_answer = lambda number: office.put(100 + number, f"2026-06-30T08:00:{number:02d}") and None
    project.bring("tax")
    landed = serials(project)
    assert set(ALL_TEN) < set(landed)
    assert len(landed) == len(set(landed))


def test_an_office_that_never_stands_still_keeps_nothing_and_says_why(project, tax_at):
    office = tax_at(readings=3)
    # Number by number another row moves to the end: no two readings can agree.
    office.before_answer = lambda number: office.put(1 + number % 10, f"2026-06-30T09:00:{number:02d}") and None
    with pytest.raises(OutsideFailed, match=r"read 3 times and never twice the same.*quieter hour"):
        fetch(project.home, "tax", NIGHT)
    assert not reading(project).exists()


def test_an_office_that_ignores_the_page_number_is_found_out(project, tax_at):
    office = tax_at(rows=6)
    first = []

    def always_the_first(number):
        def answer(good):
            first.append(good)
            return first[0]

        return answer

    office.before_answer = always_the_first
    with pytest.raises(OutsideFailed, match="page 2 holds the same rows as an earlier page"):
        fetch(project.home, "tax", NIGHT)


@pytest.mark.parametrize("paging", ["page", "offset", "cursor", "link"])
def test_a_fetch_that_broke_off_goes_on_with_the_pages_it_had(project, tax_at, paging):
    office = tax_at(paging)
    office.before_answer = lambda number: (lambda _: (500, {}, b"")) if number >= 3 else None
    with pytest.raises(OutsideFailed, match="HTTP 500, 3 times"):
        fetch(project.home, "tax", NIGHT)
    office.before_answer, broken_off = lambda number: None, len(office.asked)
    project.bring("tax")
    assert serials(project) == ALL_TEN
    # The first page tells that the office is the same, pages 3 and 4 are new, the second reading has four.
    assert len(office.asked) - broken_off == 1 + 2 + 4
    assert not reading(project).exists()


def test_a_fetch_that_broke_off_begins_again_when_the_office_has_changed(project, tax_at):
    office = tax_at()
    office.before_answer = lambda number: (lambda _: (500, {}, b"")) if number >= 3 else None
    with pytest.raises(OutsideFailed):
        fetch(project.home, "tax", NIGHT)
    office.before_answer = lambda number: None
    office.put(2, "2026-06-30T08:00:00", "7.00")
    project.bring("tax")
    assert serials(project) == ALL_TEN
    assert [row["amount"] for row in project.rows("tax", "rows") if row["sbxh"] == "S0002"] == ["7.00"]


def test_an_outage_when_going_on_does_not_cost_the_pages(project, tax_at):
    office = tax_at()
    office.before_answer = lambda number: (lambda _: (500, {}, b"")) if number >= 3 else None
    for _ in range(2):
        with pytest.raises(OutsideFailed):
            fetch(project.home, "tax", NIGHT)
        assert reading(project).exists()


@pytest.mark.parametrize("lost", [1, 40, 400])
def test_a_page_that_a_power_cut_tore_is_read_again(project, tax_at, lost):
    office = tax_at()
    office.before_answer = lambda number: (lambda _: (500, {}, b"")) if number >= 4 else None
    with pytest.raises(OutsideFailed):
        fetch(project.home, "tax", NIGHT)
    whole = reading(project).read_bytes()
    reading(project).write_bytes(whole[:-lost])
    office.before_answer = lambda number: None
    project.bring("tax")
    assert serials(project) == ALL_TEN


def test_an_office_whose_clock_runs_ahead_hides_no_later_row(project, tax_at):
    office = tax_at(rows=3, overlap_days=0.25)
    office.put(4, "2026-07-02T15:00:00")  # the night is 2026-07-01 18:00 UTC: 21 hours ahead
    project.bring("tax")
    office.put(5, "2026-07-01T18:30:00")
    project.bring("tax", night=1)
    assert serials(project) == ALL_TEN[:5]


def test_an_office_that_sends_everything_again_doubles_nothing(project, tax_at):
    office = tax_at(rows=10, parameters={"since": "a_name_the_office_ignores"})
    project.bring("tax")
    office.put(11, "2026-06-30T08:00:00")
    assert project.bring("tax", night=1)["rows"] == {"batches": 1, "rows": 1, "repeated_rows": 10}
