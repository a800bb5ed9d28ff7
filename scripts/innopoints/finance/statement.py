"""Statements of an interest subsidy for one year, by bank, by enterprise, loan by loan: each the sum of the next."""

from decimal import Decimal
from pathlib import Path

from rich.table import Table

from innopoints.errors import WrongUse
from innopoints.finance.tables import day_of, demand, finance_tables, rows
from innopoints.home import Home
from innopoints.report.list_file import demand_place
from innopoints.report.screen import Screen
from innopoints.report.text_workbook import HEADER, new_workbook, save, text_cell

_SUMS = """
    count(distinct bank || '/' || loan_no) as loans, sum(interest_cny)::decimal(18, 2) as interest_cny,
    coalesce(sum(amount_cny) filter (kind = 'grant'), 0)::decimal(18, 2) as granted_cny,
    coalesce(-sum(amount_cny) filter (kind = 'take_back'), 0)::decimal(18, 2) as taken_back_cny,
    sum(amount_cny)::decimal(18, 2) as net_cny
"""
_LINES = "from finance.interest_subsidy where subsidy = ? and year = ? and (? = '' or bank = ?)"
_RULE = """
select title_zh, issuer, reference, certainty
from registry.subsidy where subsidy = ? and year(effective_from) <= ? order by effective_from desc
"""
_DETAIL = (
    "bank, uscc, loan_no, product_name, kind, rate_ratio, day_count, balance_days_cny, interest_cny, accrued_cny, "
    "amount_cny, because"
)
TITLES = {
    "bank": "银行", "uscc": "统一社会信用代码", "loans": "笔数", "interest_cny": "利息（元）",
    "granted_cny": "贴息（元）", "taken_back_cny": "退回（元）", "net_cny": "净额（元）", "loan_no": "借据编号",
    "product_name": "产品", "kind": "事项", "rate_ratio": "年利率", "day_count": "计息天数",
    "balance_days_cny": "积数（元·天）", "accrued_cny": "应贴（元）", "amount_cny": "金额（元）", "because": "说明",
}  # fmt: skip
RULE = {"title_zh": "贴息", "issuer": "发布单位", "reference": "依据", "certainty": "依据可靠程度"}
WORDS = {
    "grant": "贴息", "take_back": "退回", "whole": "全额", "capped": "年度上限所余", "cap_used_up": "年度上限已用完",
    "in_default": "不良，不予贴息",
}  # fmt: skip


def statement(home: Home, subsidy: str, year: int, bank: str = "") -> dict:
    """{banks, enterprises, loans} of a year, each a list of rows; of one bank where it is named.

    Raises WrongUse for a subsidy or bank that is not there, or a year before it or after the warehouse's.
    A year after its end may still have what is taken back.
    """
    with finance_tables(home) as con:
        name = demand(con, "subsidy", subsidy)
        known = [each for (each,) in con.execute("select bank from registry.bank order by 1").fetchall()]
        if bank and bank not in known:
            raise WrongUse(f"no bank {bank!r}; there are: {', '.join(known)}")
        day = day_of(con)
        if year > day.year:
            raise WrongUse(f"--year {year}: the warehouse speaks of {day}; build a later day first")
        if not (rule := rows(con, _RULE, name, year)):
            raise WrongUse(f"--year {year}: {name} was not in force yet")
        chosen = (name, year, bank, bank)
        return {
            "subsidy": name,
            "year": year,
            "rule": rule[0],
            "banks": rows(con, f"select bank, {_SUMS} {_LINES} group by bank order by bank", *chosen),
            "enterprises": rows(con, f"select uscc, {_SUMS} {_LINES} group by uscc order by uscc", *chosen),
            "loans": rows(con, f"select {_DETAIL} {_LINES} order by bank, uscc, loan_no, kind", *chosen),
        }


def shown(said: dict, one_bank: bool) -> str:
    """The statement by bank as text; of one bank by enterprise."""
    screen = Screen()
    rule = said["rule"]
    screen.console.print(f"{rule['title_zh']}  {rule['issuer']}", soft_wrap=True)
    screen.console.print(f"{rule['reference']} · {rule['certainty']}\n", soft_wrap=True)
    title = f"{said['subsidy']} {said['year']}"
    key = "uscc" if one_bank else "bank"
    table = Table(key, title=title, title_justify="left", box=None, pad_edge=False)
    for name in ("loans", "interest CNY", "granted CNY", "taken back CNY", "net CNY"):
        table.add_column(name, justify="right")
    lines = said["enterprises" if one_bank else "banks"]
    for row in [*lines, {key: "all"} | total(lines)]:
        amounts = (row[name] for name in ("interest_cny", "granted_cny", "taken_back_cny", "net_cny"))
        table.add_row(row[key], f"{row['loans']:,}", *(f"{amount:,}" for amount in amounts))
    screen.console.print(table)
    return screen.text()


def total(lines: list[dict]) -> dict:
    """The sum of a statement's lines."""
    amounts = ("interest_cny", "granted_cny", "taken_back_cny", "net_cny")
    return {"loans": sum(row["loans"] for row in lines)} | {
        name: sum((row[name] for row in lines), Decimal("0.00")) for name in amounts
    }


def write_statement(said: dict, to: Path) -> dict:
    """Write the statement, three sheets and its rule, as a workbook, complete or not at all; returns its totals."""
    if to.suffix.lower() != ".xlsx":
        raise WrongUse(f"--out {to}: the statement's name must end in .xlsx")
    demand_place(to)
    book = new_workbook()
    sums = total(said["banks"])
    for title, lines in (("按银行", said["banks"]), ("按企业", said["enterprises"]), ("明细", said["loans"])):
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        names = list(lines[0]) if lines else ["bank"]
        sheet.append([text_cell(sheet, TITLES[name], fill=HEADER, bold=True) for name in names])
        ending = [] if title == "明细" else [{names[0]: "合计"} | sums]
        for row in [*lines, *ending]:
            cells = ("" if row.get(name) is None else str(row[name]) for name in names)
            sheet.append([text_cell(sheet, WORDS.get(cell, cell)) for cell in cells])
    basis = book.create_sheet("依据")
    for name, value in said["rule"].items():
        basis.append([text_cell(basis, RULE[name], bold=True), text_cell(basis, value)])
    save(book, to)
    told = {name: value if name == "loans" else str(value) for name, value in sums.items()}
    enterprises = len(said["enterprises"])
    return (
        {"subsidy": said["subsidy"], "year": said["year"], "enterprises": enterprises} | told | {"statement": str(to)}
    )
