"""The reserve pool (高企后备库) on the screen or as a list: the likeliest first, with what each still lacks."""

from pathlib import Path

from rich.table import Table

from innopoints.home import Home
from innopoints.report.list_file import demand_list_name, write_list
from innopoints.report.screen import Screen
from innopoints.report.warehouse_table import warehouse_with

YEARS = 6  # years with any change on the screen
SHOWN = 20  # enterprises on the screen; the list has them all
COLUMNS = {
    "place": ("次序", 8),
    "uscc": ("统一社会信用代码", 22),
    "enterprise_name": ("企业名称", 36),
    "outcome": ("结论", 14),
    "standing": ("现有证书", 12),
    "certificate_ends": ("证书到期", 12),
    "cast(score_low as decimal(6, 2))": ("最低可能分", 12),
    "cast(score_high as decimal(6, 2))": ("最高可能分", 12),
    "met_count": ("满足条数", 10),
    "missed_count": ("不满足条数", 10),
    "open_count": ("未定条数", 10),
    "decided_share": ("把握（已定条数占比）", 20),
    "decided_words_zh": ("决定结论的条件", 60),
    "missed_words_zh": ("不满足的条件", 60),
    "right_gap_zh": ("知识产权再需", 40),
}


def _pool(home: Home):
    return warehouse_with(home, "eligibility", "reserve_history", "history of the reserve pool")


def reserve_pool(home: Home) -> str:
    """How many of each outcome, the certificate's last years, and the first who have none or soon none."""
    screen = Screen()
    with _pool(home) as con:
        counted = con.execute(
            "select outcome, count(*), count(*) filter (standing = 'none'), count(*) filter (standing = 'ends_soon') "
            "from eligibility.reserve_pool group by outcome order by min(place)"
        ).fetchall()
        first = con.execute(
            "select place, uscc, cast(score_low as decimal(6, 2)), cast(score_high as decimal(6, 2)), "
            "decided_share, decided_words_zh, right_gap_zh from eligibility.reserve_pool "
            "where standing in ('none', 'ends_soon', 'unknown') order by place limit ?",
            [SHOWN],
        ).fetchall()
        years = con.execute(
            "select year, granted_count, first_count, ended_count, net_count, stock_count, ever_count "
            "from eligibility.reserve_history order by year desc limit ?",
            [YEARS],
        ).fetchall()
    table = Table("outcome", title="Reserve pool", title_justify="left", box=None, pad_edge=False)
    for name in ("enterprises", "no certificate", "ends in a year"):
        table.add_column(name, justify="right")
    for outcome, *numbers in counted:
        table.add_row(outcome, *(f"{each:,}" for each in numbers))
    screen.console.print(table)
    history = Table("year", title="\nIts certificates", title_justify="left", box=None, pad_edge=False)
    for name in ("granted", "first time", "ended", "net", "held at the end", "ever"):
        history.add_column(name, justify="right")
    for year, *numbers in reversed(years):
        history.add_row(str(year), *(f"{each:,}" for each in numbers))
    screen.console.print(history)
    screen.console.print("\nLikeliest without a certificate, or whose certificate ends within a year:")
    for place, uscc, low, high, share, words, rights in first:
        score = "" if low is None else f"  {low:f}-{high:f} points"
        screen.console.print(f"  {place:>5}  {uscc}{score}, {share:.0%} decided  {words or '各项条件均满足'}"
                             + (f"；再需 {rights}" if rights else ""), soft_wrap=True)  # fmt: skip
    return screen.text()


def write_reserve_pool(home: Home, to: Path) -> dict:
    """Write everybody to `to` (.xlsx or .csv), complete or not at all; returns counts."""
    demand_list_name(to)
    with _pool(home) as con:
        rows = con.execute(f"select {', '.join(COLUMNS)} from eligibility.reserve_pool order by place").fetchall()
    write_list("高企后备库", dict(COLUMNS.values()), rows, to)
    return {"enterprises": len(rows), "list": str(to)}
