"""`innopoints rejects`：先按规则计数，再逐条列出；交给部门的工作簿原样、可答复、逐字节可复现。"""

from datetime import date

import openpyxl
import pytest
from typer.testing import CliRunner

from innopoints.cli import app
from innopoints.errors import WrongUse
from innopoints.report.rejects import Wanted, rejects
from tests.quarantine.poisoned_rows import ROWS, VAT


@pytest.fixture
def ask(poisoned, monkeypatch):
    monkeypatch.setenv("INNOPOINTS_HOME", str(poisoned.home.root))
    return lambda *words: CliRunner().invoke(app, ["rejects", *map(str, words)])


@pytest.fixture(scope="module")
def book(poisoned, tmp_path_factory):
    """The workbook of everything, and its bytes."""
    from innopoints.report.rejects_workbook import write_rejects_workbook

    path = tmp_path_factory.mktemp("book") / "rejects.xlsx"
    write_rejects_workbook(poisoned.home, Wanted(), path)
    return openpyxl.load_workbook(path), path.read_bytes()


def test_the_listing_begins_with_counts_by_rule_and_shows_both_amounts_of_a_held_row(ask):
    text = ask("--source", "tax").output
    assert text.startswith("Rejected, by rule")
    assert "与本企业历史相差二百倍以上" in text and "CNY against" in text
    assert "output." not in text
    assert "/api/v1/vat_return row" in text


def test_rejects_are_chosen_by_source_batch_rule_and_day(poisoned):
    with poisoned.warehouse() as con:
        (batch,) = con.execute("select min(batch) from quality.reject where table_name = 'vat_return'").fetchone()
    of_batch = rejects(poisoned.home, Wanted(batch=batch))
    assert batch in of_batch and "tax.cit_annual" not in of_batch
    assert "NUL" in rejects(poisoned.home, Wanted(rule="nul")) and "NUL" not in of_batch
    assert rejects(poisoned.home, Wanted(since=date(2026, 7, 4))) == "Nothing is rejected."
    assert rejects(poisoned.home, Wanted(since=date(2026, 7, 2))) != "Nothing is rejected."


def test_what_is_not_there_is_wrong_use_and_told_what_is(poisoned, ask):
    with pytest.raises(WrongUse, match="known: bank_returns, certification"):
        rejects(poisoned.home, Wanted(source="taxes"))
    assert isinstance(ask("--to", "rejects.csv").exception, WrongUse)
    assert isinstance(ask("--since", "yesterday").exception, WrongUse)


def test_the_workbook_has_a_sheet_a_table_with_the_row_as_sent_and_its_wrong_cells_marked(book):
    sheet = book[0]["增值税申报"]
    header = [cell.value for cell in sheet[1]]
    rows = [row for row in sheet.iter_rows(min_row=2) if row[header.index("comp_nm")].value == "毒"]
    assert len(rows) == sum(each.table == VAT for each in ROWS)
    amount = header.index("sale_amt")
    (spelt,) = [row for row in rows if row[amount].value == "约7777万"]
    assert spelt[amount].fill.start_color.rgb == "FFFFC7CE"
    assert spelt[header.index("tax_payable")].fill.start_color.rgb != "FFFFC7CE"
    told = {name: spelt[header.index(name)].value for name in ("状态", "出错的列", "规则", "答复")}
    assert told == {"状态": "已有更正", "出错的列": "sale_amt", "规则": "不是数字，或大得不可能", "答复": None}


def test_codes_stay_text_and_a_formula_is_not_run(book):
    cells = [cell for sheet in book[0] for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.number_format for cell in cells} == {"@"}
    (formula,) = [cell for cell in cells if cell.value.startswith("=1+cmd")]
    assert formula.quotePrefix


def test_an_unreadable_row_stands_there_as_it_came_control_characters_made_visible(book):
    sheet = book[0]["工业总产值月报"]
    header = [cell.value for cell in sheet[1]]
    raw = [row[header.index("读不出的原文")].value for row in sheet.iter_rows(min_row=2)]
    assert "合计：100 户" in raw
    assert any("\u2400" in text for text in raw if text)


def test_the_office_answers_in_a_column_of_its_own_from_a_list(book):
    (listed,) = book[0]["增值税申报"].data_validations.dataValidation
    assert listed.formula1 == '"数值属实,已更正，将重报,无法更正"'
    assert str(listed.sqref).startswith("H2:H")


def test_the_same_rejects_give_the_same_bytes(poisoned, book, ask, tmp_path):
    done = ask("--to", tmp_path / "again.xlsx")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "again.xlsx").read_bytes() == book[1]
