"""REST：分页、增量、重试、凭据；一次要么全要到，要么什么也不留。"""

import gc
import json
import os
import time
import tracemalloc

import httpx
import pytest

from innopoints.errors import OutsideFailed, Refused
from innopoints.ingest.connection import resolve
from innopoints.ingest.fetch import fetch
from innopoints.ingest.rest_answer import retry_after
from innopoints.ingest.rest_ask import Asker
from innopoints.passports.source import read_source
from tests.ingest.conftest import NIGHT
from tests.ingest.office import TOKEN

COLUMNS = ["sbxh", "tax_no", "sale_amt", "updated_at"]
PATH, OTHER = "/api/v1/vat_return", "/api/v1/cit_annual"


def row(serial: int, day: int, **changed) -> dict:
    return {
        "sbxh": f"S{serial:04d}",
        "tax_no": f"T{serial:04d}",
        "sale_amt": f"{serial}.50",
        "updated_at": f"2026-06-{day:02d}T08:00:00",
        **changed,
    }


@pytest.fixture
def tax(project, office, monkeypatch):
    table = {"required": ["sbxh", "tax_no"], "columns": COLUMNS, "control_totals": ["sale_amt"]}
    project.passport(
        "tax",
        "rest",
        {"vat_return": {"path": PATH, **table}, "cit_annual": {"path": OTHER, **table}},
        rest={"page_size": 3, "wait_seconds": 0.01, "attempts": 3, "timeout_seconds": 0.5},
        leave_out=["legal_person_phone"],
    )
    office.tables = {PATH: [row(serial, day=serial) for serial in range(1, 8)], OTHER: [row(1, day=1)]}
    monkeypatch.setenv("AIRFLOW_CONN_TAX_OFFICE", office.connection())
    return project


def serials(project) -> list[str]:
    return [each["sbxh"] for each in project.rows("tax", "vat_return")]


def test_all_pages_of_a_table_are_one_batch_of_text(tax):
    assert tax.bring("tax")["vat_return"] == {"batches": 1, "rows": 7, "repeated_rows": 0}
    first = tax.rows("tax", "vat_return")[0]
    (batch,) = tax.batches("tax", "vat_return")
    assert first | {"_landed_at": None} == row(1, day=1) | {"_batch": batch.batch, "_row": 1, "_landed_at": None}
    assert first["_landed_at"] == NIGHT.replace(tzinfo=None)
    assert batch.sidecar["control_totals"] == {"sale_amt": "31.5"}
    assert batch.sidecar["watermark"] == "2026-06-07T08:00:00"
    assert batch.sidecar["sha256"].startswith(batch.batch)


def test_the_same_content_lands_once(tax):
    tax.bring("tax")
    assert tax.bring("tax", night=1)["vat_return"] == {"batches": 0, "rows": 0, "repeated_rows": 2}
    assert len(tax.batches("tax", "vat_return")) == 1


def test_next_night_only_what_changed_since_is_asked_for_and_the_overlap_is_not_doubled(tax, office):
    tax.bring("tax")
    office.tables[PATH] += [row(8, day=7), row(9, day=9), row(3, day=9, sale_amt="99")]
    assert tax.bring("tax", night=1)["vat_return"] == {"batches": 1, "rows": 3, "repeated_rows": 2}
    assert "updated_since=2026-06-06T08%3A00%3A00" in [each for each in office.asked if PATH in each][-1]
    assert sorted(serials(tax)) == sorted([f"S{n:04d}" for n in range(1, 10)] + ["S0003"])
    assert tax.batches("tax", "vat_return")[1].sidecar["repeated_rows"] == 2


def test_two_equal_rows_in_one_pull_are_both_kept_for_staging_to_count(tax, office):
    office.tables[PATH].append(row(7, day=7))
    tax.bring("tax")
    assert serials(tax).count("S0007") == 2


def test_a_moment_in_the_future_does_not_hide_the_rows_that_follow(tax, office):
    office.tables[PATH].append(row(50, day=1, updated_at="2099-01-01T00:00:00"))
    tax.bring("tax")
    office.tables[PATH].append(row(51, day=8))
    tax.bring("tax", night=1)
    assert "S0051" in serials(tax)


