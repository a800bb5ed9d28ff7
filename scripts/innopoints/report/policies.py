"""Policies on the screen: all of them counted, or one of them clause by clause."""

import duckdb
from rich.table import Table

from innopoints.errors import WrongUse
from innopoints.home import Home
from innopoints.report.screen import Screen
from innopoints.report.warehouse_table import warehouse_with

SHOWN = 20  # near misses on the screen; eligibility.near_miss has them all
OUTCOMES = ("passes", "could_pass", "by_hand", "cannot_pass")


def warehouse(home: Home):
    """The newest finished warehouse; see `warehouse_with`."""
    return warehouse_with(home, "eligibility", "policy_push", "policies")


def demand_policy(con: duckdb.DuckDBPyConnection, policy: str) -> dict:
    """The policy's row. Raises WrongUse naming those in force."""
    found = con.execute("from eligibility.policy_in_force where policy = ?", [policy])
    names = [column[0] for column in found.description]
    if row := found.fetchone():
        return dict(zip(names, row, strict=True))
    allowed = [name for (name,) in con.execute("select policy from eligibility.policy_in_force order by 1").fetchall()]
    raise WrongUse(f"no policy {policy!r} is in force; in force: {', '.join(allowed) or 'none'}")


def every_policy(home: Home) -> str:
    """One line a policy: how many enterprises it is for, nearly for, and how much of its budget is spoken for."""
    screen = Screen()
    table = Table("policy", "certainty", title="Policies in force", title_justify="left", box=None, pad_edge=False)
    for name in ("passes", "could", "by hand", "cannot", "one off", "granted CNY", "of budget"):
        table.add_column(name, justify="right")
    with warehouse(home) as con:
        counts = ", ".join(f"count(*) filter (outcome = '{each}')" for each in OUTCOMES)
        rows = con.execute(
            f"with judged as (select policy, {counts} from eligibility.policy_eligibility "
            "group by policy), near as (select policy, count(*) as near from eligibility.near_miss group by policy), "
            "paid as (select policy, sum(paid_cny) as paid from eligibility.policy_budget group by policy) "
            "select policy || case meant_for when 'individuals' then ' (individuals)' else '' end, certainty, "
            "judged.* exclude policy, coalesce(near, 0), paid, budget_cny "
            "from eligibility.policy_in_force left join judged using (policy) left join near using (policy) "
            "left join paid using (policy) order by policy"
        ).fetchall()
    for name, certainty, *numbers, paid, budget in rows:
        share = f"{paid / budget:.0%}" if paid is not None and budget else ""
        table.add_row(
            name, certainty, *(f"{each or 0:,}" for each in numbers), "" if paid is None else f"{paid:,}", share
        )
    screen.console.print(table)
    screen.console.print(
        "\nPolicies for individuals count employers; no person is listed. Nothing of this goes to a bank."
    )
    return screen.text()


def one_policy(home: Home, policy: str) -> str:
    """What it says, each clause with how many meet it, and the first of those one clause away."""
    screen = Screen()
    with warehouse(home) as con:
        said = demand_policy(con, policy)
        clauses = con.execute(
            "select repeat('  ', depth - 1) || title_zh, count(*) filter (is_met), "
            "count(*) filter (is_met = false), count(*) filter (is_met is null) "
            "from eligibility.entry_clause_result where kind = 'policy' and name = ? "
            "group by position, depth, title_zh order by position",
            [policy],
        ).fetchall()
        near = con.execute(
            "select uscc, words_zh, open_count from eligibility.near_miss where policy = ? "
            "order by open_count, condition, gap, uscc",
            [policy],
        ).fetchall()
    screen.console.print(f"{said['title_zh']}\n{said['issuer']} · {said['reference']} · {said['certainty']}\n")
    table = Table("clause", box=None, pad_edge=False)
    for name in ("met", "missed", "open"):
        table.add_column(name, justify="right")
    for title, *numbers in clauses:
        table.add_row(title, *(f"{each:,}" for each in numbers))
    screen.console.print(table)
    screen.console.print(f"\nOne clause away: {len(near):,}")
    for uscc, words, still_open in near[:SHOWN]:
        rest = f" ({still_open} not known yet)" if still_open else ""
        screen.console.print(f"  {uscc}  {words}{rest}", soft_wrap=True)
    if len(near) > SHOWN:
        screen.console.print(f"  ... and {len(near) - SHOWN:,} more in eligibility.near_miss")
    return screen.text()
