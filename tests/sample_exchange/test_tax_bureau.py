"""The tax bureau's REST service: nobody without a token, every row once, and a clean end."""

import signal

import httpx
import pytest
import sent_rows
from running_exchange import serving

TABLES = ["vat_return", "cit_quarter", "cit_annual", "rd_deduction", "tax_payment", "credit_rating"]


@pytest.fixture
def client(bureau):
    headers = {"Authorization": f"Bearer {bureau['token']}"}
    with httpx.Client(base_url=bureau["url"], headers=headers) as client:
        yield client


def pages(client, table: str, **asked) -> list[dict]:
    rows, page = [], 1
    while True:
        answer = client.get(f"/api/v1/{table}", params={"page": page, **asked}).json()
        rows += answer["data"]
        if not answer["data"]:
            assert len(rows) == answer["total"]
            return rows
        page += 1


@pytest.mark.parametrize(
    "table", ["vat_return", "cit_quarter", "cit_annual", "rd_deduction", "tax_payment", "credit_rating"]
)
def test_paging_gives_every_row_exactly_once_and_in_order(client, sample, table):
    rows = pages(client, table, page_size=177)
    stored = sent_rows.tax(sample, table)
    key = lambda row: tuple(str(value) for value in row.values())  # noqa: E731
    assert sorted(map(key, rows)) == sorted(map(key, stored))
    assert [row["updated_at"] for row in rows] == sorted(row["updated_at"] for row in rows)


def test_updated_since_gives_the_rows_from_that_moment_on_itself_included(client, sample):
    every = sorted(row["updated_at"] for row in sent_rows.tax(sample, "vat_return"))
    since = every[len(every) // 2]
    got = pages(client, "vat_return", page_size=1000, updated_since=since)
    assert sorted(row["updated_at"] for row in got) == [moment for moment in every if moment >= since]


def test_updated_since_takes_a_day_and_a_time_zone_too(client):
    def total(since: str) -> int:
        return client.get("/api/v1/vat_return", params={"updated_since": since}).json()["total"]

    assert total("2026-03-01") == total("2026-03-01T00:00:00") == total("2026-02-28T16:00:00+00:00") > 0
    assert total("2030-01-01") == 0


def test_every_answer_says_that_it_is_synthetic(client):
    answer = client.get("/api/v1/vat_return", params={"page_size": 1}).json()
    assert answer["synthetic"] is True and answer["code"] == 0
    assert (answer["page"], answer["page_size"], len(answer["data"])) == (1, 1, 1)


@pytest.mark.parametrize(
    "query", ["page_size=1001", "page_size=0", "page=0", "page=x", "updated_since=soon", "pages=2"]
)
def test_a_request_that_cannot_be_met_is_answered_400_with_the_reason(client, query):
    answer = client.get(f"/api/v1/vat_return?{query}")
    assert answer.status_code == 400 and answer.json()["message"]


def test_nobody_gets_in_without_the_token(bureau):
    for headers in ({}, {"Authorization": "Bearer guess"}, {"Authorization": bureau["token"]}):
        assert httpx.get(f"{bureau['url']}/api/v1/vat_return", headers=headers).status_code == 401


def test_a_table_that_is_not_there_is_answered_404(client):
    assert client.get("/api/v1/sqlite_master").status_code == 404


def test_an_office_in_trouble_answers_503(sample):
    with serving(sample, "--fail-tables", "cit_annual") as (_, ready):
        headers = {"Authorization": f"Bearer {ready['token']}"}
        status = {table: httpx.get(f"{ready['url']}/api/v1/{table}", headers=headers).status_code
                  for table in ("cit_annual", "vat_return")}  # fmt: skip
    assert status == {"cit_annual": 503, "vat_return": 200}


def test_sigterm_ends_it_cleanly_and_quietly(sample):
    with serving(sample) as (process, ready):
        httpx.get(f"{ready['url']}/api/v1/vat_return", headers={"Authorization": f"Bearer {ready['token']}"})
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0
        assert process.stderr.read() == ""
