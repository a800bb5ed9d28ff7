"""From nothing to six banks' signed editions; a second night on the same inputs adds nothing."""

import json
import unicodedata
from datetime import UTC, datetime

import duckdb
import pyarrow.parquet as pq
import pytest

from innopoints.errors import WrongUse
from innopoints.explain.facts import facts_of
from innopoints.explain.page import page
from innopoints.ingest.batches import batches_in_force
from innopoints.passports.bank import read_banks
from innopoints.robustness.study import study
from innopoints.verify import verify

BANKS = sorted(read_banks())
NIGHTS_END = datetime(9999, 1, 1, tzinfo=UTC)


def test_the_zone_is_scored_whole_under_both_schemes(zone_night):
    edition = zone_night.home.published / "score_v1" / "2026-06-30" / "1"
    counted = duckdb.sql(
        f"select scheme, scheme_status, count(distinct uscc) from '{edition}/pub_score_v1.parquet' group by all"
    ).fetchall()
    assert sorted(counted) == [("kexiao_2017", "official", 1109), ("zone_default", "illustrative", 1109)]


@pytest.mark.parametrize("bank", BANKS)
def test_each_bank_can_verify_its_delivery_with_its_own_public_key(zone_night, bank):
    folder = zone_night.home.delivery / bank / "score_v1" / "2026-06-30" / "1"
    verify(folder)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["illustrative"] is True
    assert 0 < manifest["enterprises"] < 1109


def test_the_summary_says_what_a_reader_needs(zone_night):
    for words in ("Sources", "Gate: passed", "root hash", *BANKS, "peak memory", "slowest", "innopoints verify"):
        assert words in zone_night.text, zone_night.text


def test_every_row_sent_is_accounted_for_batch_by_batch(zone_night):
    """送来 = 落地 + 读不出；落地 = 采用 + 拒收 + 被更正 + 删除。左边由批次附注和落地文件另行数出。"""
    with duckdb.connect(zone_night.home.current, read_only=True) as con:
        accounts = con.execute(
            "select source, table_name, batch, sent, landed, unread, kept, rejected, superseded, deleted "
            "from quality.batch_account"
        ).fetchall()
    batches = {
        (each.source, each.table, each.batch): (
            each.sidecar["sent_rows"], pq.read_metadata(each.path).num_rows, each.sidecar["unread_rows"]
        )
        for batches in batches_in_force(zone_night.home, NIGHTS_END).values()
        for each in batches
    }  # fmt: skip
    assert {tuple(row[:3]): tuple(row[3:6]) for row in accounts} == batches
    for *_, sent, landed, unread, kept, rejected, superseded, deleted in accounts:
        assert (sent, landed) == (landed + unread, kept + rejected + superseded + deleted)


def test_no_personal_column_ever_reached_the_landing_zone(zone_night):
    with duckdb.connect(zone_night.home.current, read_only=True) as con:
        columns = {row[0] for row in con.execute("describe landing.talent__social_insurance").fetchall()}
    assert "person_cd" in columns
    assert columns.isdisjoint({"nm", "cert_no"})


def test_a_study_says_how_sure_every_rank_of_the_night_is(zone_night, tmp_path):
    first, again = (study(zone_night.home, "zone_default", tmp_path / name) for name in ("first", "again"))
    assert first == again
    for file in sorted((tmp_path / "first").iterdir()):
        assert file.read_bytes() == (tmp_path / "again" / file.name).read_bytes(), file.name
    bands = pq.read_table(tmp_path / "first" / "rank_bands.parquet").to_pylist()
    published = zone_night.home.published / "score_v1" / "2026-06-30" / "1" / "pub_score_v1.parquet"
    ranked = duckdb.sql(
        f"select uscc, score_rank from '{published}' where scheme = 'zone_default' and score_rank is not null"
    ).fetchall()
    assert {row["uscc"]: row["score_rank"] for row in bands} == dict(ranked)
    assert all(1 <= row["rank_low"] <= row["rank_median"] <= row["rank_high"] <= len(bands) for row in bands)
    assert sum(row["rank_low"] <= row["score_rank"] <= row["rank_high"] for row in bands) > 0.9 * len(bands)


def test_a_page_explains_an_enterprise_down_to_the_rows_that_were_sent(zone_night):
    with duckdb.connect(str(zone_night.home.current), read_only=True) as con:
        codes = con.execute(
            "select uscc from scoring.score where scheme = 'zone_default' order by score_rank, uscc"
        ).fetchall()
    for (uscc,) in codes[::400]:
        facts = facts_of(zone_night.home, uscc)
        assert sum(each["contribution"] for each in facts["indicators"]) == facts["scheme"]["score_full"]
        assert uscc in page(facts)
        assert facts["sources"]["tax.cit_annual"], "a scored enterprise has filed"
        for row in facts["sources"]["tax.cit_annual"]:
            batch = zone_night.home.landing / "tax" / "cit_annual" / f"{row['batch']}.parquet"
            sent = duckdb.execute(f"select tax_no from '{batch}' where _row = ?", [row["row_no"]]).fetchall()
            assert unicodedata.normalize("NFKC", sent[0][0]).strip().upper() == uscc
        assert not any(row["key"] for row in facts["sources"]["talent.social_insurance"]), "no key names a person"


def test_an_enterprise_nobody_knows_is_answered_with_the_nearest_codes(zone_night):
    with pytest.raises(WrongUse, match="nearest codes: 91"):
        facts_of(zone_night.home, "91441300MA4ABC1290")
