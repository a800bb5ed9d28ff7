"""The finance supermarket (金融超市): products of an enterprise, enterprises of a product or bank, or all counted."""

import duckdb
from rich.table import Table

from innopoints.errors import WrongUse
from innopoints.home import Home
from innopoints.report.screen import Screen
from innopoints.report.warehouse_table import warehouse_with

SHOWN = 20  # enterprises on the screen; the list written by --out has them all
VERDICTS = ("qualifies", "could", "cannot")
AUTHORISED = "select bank, uscc from published.pub_bank_right_v1 group by bank, uscc"  # several years may overlap
"""Whom a bank may see on the day: only those appear in anything made for it."""


def warehouse(home: Home):
    """The newest finished warehouse; see `warehouse_with`."""
    return warehouse_with(home, "finance", "credit_line", "products")


def products_in_force(home: Home) -> list[str]:
    """The products judged in the newest finished warehouse."""
    with warehouse(home) as con:
        return [
            name for (name,) in con.execute("select distinct product from finance.credit_line order by 1").fetchall()
        ]


def every_product(home: Home) -> str:
    """How many qualify for each product, how many its bank may see and their lines; then what banks report of lines."""
    screen = Screen()
    table = Table("product", "bank", title="Products in force", title_justify="left", box=None, pad_edge=False)
    for name in (*VERDICTS, "bank sees", "lines CNY"):
        table.add_column(name, justify="right")
    counts = ", ".join(f"count(*) filter (verdict = '{each}')" for each in VERDICTS)
    with warehouse(home) as con:
        rows = con.execute(
            f"select product, bank, certainty, {counts}, count(seen.uscc) filter (verdict = 'qualifies'), "
            "sum(line_cny) filter (verdict = 'qualifies' and seen.uscc is not null) "
            f"from finance.credit_line as line left join ({AUTHORISED}) as seen using (bank, uscc) "
            "group by product, bank, certainty order by bank, product"
        ).fetchall()
        reported = con.execute(
            "select bank, count(*), sum(pre_approved_cny), sum(approved_cny), sum(drawn_cny), "
            "count(*) filter (finding <> 'agrees') from finance.line_account group by bank order by bank"
        ).fetchall()
    for product, bank, certainty, *numbers, lines in rows:
        name = product if certainty == "official" else f"{product} ({certainty})"
        table.add_row(name, bank, *(f"{each:,}" for each in numbers), f"{lines or 0:,}")
    screen.console.print(table)
    screen.console.print("\nA bank sees only enterprises that authorised it. Lines worked out here bind no bank.\n")
    table = Table("bank", title="Lines as banks report them, CNY", title_justify="left", box=None, pad_edge=False)
    for name in ("enterprises", "pre-approved", "approved", "drawn", "off"):
        table.add_column(name, justify="right")
    for bank, *amounts in reported:
        table.add_row(bank, *(f"{each:,}" for each in amounts))
    screen.console.print(table)
    screen.console.print("\noff: enterprises whose lines and loans do not agree; why, in finance.line_account.finding")
    return screen.text()


def products_of(home: Home, uscc: str) -> str:
    """Every product it qualifies for, best first, with the working; why not the others; the lines banks report."""
    screen = Screen()
    with warehouse(home) as con:
        rows = con.execute(
            "select title_zh, bank, product, line_cny, rate_ratio, working_zh, verdict, reason_zh "
            "from finance.credit_line where uscc = ? order by place nulls last, verdict desc, product",
            [uscc],
        ).fetchall()
        if not rows:
            raise WrongUse(
                f"{uscc!r} is no enterprise of the zone and no product in force; list both kinds with "
                "`innopoints products`"
            )
        reported = con.execute(
            "select bank, pre_approved_cny, approved_cny, drawn_cny, balance_cny, finding "
            "from finance.line_account where uscc = ? order by bank",
            [uscc],
        ).fetchall()
        (name,) = con.execute(
            "select enterprise_name from eligibility.enterprise_profile where uscc = ?", [uscc]
        ).fetchone()
    screen.console.print(f"{name}  {uscc}\n")
    for title, bank, product, line, rate, working, verdict, reason in rows:
        told = f"{verdict}: {line:,} CNY" if line is not None else verdict
        terms = f" at {rate:.2%} a year" if rate is not None and verdict == "qualifies" else ""
        screen.console.print(f"{title}  {bank}/{product}  {told}{terms}", soft_wrap=True)
        for words in filter(None, (working, reason)):
            screen.console.print(f"    {words}", soft_wrap=True)
    for bank, before, approved, drawn, owed, finding in reported:
        screen.console.print(
            f"\n{bank} reports: pre-approved {before:,}, approved {approved:,}, drawn {drawn:,}, "
            f"owed {owed:,} CNY  {finding}",
            soft_wrap=True,
        )
    return screen.text()


def qualified(home: Home, product: str = "", bank: str = "") -> str:
    """Who qualifies for a product, or for a bank's products among those it may see; the largest line first."""
    screen = Screen()
    with warehouse(home) as con:
        rows = qualified_rows(con, ("title_zh", "uscc", "enterprise_name", "line_cny"), product, bank)
    whom = f"{bank}, of those that authorised it" if bank else product
    screen.console.print(f"Qualified: {len(rows):,} for {whom}")
    for title, uscc, name, line in rows[:SHOWN]:
        screen.console.print(f"  {uscc}  {line:>15,} CNY  {name}  {title}", soft_wrap=True)
    if len(rows) > SHOWN:
        screen.console.print(f"  ... and {len(rows) - SHOWN:,} more; --out FILE.xlsx writes them all")
    return screen.text()


def qualified_rows(con: duckdb.DuckDBPyConnection, columns: tuple[str, ...], product: str, bank: str) -> list[tuple]:
    """Those columns of who qualifies. Raises WrongUse for a product or bank that has none in force."""
    column, wanted = ("bank", bank) if bank else ("product", product)
    allowed = [
        each for (each,) in con.execute(f"select distinct {column} from finance.credit_line order by 1").fetchall()
    ]
    if wanted not in allowed:
        raise WrongUse(f"no product of {column} {wanted!r} is in force; there are: {', '.join(allowed) or 'none'}")
    only_seen = f"inner join ({AUTHORISED}) using (bank, uscc)" if bank else ""
    return con.execute(
        f"select {', '.join(columns)} from finance.credit_line {only_seen} "
        "inner join (select uscc, enterprise_name from eligibility.enterprise_profile) using (uscc) "
        f"where {column} = ? and verdict = 'qualifies' order by product, line_cny desc, uscc",
        [wanted],
    ).fetchall()
