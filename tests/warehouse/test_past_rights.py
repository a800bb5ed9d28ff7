"""以往各版让银行看见过谁：上一版的、当日前几版的；还没有终止表的旧版也读得。"""

from datetime import date

import duckdb

from innopoints.passports.bank import WITHDRAWAL, read_banks
from innopoints.publication.share import share_of
from innopoints.warehouse.past_rights import lay_past_rights

RIGHT = "select '{bank}' as bank, '{uscc}' as uscc, 'loan' as scope, 'A{n}' as auth_id from range({n})"


def edition(folder, bank: str, uscc: str, n: int = 1):
    folder.mkdir()
    with duckdb.connect() as con:
        con.execute(f"copy ({RIGHT.format(bank=bank, uscc=uscc, n=n)}) to '{folder}/pub_bank_right_v1.parquet'")
    return folder


def test_rights_of_the_edition_before_and_of_the_same_day_are_laid_out_each_once(tmp_path):
    before = {"as_of": "2026-05-31", "path": str(edition(tmp_path / "before", "b", "X", 2))}
    today = [edition(tmp_path / "1", "b", "X"), edition(tmp_path / "2", "b", "Y")]
    with duckdb.connect() as con:
        con.execute("create schema history")
        lay_past_rights(con, before, date(2026, 6, 30), today)
        rows = con.execute("from history.previous_right order by all").fetchall()
        withdrawn = con.execute("select count(*) from history.previous_withdrawal").fetchone()
    may, june = date(2026, 5, 31), date(2026, 6, 30)
    assert rows == [("b", "X", may), ("b", "X", june), ("b", "Y", june)]
    assert withdrawn == (0,)
    assert share_of(tmp_path / "before", read_banks()["hzrcb"], WITHDRAWAL, []) is None


def test_the_first_edition_has_nothing_before_it():
    with duckdb.connect() as con:
        con.execute("create schema history")
        lay_past_rights(con, None, date(2026, 6, 30))
        assert con.execute("select count(*) from history.previous_right").fetchone() == (0,)
