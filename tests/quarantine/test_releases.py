"""放行答复写错了批次、行号，或放行了并未留待复核的行：登记时就说出来，不会悄悄收下。"""

import shutil

import pytest
import yaml

from innopoints.errors import Refused
from innopoints.home import Home
from innopoints.passports import release
from innopoints.registry.register import register


@pytest.fixture
def answered(poisoned, tmp_path, monkeypatch):
    """Register an answer about one row of the zone's VAT returns, in a home that shares what landed and was built."""
    home = Home(tmp_path / "var")
    home.root.mkdir()
    for shared in ("landing", "warehouse"):
        (home.root / shared).symlink_to(poisoned.home.root / shared, target_is_directory=True)
    shutil.copytree(poisoned.home.registry, home.registry)

    def answer(**row):
        said = {"table": "vat_return", "column": "sale_amt", "released_on": "2026-07-01", "released_by": "试"}
        text = yaml.safe_dump({"source": "tax", "release": [said | row | {"because": "已核对"}]}, allow_unicode=True)
        (tmp_path / "tax.yml").write_text(text, encoding="utf-8")
        monkeypatch.setattr(release, "ANSWERS", tmp_path)
        return register(home)

    return answer


@pytest.fixture
def rows(poisoned):
    """Batch and row of a VAT return that is held, and of one that is used."""
    with poisoned.warehouse() as con:
        held = con.execute(
            "select batch, row_no from quality.reject where table_name = 'vat_return' and fate = 'held' order by all"
        ).fetchone()
        used = con.execute("select _batch, _row from staging.stg_tax__vat_return order by all").fetchone()
    return held, used


def test_a_release_of_a_batch_that_never_landed_is_refused_and_where_to_look_is_said(answered):
    with pytest.raises(
        Refused,
        match=r"tax\.yml: vat_return, batch 0{16}, row 1, sale_amt: no batch .+innopoints rejects --source tax",
    ):
        answered(batch="0" * 16, row=1)


def test_a_release_of_a_row_the_batch_does_not_have_is_refused(answered, rows):
    with pytest.raises(Refused, match=r"row 99999999, sale_amt: the batch \(.+\) has no such row"):
        answered(batch=rows[0][0], row=99_999_999)


def test_a_release_of_a_row_that_is_not_held_is_registered_and_remarked(answered, rows):
    batch, row = rows[1]
    (told,) = answered(batch=batch, row=row)["needs_a_look"]
    assert f"vat_return, batch {batch}, row {row}, sale_amt: it is not held, so there is nothing to release" in told


def test_a_release_of_a_held_row_passes_without_a_remark_then_and_when_it_is_registered_again(answered, rows):
    batch, row = rows[0]
    assert "needs_a_look" not in answered(batch=batch, row=row)
    assert "needs_a_look" not in answered(batch=batch, row=row)
