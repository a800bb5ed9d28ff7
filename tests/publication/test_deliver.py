"""交付：只给授权的企业，只给约定的列，一户不多，一列不多。"""

import csv
import json
import shutil
import stat
from datetime import timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from innopoints.errors import Refused, WrongUse
from innopoints.passports.bank import OWN_TABLES, ZONE_TABLES, read_banks
from innopoints.publication import audit
from innopoints.publication.deliver import deliver
from innopoints.publication.publish import publish
from innopoints.verify import verify
from tests.publication.candidate_factory import BANKS as BANK_IDS
from tests.publication.candidate_factory import make_candidate, uscc
from tests.publication.conftest import DAY, NOON


def cells(path: Path) -> list[dict]:
    if path.suffix == ".parquet":
        return pq.read_table(path).to_pylist()
    manifest = json.loads(path.with_name("manifest.json").read_bytes())
    with path.open(encoding=manifest["csv"]["encoding"], newline="") as file:
        return [{name: text.removeprefix("'") for name, text in row.items()} for row in csv.DictReader(file)]


def test_the_matrix_of_banks_enterprises_and_columns_has_no_leak(published):
    """Every bank, every enterprise, every column: there if and only if authorised and agreed."""
    everybody = {uscc(number) for number in range(220)}
    seen_by = {}
    for place, (bank, passport) in enumerate(sorted(read_banks().items(), key=lambda each: BANK_IDS.index(each[0]))):
        folder = Path(deliver(published, bank, DAY)["path"])
        authorised = {uscc(number) for number in range(220) if number % (place + 2) == 0}
        files = [path for path in folder.iterdir() if path.suffix in (".parquet", ".csv")]
        tables = {*passport.tables, "pub_withdrawal_v1"}
        assert {path.name for path in files} == {f"{table}.{kind}" for table in tables for kind in passport.formats}
        for path in files:
            rows = cells(path)
            if path.stem == "pub_withdrawal_v1":
                assert [row["uscc"] for row in rows] == ([uscc(1)] if bank == "boc_huizhou" else []), path
                continue
            assert list(rows[0]) == passport.tables[path.stem], path
            whole = pq.read_table(published.published / "score_v1/2026-06-30/1" / f"{path.stem}.parquet").to_pylist()
            if path.stem in ZONE_TABLES:
                assert len(rows) == len(whole) and "uscc" not in whole[0]
                continue
            if path.stem in OWN_TABLES:
                assert {row["bank"] for row in whole} > {bank}, "another bank's rows are there to be kept from it"
                whole = [row for row in whole if row["bank"] == bank]
            assert len(rows) == sum(row["uscc"] in authorised for row in whole), path
            assert {row["uscc"] for row in rows} == authorised & {row["uscc"] for row in whole}, path
        readable = b"".join(path.read_bytes() for path in files if path.suffix == ".csv").decode(errors="replace")
        known = authorised | ({uscc(1)} if bank == "boc_huizhou" else set())
        assert not [code for code in everybody - known if code in readable]
        assert "auth_id" not in readable and not list(folder.glob("pub_bank_right*"))
        seen_by[bank] = authorised
    assert everybody - set().union(*seen_by.values())  # some enterprises are seen by nobody


def test_parquet_and_csv_say_the_same_digits(published):
    folder = Path(deliver(published, "cmb_huizhou", DAY)["path"])
    for table in ("pub_score_v1", "pub_score_change_v1"):
        as_text = [
            {name: "" if value is None else str(value) for name, value in row.items()}
            for row in cells(folder / f"{table}.parquet")
        ]
        assert as_text == cells(folder / f"{table}.csv")
    assert (folder / "pub_score_v1.csv").read_bytes().startswith(b"\xef\xbb\xbfuscc,as_of_date")


def test_a_delivery_is_signed_flagged_pointed_to_and_logged(published):
    result = deliver(published, "hzrcb", DAY)
    inbox = published.delivery / "hzrcb"
    seen = verify(result["path"])
    assert seen["kind"] == "delivery" and seen["bank"] == "hzrcb" and seen["illustrative"] is True
    assert (inbox / "score_v1" / "2026-06-30_1.ok").read_text() == result["root_hash"] + "\n"
    assert json.loads((inbox / "score_v1" / "latest.json").read_bytes())["root_hash"] == result["root_hash"]
    manifest = json.loads((Path(result["path"]) / "manifest.json").read_bytes())
    assert manifest["columns"] == read_banks()["hzrcb"].handed_over
    assert manifest["edition_root_hash"] != manifest["root_hash"]
    assert manifest["valid_until"] == "2026-07-31"
    line = audit.entries(published)[-1]
    assert (line["event"], line["bank"], line["enterprises"]) == ("delivered", "hzrcb", 37)


