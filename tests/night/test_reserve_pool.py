"""The founding article's proportion, 1,109 enterprises scored and 3,809 in the pool, from office to list.

Of 1,110 that file, one has sent neither return nor staff yet. The others are registered and own patents at most; no
return, no staff and no certificate is sent of them. None of these has data enough for a score.
"""

from datetime import UTC, date, datetime

import duckdb
import openpyxl
import pytest

import sample_night
from innopoints.home import Home
from innopoints.ingest.batches import batches_in_force
from innopoints.ingest.check import check_landing
from innopoints.ingest.fetch import fetch
from innopoints.ingest.land import land
from innopoints.project import SOURCES
from innopoints.registry.register import register
from innopoints.report.reserve_pool import reserve_pool, write_reserve_pool
from innopoints.warehouse.inputs import prepare
from tests.scoring.given_zone import score

FILING, SCORED, POOL = 1_110, 1_109, 3_809
KNOWN_AT = datetime(2026, 7, 1, 2, tzinfo=UTC)

pytestmark = pytest.mark.proofs


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Home:
    """Every office of a zone whose register is 3.4 times those that file; models as far as the pool."""
    home = Home(tmp_path_factory.mktemp("wide"))
    data = sample_night.sample_data(home, FILING, POOL - FILING)
    with sample_night.serving(data) as bureau, pytest.MonkeyPatch.context() as patch:
        for name, value in sample_night.connections(data, bureau, set()).items():
            patch.setenv(name, value)
        for source in sorted(path.stem for path in SOURCES.glob("*.yml")):
            for step in (fetch, land, check_landing):
                step(home, source, KNOWN_AT)
    register(home)
    home.warehouse.mkdir()
    prepare(home, batches_in_force(home, KNOWN_AT), previous=None, as_of=date(2026, 6, 30))
    score(home, select=("+reserve_pool", "+reserve_history", "+score"))
    home.candidate_json.write_text("{}", "utf-8")
    return home


@pytest.fixture(scope="module")
def pool(home) -> list[dict]:
    (truth,) = home.root.glob("sample_exchange/*/truth/enterprises.parquet")
    with duckdb.connect(home.candidate, read_only=True) as con:
        found = con.execute(
            "select pool.*, filing.uscc is not null as is_filing from eligibility.reserve_pool as pool left join "
            "(select uscc from read_parquet(?) where in_population) as filing using (uscc) order by place",
            [str(truth)],
        )
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def test_the_pool_is_3_4_times_those_scored_and_holds_all_of_them(home, pool):
    with duckdb.connect(home.candidate, read_only=True) as con:
        scored = con.execute(
            "select uscc from scoring.score where scheme = 'zone_default' and status = 'scored'"
        ).fetchall()
    filing = {row["uscc"] for row in pool if row["is_filing"]}
    assert (len(filing), len(scored), len(pool)) == (FILING, SCORED, POOL)
    assert {uscc for (uscc,) in scored} < filing, "nobody is scored on silence"
    assert round(SCORED / POOL, 2) == 0.29 and round(POOL / SCORED, 1) == 3.4


def test_who_sends_no_return_is_screened_on_what_is_known_and_never_passes_on_silence(pool):
    silent = [row for row in pool if not row["is_filing"]]
    assert all(row["open_count"] > 0 and row["outcome"] != "passes" for row in silent)
    assert {row["outcome"] for row in silent} >= {"could_pass", "cannot_pass"}
    assert all(row["missed_count"] > 0 for row in silent if row["outcome"] == "cannot_pass")
    assert any(row["right_gap_zh"] for row in silent), "patents are known, so the rights they lack can be named"


def test_the_list_has_everybody_likeliest_first_and_comes_out_the_same_twice(home, pool, tmp_path):
    for name in ("a.xlsx", "b.xlsx"):
        assert write_reserve_pool(home, tmp_path / name)["enterprises"] == POOL
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    head, *rows = openpyxl.load_workbook(tmp_path / "a.xlsx", read_only=True).active.iter_rows(values_only=True)
    assert [row[1] for row in rows] == [row["uscc"] for row in pool] and head[0] == "次序"
    assert "could_pass" in reserve_pool(home)
