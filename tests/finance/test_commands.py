"""What the zone office asks: statements that agree with each other to the cent, positions, returns, a what-if."""

import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import product

import duckdb
import pytest
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner

from innopoints.cli import app
from innopoints.errors import Refused, WrongUse
from innopoints.finance.filings import WORDS, filings_to_look_at
from innopoints.finance.position import positions, shown
from innopoints.finance.returns import bank_returns
from innopoints.finance.statement import statement, total, write_statement
from innopoints.finance.whatif import Assumed
from innopoints.finance.whatif_study import whatif
from tests.finance.given_loans import TODAY

ASSUMED = Assumed(default_rate=0.05, growth=0.1, correlation=0.12, years=5, draws=500, seed=1)


@pytest.mark.parametrize(("subsidy", "year"), list(product(["drawn_half", "drawn_all"], [2024, 2026])))
def test_by_bank_by_enterprise_and_loan_by_loan_a_statement_is_the_same_to_the_cent(zone, subsidy, year):
    said = statement(zone.home, subsidy, year)
    by_bank, by_enterprise = total(said["banks"]), total(said["enterprises"])
    assert by_bank == by_enterprise
    assert by_bank["net_cny"] == sum(row["amount_cny"] for row in said["loans"])
    assert by_bank["net_cny"] == by_bank["granted_cny"] - by_bank["taken_back_cny"]
    (of_table,) = zone.con.execute(
        "select sum(amount_cny) from finance.interest_subsidy where subsidy = ? and year = ?", [subsidy, year]
    ).fetchone()
    assert by_bank["net_cny"] == (of_table or 0)


def test_the_cap_of_an_enterprise_and_year_is_never_passed(zone):
    (most,) = zone.con.execute(
        "select max(granted) from (select sum(amount_cny) as granted from finance.interest_subsidy "
        "where subsidy = 'drawn_half' and kind = 'grant' group by year, uscc)"
    ).fetchone()
    assert most == Decimal("20000.05")


def test_the_workbook_says_by_which_rule_and_its_three_sheets_add_up_and_the_same_rows_give_the_same_bytes(
    zone, tmp_path
):
    said = statement(zone.home, "drawn_half", 2026)
    told = write_statement(said, tmp_path / "2026.xlsx")
    write_statement(said, tmp_path / "again.xlsx")
    assert (tmp_path / "2026.xlsx").read_bytes() == (tmp_path / "again.xlsx").read_bytes()
    book = CalamineWorkbook.from_path(tmp_path / "2026.xlsx")
    for title in ("按银行", "按企业"):
        header, *lines, last = book.get_sheet_by_name(title).to_python()
        at = header.index("净额（元）")
        assert last[0] == "合计" and sum(Decimal(row[at]) for row in lines) == Decimal(last[at]) == Decimal(
            told["net_cny"]
        )
    assert ["依据可靠程度", "illustrative"] in book.get_sheet_by_name("依据").to_python()
    header, *lines = book.get_sheet_by_name("明细").to_python()
    assert sum(Decimal(row[header.index("金额（元）")]) for row in lines) == Decimal(told["net_cny"])
    with pytest.raises(WrongUse, match=r"must end in \.xlsx"):
        write_statement(said, tmp_path / "2026.csv")


def test_filings_in_a_tier_the_enterprise_does_not_have_are_listed_with_what_counts_instead(zone):
    found = {each["pool"]: each for each in positions(zone.home, None)}["drawn_open"]
    filings = {finding: [each for each in found["filings"] if each["finding"] == finding] for finding in WORDS}
    wanted = {(loan["bank"], loan["loan_no"]) for loan in zone.loans
              if loan["pool_tier"] == "tier_4" and loan["filed_date"] <= TODAY}  # fmt: skip
    assert {(each["bank"], each["loan_no"]) for each in filings["no_such_tier"]} == wanted
    assert all(each["tier"] == each["entitled_tier"] > each["filed_tier"] for each in filings["above"])
    assert all(each["tier"] is each["entitled_tier"] is None for each in filings["not_entitled"])
    assert all(each["tier"] == each["filed_tier"] for each in filings["if_listed"])
    assert all(len(filings[finding]) > 20 for finding in WORDS if finding not in ("unknown", "if_listed"))
    assert filings["if_listed"] and not filings["unknown"]
    first = min(each["filed_date"] for each in found["filings"])
    by_then = {each["pool"]: each for each in positions(zone.home, first)}["drawn_open"]["filings"]
    assert by_then == [each for each in found["filings"] if each["filed_date"] == first]


def test_the_list_of_filings_is_cut_short_and_counted_for_the_nights_summary(zone):
    (pool,) = (each for each in positions(zone.home, None) if each["pool"] == "drawn_open")
    text, filings = shown([pool]), pool["filings"]
    assert f"{len(filings)} filings need a look" in text and filings[0]["loan_no"] in text
    assert f"and {len(filings) - 20} more in finance.pool_filing" in text and f"above: {WORDS['above']}" in text
    above = sum(each["finding"] == "above" for each in filings)
    lines = filings_to_look_at(zone.home.candidate)
    assert f"drawn_open: {above} loans {WORDS['above']} (innopoints risk-pool lists them)" in lines
    assert not any(line.startswith("drawn_tight") for line in lines)


def test_a_warehouse_from_before_filings_were_checked_has_none_to_look_at(tmp_path):
    duckdb.connect(tmp_path / "old.duckdb").close()
    assert filings_to_look_at(tmp_path / "old.duckdb") == []


