"""Where a risk-compensation pool stands on a day: sums over its ledger up to that day, nothing else."""

from datetime import date
from decimal import Decimal

import duckdb
from rich.table import Table

from innopoints.errors import WrongUse
from innopoints.finance.filings import filings_in, show_filings
from innopoints.finance.tables import day_of, finance_tables, rows
from innopoints.home import Home
from innopoints.report.screen import Screen

_POOLS = """
select pool.pool, pool.edition, pool.title_zh, pool.reference, pool.certainty, pool.illustrative, pool.fund_party,
    coalesce(sum(credit_cny) filter (account = 'committed'), 0)::decimal(18, 2) as committed_cny,
    coalesce(sum(debit_cny - credit_cny) filter (account = 'covered'), 0)::decimal(18, 2) as covered_cny,
    count(*) filter (entry = 'default' and account = 'loan') as claims,
    coalesce(sum(debit_cny) filter (entry = 'default' and account = 'loss'), 0)::decimal(18, 2) as claimed_cny,
    coalesce(sum(credit_cny - debit_cny) filter (account = 'payable'), 0)::decimal(18, 2) as owed_to_bank_cny,
    coalesce(sum(debit_cny - credit_cny) filter (account = 'fund'), 0)::decimal(18, 2) as available_cny
from registry.risk_pool as pool
left join finance.risk_pool_ledger as ledger
    on ledger.pool = pool.pool and ledger.edition = pool.edition and ledger.entry_date <= ?
where pool.effective_from <= ?
group by all order by pool.pool, pool.edition
"""
_PARTIES = """
select pool, edition, party,
    coalesce(sum(debit_cny - credit_cny) filter (account = 'loss'), 0)::decimal(18, 2) as bears_cny,
    coalesce(sum(credit_cny - debit_cny) filter (account in ('cash', 'fund') and entry <> 'fund'), 0)::decimal(18, 2)
        as paid_cny
from finance.risk_pool_ledger
where entry_date <= ? and party <> 'pool'
group by pool, edition, party order by party
"""


def positions(home: Home, on: date | None) -> list[dict]:
    """Each pool on a day (default: the warehouse's). Raises WrongUse for a day after it, or before any."""
    with finance_tables(home) as con:
        last = day_of(con)
        if on and on > last:
            raise WrongUse(f"--on {on}: the warehouse speaks of {last}; build a later day first")
        if found := positions_in(con, on or last):
            return found
        first = con.execute("select min(effective_from) from registry.risk_pool").fetchone()[0]
        raise WrongUse(f"--on {on or last}: no pool was in force yet; the first one is from {first}")


def positions_in(con: duckdb.DuckDBPyConnection, day: date) -> list[dict]:
    """Each pool in force or over by that day, with `parties`: what each bears of the losses and has paid, in yuan.

    `filings` are the loans filed in a tier that is not, or may not be, the enterprise's.
    `due_cny` is what the fund's party bears and has still to pay, out of what is available.
    """
    found, parties, filings = rows(con, _POOLS, day, day), rows(con, _PARTIES, day), filings_in(con, day)
    for pool in found:
        pool["on"] = day
        key = (pool["pool"], pool["edition"])
        pool["parties"], pool["filings"] = (
            [each for each in every if (each["pool"], each["edition"]) == key] for every in (parties, filings)
        )
        owing = (
            each["bears_cny"] - each["paid_cny"] for each in pool["parties"] if each["party"] == pool["fund_party"]
        )
        pool["due_cny"] = sum(owing, Decimal("0.00"))
    return found


def shown(pools: list[dict]) -> str:
    """The positions as text."""
    screen = Screen()
    for pool in pools:
        made_up = f"; illustrative: {pool['illustrative']}" if pool["illustrative"] else ""
        screen.console.print(f"{pool['pool']} edition {pool['edition']}  {pool['title_zh']}  on {pool['on']}")
        screen.console.print(f"{pool['reference']} · {pool['certainty']}{made_up}\n", soft_wrap=True)
        table = Table("CNY", box=None, pad_edge=False)
        table.add_column("", justify="right")
        for title, name in (
            ("committed", "committed_cny"), ("loans under cover", "covered_cny"), ("claimed", "claimed_cny"),
            ("owed to banks", "owed_to_bank_cny"), ("available", "available_cny"),
            ("of it due", "due_cny"),
        ):  # fmt: skip
            has_none = pool["fund_party"] is None and name in ("committed_cny", "available_cny", "due_cny")
            table.add_row(title, "no fund" if has_none else f"{pool[name]:,}")
        screen.console.print(table)
        parties = Table(f"{pool['claims']} claims", box=None, pad_edge=False)
        for name in ("bears", "has paid"):
            parties.add_column(name, justify="right")
        for each in pool["parties"]:
            parties.add_row(each["party"], f"{each['bears_cny']:,}", f"{each['paid_cny']:,}")
        if pool["claims"]:
            screen.console.print(parties)
        show_filings(screen.console, pool["filings"])
        screen.console.print()
    return screen.text()