def test_half_a_character_stays_as_it_was_spelt_and_stops_nothing(tax, office):
    odd = row(2, day=2, tax_no="a\ud800", sale_amt={"b\udc00": ["\ud800"]})
    office.bad_days = [(200, {}, json.dumps({"total": 2, "data": [row(1, day=1), odd]}).encode())]
    tax.bring("tax")
    first, second = tax.rows("tax", "vat_return")
    assert first["tax_no"] == "T0001"
    assert (second["tax_no"], second["sale_amt"]) == ("a\\ud800", '{"b\\\\udc00":["\\\\ud800"]}')


def test_any_text_arrives_letter_for_letter_and_is_known_again(tax, office):
    texts = ["\u2028", "\x00\x1f\x7f", '"\\\n\r\t', "𠮷😀", " ", "null", "\ufeff{}"]
    for each, text in zip(office.tables[PATH], texts, strict=True):
        each["tax_no"] = text
    tax.bring("tax")
    assert [each["tax_no"] for each in tax.rows("tax", "vat_return")] == texts
    assert tax.bring("tax", night=1)["vat_return"]["batches"] == 0


def test_numbers_arrive_digit_for_digit_and_empty_means_null(tax, office, monkeypatch):
    body = (
        '{"code":0,"total":1,"data":[{"sbxh":"S1","tax_no":"","sale_amt":12345678901234567890.10,'
        '"updated_at":"2026-06-01"}]}'
    )
    office.bad_days = [(200, {}, body.encode())]
    tax.bring("tax")
    (only,) = tax.rows("tax", "vat_return")
    assert (only["sale_amt"], only["tax_no"]) == ("12345678901234567890.10", None)


@pytest.mark.parametrize(
    "bad_day",
    [
        (503, {}, b"busy"),
        (429, {"Retry-After": "0"}, b""),
        (200, {}, b'{"code":0,"data":[{"sb'),
        (0, {"seconds": 1}, b""),
    ],
    ids=["503", "429", "JSON cut short", "no answer in time"],
)
def test_a_bad_moment_is_asked_again(tax, office, bad_day):
    office.bad_days = [bad_day, bad_day]
    assert tax.bring("tax")["vat_return"]["rows"] == 7


def test_retry_after_is_honoured(tax, office):
    office.bad_days = [(503, {"Retry-After": "1"}, b"")]
    begun = time.monotonic()
    tax.bring("tax")
    assert time.monotonic() - begun >= 1


def test_retry_after_as_a_moment_is_read_against_the_offices_own_clock():
    headers = {"Date": "Wed, 01 Jul 2026 10:00:00 GMT", "Retry-After": "Wed, 01 Jul 2026 10:00:30 GMT"}
    assert retry_after(httpx.Response(503, headers=headers)) == 30


def test_a_wait_beyond_our_patience_ends_the_night_for_that_table(tax, office):
    office.bad_days = [(503, {"Retry-After": "7200"}, b"")]
    with pytest.raises(OutsideFailed, match=r"vat_return: .*wait 7200 s"):
        fetch(tax.home, "tax", NIGHT)


def test_a_wrong_token_is_not_tried_again_and_the_error_says_what_to_do(tax, office, monkeypatch):
    monkeypatch.setenv("AIRFLOW_CONN_TAX_OFFICE", office.connection("wrong-token"))
    with pytest.raises(OutsideFailed, match=r"refuses our token .*AIRFLOW_CONN_TAX_OFFICE") as raised:
        fetch(tax.home, "tax", NIGHT)
    assert len(office.asked) == 1
    assert "wrong-token" not in str(raised.value)


def test_an_office_that_is_down_leaves_nothing_behind(tax, office):
    office.close()
    with pytest.raises(OutsideFailed, match="ask the office whether its service is up"):
        fetch(tax.home, "tax", NIGHT)
    assert [path for path in tax.home.landing.rglob("*") if path.is_file() and path.name != ".lock"] == []


