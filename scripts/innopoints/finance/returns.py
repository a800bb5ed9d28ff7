"""What banks returned on the screen: lines and loans by bank and product, and whether the points told defaults."""

from rich.table import Table

from innopoints.finance.tables import finance_tables, rows
from innopoints.home import Home
from innopoints.report.screen import Screen
from innopoints.warehouse.past_scores import backtest_terms


def bank_returns(home: Home) -> str:
    """Coverage and draw-down by bank and product, then the back-test of the points."""
    with finance_tables(home) as con:
        banks = rows(
            con, "from finance.bank_coverage order by bank <> 'all', bank, product_name <> 'all', product_name"
        )
        tests = rows(con, "from finance.outcome_backtest order by scheme, cut, try_cast(item as integer), item")
    screen = Screen()
    table = Table("bank", "product", title="Returns of the banks", title_justify="left", box=None, pad_edge=False)
    for name in ("approved", "coverage", "approved CNY", "lent CNY", "used", "owed CNY", "in default", "off"):
        table.add_column(name, justify="right")
    for row in banks:
        table.add_row(
            row["bank"], row["product_name"], f"{row['approved_firm_count']:,}", _share(row["coverage_ratio"]),
            f"{row['approved_cny']:,.0f}", f"{row['lent_cny']:,.0f}", _share(row["drawn_ratio"]),
            f"{row['balance_cny']:,.0f}", _share(row["default_ratio"]), f"{row['unreconciled_loan_count']}",
        )  # fmt: skip
    screen.console.print(table)
    screen.console.print("\noff: loans whose events leave another balance than the bank reports\n")
    outcome = Table("scheme", "of", title="Points against defaults", title_justify="left", box=None, pad_edge=False)
    for name in ("seen", "defaults", "AUC", "95 %", "Gini", "KS", "default rate", "95 %"):
        outcome.add_column(name, justify="right")
    for row in tests:
        outcome.add_row(row["scheme"], f"{row['cut']} {row['item']}", f"{row['observed_count']:,}",
                        f"{row['default_count']:,}", *_measured(row))  # fmt: skip
    screen.console.print(outcome)
    asked = backtest_terms()
    screen.console.print(
        f"\nPoints published before, held against defaults of the {asked['window_months']} months after; not enough: "
        f"fewer than {asked['least_defaults']} in default or {asked['least_others']} others.",
        soft_wrap=True,
    )
    return screen.text()


def _measured(row: dict) -> list[str]:
    if row["status"] != "measured":
        return ["not enough outcomes", *[""] * 5]
    spans = [
        "" if row[name] is None else f"{row[f'{name}_low']:.3f}-{row[f'{name}_high']:.3f}"
        for name in ("auc", "default_ratio")
    ]
    auc, gini, ks = ("" if row[name] is None else f"{row[name]:.3f}" for name in ("auc", "gini", "ks"))
    return [auc, spans[0], gini, ks, _share(row["default_ratio"]), spans[1]]


def _share(value) -> str:
    return "" if value is None else f"{value:.1%}"