def test_delivering_twice_changes_nothing(published):
    deliver(published, "hzrcb", DAY)
    before = {path: path.read_bytes() for path in published.root.rglob("*") if path.is_file()}
    again = deliver(published, "hzrcb", DAY)
    assert again["delivered"] is False and again["reason"] == "already delivered"
    assert {path: path.read_bytes() for path in published.root.rglob("*") if path.is_file()} == before


def test_a_share_lost_on_the_way_is_made_again_with_the_same_bytes(published):
    first = deliver(published, "psbc_huizhou", DAY)
    before = {path.name: path.read_bytes() for path in Path(first["path"]).iterdir()}
    shutil.rmtree(published.delivery / "psbc_huizhou")
    again = deliver(published, "psbc_huizhou", DAY)
    assert again["delivered"] and {path.name: path.read_bytes() for path in Path(again["path"]).iterdir()} == before


def test_a_correction_is_delivered_beside_what_the_bank_already_has(published, gate):
    deliver(published, "hzrcb", DAY)
    make_candidate(published, DAY, score_shift=1)
    gate(published, DAY)
    publish(published, DAY, NOON + timedelta(days=1))
    second = deliver(published, "hzrcb", DAY)
    assert second["edition"] == 2 and second["delivered"]
    verify(published.delivery / "hzrcb" / "score_v1" / "2026-06-30" / "1")
    assert json.loads((published.delivery / "hzrcb" / "score_v1" / "latest.json").read_bytes())["edition"] == 2


def test_a_changed_passport_counts_from_the_next_edition_on(published, passports):
    deliver(published, "hzrcb", DAY)
    folder = passports("hzrcb", tables={"pub_score_v1": ["uscc", "as_of_date", "scheme"]})
    assert "next edition" in deliver(published, "hzrcb", DAY, folder)["reason"]


def test_a_bank_without_any_authorisation_gets_whole_and_empty_files(published, passports):
    folder = passports("hzrcb", consent_scope="another_scope", formats=["parquet", "csv"])
    result = deliver(published, "hzrcb", DAY, folder)
    assert result["enterprises"] == 0 and set(result["rows"].values()) == {0}
    verify(result["path"])


def test_a_column_the_edition_does_not_have_is_refused_by_name(published, passports):
    folder = passports("hzrcb", tables={"pub_score_v1": ["uscc", "as_of_date", "scheme", "colour"]})
    with pytest.raises(Refused, match="pub_score_v1 has no column colour"):
        deliver(published, "hzrcb", DAY, folder)
    assert not (published.delivery / "hzrcb" / "score_v1").exists()


@pytest.mark.parametrize(
    ("why", "changes"),
    [
        ("授权表不交付", {"tables": {"pub_bank_right_v1": ["uscc", "as_of_date"]}}),
        ("一行要说清是谁", {"tables": {"pub_score_v1": ["as_of_date", "scheme"]}}),
        ("分数要说清是哪个体系", {"tables": {"pub_score_v1": ["uscc", "as_of_date", "score"]}}),
        ("同一列写两次", {"tables": {"pub_score_v1": ["uscc", "uscc", "as_of_date", "scheme"]}}),
        ("不认识的键", {"sftp_password": "x"}),
        ("不认识的格式", {"formats": ["xlsx"]}),
        ("文件名不是银行编号", {"bank": "other"}),
    ],
)
def test_a_passport_that_cannot_be_meant_is_refused(passports, why, changes):
    with pytest.raises(Refused, match=r"hzrcb\.yml"):
        read_banks(passports("hzrcb", **changes))


def test_an_unknown_bank_is_wrong_use_and_names_the_known_ones(published):
    with pytest.raises(WrongUse, match="known: boc_huizhou, ccb_huizhou"):
        deliver(published, "nobody", DAY)


def test_without_an_edition_there_is_nothing_to_deliver(published):
    with pytest.raises(Refused, match="innopoints publish --as-of 2026-07-01"):
        deliver(published, "hzrcb", DAY + timedelta(days=1))


def test_an_edition_that_does_not_verify_is_not_delivered(published):
    path = published.published / "score_v1" / "2026-06-30" / "1" / "pub_score_v1.parquet"
    assert stat.S_IMODE(path.stat().st_mode) == 0o444
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-1] + b"0")
    with pytest.raises(Refused, match="sha256"):
        deliver(published, "hzrcb", DAY)
    assert not (published.delivery / "hzrcb" / "score_v1").exists()