def test_a_broken_table_does_not_stop_the_others(tax, office):
    office.broken = {PATH}
    with pytest.raises(OutsideFailed, match=r"^tax: vat_return: .*HTTP 500, 3 times"):
        tax.bring("tax")
    office.broken = set()
    assert tax.bring("tax")["cit_annual"]["rows"] == 1


def test_pages_that_never_add_up_to_the_offices_total_are_not_kept(tax, office):
    def lose_one(page):
        if page == 2:
            del office.tables[PATH][0]

    office.between_pages = lose_one
    with pytest.raises(OutsideFailed, match=r"total fell from 4 to 3"):
        fetch(tax.home, "tax", NIGHT)


def test_pages_that_once_do_not_add_up_are_read_again(tax, office):
    def lose_one(page):
        if page == 2 and len(office.tables[PATH]) == 7:
            del office.tables[PATH][0]

    office.between_pages = lose_one
    tax.bring("tax")
    assert serials(tax) == [f"S{serial:04d}" for serial in range(2, 8)]


def test_an_interface_that_changed_its_shape_is_named(tax, office):
    office.bad_days = [(200, {}, b'{"rows": []}')]
    with pytest.raises(OutsideFailed, match='no list "data"'):
        fetch(tax.home, "tax", NIGHT)


def test_a_required_column_that_no_row_has_is_refused_and_the_rows_are_kept_aside(tax, office):
    for each in office.tables[PATH]:
        each["tax_number"] = each.pop("tax_no")
    with pytest.raises(
        Refused, match=r"vat_return: /api/v1/vat_return is refused: required columns are missing: tax_no"
    ):
        tax.bring("tax")
    assert tax.batches("tax", "vat_return") == []
    assert len(tax.batches("tax", "cit_annual")) == 1
    assert len(list((tax.home.landing / "tax" / ".refused").iterdir())) == 2


def test_left_out_columns_and_credentials_are_nowhere_on_disk(tax, office):
    for each in office.tables[PATH]:
        each["LEGAL_PERSON_PHONE"] = "13800001111"
    tax.bring("tax")
    assert b"13800001111" not in tax.all_bytes()
    assert TOKEN.encode() not in tax.all_bytes()
    assert tax.batches("tax", "vat_return")[0].sidecar["left_out"] == ["legal_person_phone"]


def test_a_held_batch_is_asked_for_again_so_that_the_mended_feed_arrives_whole(tax, office):
    for each in office.tables[PATH]:
        each["tax_no"] = None if each["sbxh"] < "S0006" else each["tax_no"]
    tax.suite("tax", "vat_return", {"id": "coded", "expectation": "column_values_to_not_be_null", "column": "tax_no"})
    tax.suite("tax", "cit_annual", {"id": "coded", "expectation": "column_values_to_not_be_null", "column": "tax_no"})
    tax.bring("tax")
    with pytest.raises(Refused, match="held"):
        tax.check("tax")
    office.tables[PATH] = [row(serial, day=serial) for serial in range(1, 9)]
    assert tax.bring("tax", night=1)["vat_return"]["rows"] == 8
    assert tax.check("tax", night=1) == {"passed": 1, "held": 0}


def test_no_connection_names_the_variable_to_set(tax, monkeypatch):
    monkeypatch.delenv("AIRFLOW_CONN_TAX_OFFICE")
    assert "AIRFLOW_CTX_DAG_ID" not in os.environ
    with pytest.raises(OutsideFailed, match="set AIRFLOW_CONN_TAX_OFFICE"):
        fetch(tax.home, "tax", NIGHT)


def test_a_page_is_let_go_as_soon_as_it_has_been_read(tax, office):
    page = 3 * 200_000
    office.tables[PATH] = [row(serial, day=1, sale_amt="9" * 200_000) for serial in range(60)]
    passport = read_source("tax", tax.sources)
    asker = Asker(passport, resolve(passport.connection))
    gc.disable()
    tracemalloc.start()
    try:
        for number in range(1, 21):
            rows, _ = asker.get(PATH, PATH, {"page": number, "page_size": 3})
            assert len(rows["data"]) == 3
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
        gc.enable()
        asker.close()
    assert held < 3 * page