def test_a_subsidy_or_bank_that_is_not_there_is_refused_with_those_that_are(zone, monkeypatch):
    monkeypatch.setenv("INNOPOINTS_HOME", str(zone.home.root))
    with pytest.raises(WrongUse, match="no bank 'bank-x'; there are: boc_huizhou"):
        statement(zone.home, "drawn_half", 2024, "bank-x")
    with pytest.raises(WrongUse, match="no subsidy 'none'; there are: drawn_all"):
        statement(zone.home, "none", 2024)
    with pytest.raises(WrongUse, match="--year 1999: drawn_half was not in force yet"):
        statement(zone.home, "drawn_half", 1999)
    with pytest.raises(WrongUse, match="--year 2027: the warehouse speaks of 2026-06-30"):
        statement(zone.home, "drawn_half", 2027)
    ran = CliRunner().invoke(app, ["subsidy", "--year", "2024", "--subsidy", "drawn_half"])
    assert ran.exit_code == 0 and "bank-a" in ran.output and "all" in ran.output and "illustrative" in ran.output


def test_a_position_is_asked_for_any_day_up_to_the_warehouses(zone):
    text = shown([each for each in positions(zone.home, None) if each["pool"] == "drawn_tight"])
    assert "drawn_tight edition 1" in text and "committed" in text and "20,000,000.01" in text
    assert "no fund" in shown([each for each in positions(zone.home, None) if each["pool"] == "drawn_open"])
    (first,) = zone.con.execute("select min(effective_from) from registry.risk_pool").fetchone()
    (day_one,) = zone.con.execute(
        "select count(*) from registry.risk_pool where effective_from = ?", [first]
    ).fetchone()
    assert len(positions(zone.home, first)) == day_one
    with pytest.raises(WrongUse, match=f"no pool was in force yet; the first one is from {first}"):
        positions(zone.home, first - timedelta(days=1))
    with pytest.raises(WrongUse, match="the warehouse speaks of 2026-06-30"):
        positions(zone.home, TODAY + timedelta(days=1))


def test_returns_show_where_there_are_not_enough_outcomes(zone):
    text = bank_returns(zone.home)
    small = next(line for line in text.splitlines() if line.startswith("kexiao_2017") and " all all" in line)
    assert "not enough outcomes" in small and "fewer than 20 in default or 20 others" in text
    assert "all" in text and "Points against defaults" in text


def test_a_whatif_writes_the_same_folder_twice_and_tells_by_when_the_fund_is_dry(zone, tmp_path):
    said = whatif(zone.home, "drawn_tight", ASSUMED, tmp_path / "one")
    whatif(zone.home, "drawn_tight", ASSUMED, tmp_path / "two")
    for name in ("by_year.csv", "plot.svg", "manifest.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    manifest = json.loads((tmp_path / "one" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["seed"] == 1 and manifest["pool"] == "drawn_tight" and set(manifest["dry_by_year"]) >= {"p5", "p95"}
    assert len(said["years"]) == 6
    (pool,) = (each for each in positions(zone.home, None) if each["pool"] == "drawn_tight")
    (fund,) = (each for each in pool["parties"] if each["party"] == pool["fund_party"])
    assert said["due_cny"] == float(pool["due_cny"]) == float(fund["bears_cny"] - fund["paid_cny"]) > 0


def test_a_whatif_that_means_nothing_is_refused_with_what_is_allowed(zone, tmp_path):
    with pytest.raises(WrongUse, match="--default-rate 2: allowed: 0 to 1"):
        whatif(zone.home, "drawn_tight", Assumed(2, 0, 0, 5, 500, 1), None)
    with pytest.raises(WrongUse, match="--seed -1: allowed: 0 to"):
        whatif(zone.home, "drawn_tight", replace(ASSUMED, seed=-1), None)
    (tmp_path / "taken").touch()
    with pytest.raises(WrongUse, match="is a file; name a folder"):
        whatif(zone.home, "drawn_tight", ASSUMED, tmp_path / "taken")
    with pytest.raises(WrongUse, match="a what-if begins on the warehouse's day"):
        words = ["risk-pool", "--on", "2025-12-31", "whatif", "--default-rate", "0.1", "--growth", "0"]
        CliRunner().invoke(app, words, catch_exceptions=False)
    with pytest.raises(WrongUse, match="no pool 'nothing'; there are: article"):
        whatif(zone.home, "nothing", ASSUMED, None)
    with pytest.raises(Refused, match="drawn_open has no fund in force"):
        whatif(zone.home, "drawn_open", ASSUMED, None)


def test_lines_pre_approved_approved_and_drawn_are_kept_apart_and_unreconciled_loans_are_counted(zone):
    rows = zone.con.execute(
        "select bank, product_name, pre_approved_firm_count, approved_firm_count, used_firm_count, approved_cny, "
        "used_cny, drawn_ratio, coverage_ratio from finance.bank_coverage where bank = 'line-bank' order by 2"
    ).fetchall()
    assert rows == [
        ("line-bank", "all", 3, 2, 1, Decimal(300), Decimal(60), Decimal("0.2000"), Decimal("0.0018")),
        ("line-bank", "p", 2, 1, 1, Decimal(100), Decimal(60), Decimal("0.6000"), Decimal("0.0009")),
        ("line-bank", "未说明", 1, 1, 0, Decimal(200), Decimal(0), Decimal("0.0000"), Decimal("0.0009")),
    ]
    off = zone.con.execute("select unreconciled_loan_count, loan_count from finance.bank_coverage where bank = 'all'")
    unreconciled, loans = off.fetchone()
    # Drawn histories report a balance of nothing; whoever still owes is off.
    (owing,) = zone.con.execute(
        "select live_loan_count from finance.bank_coverage where bank = 'all' and product_name = 'all'"
    ).fetchone()
    assert 0 < unreconciled <= loans and owing <= loans
