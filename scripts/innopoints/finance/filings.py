"""Loans filed under a pool in a tier that the enterprise's certificates of that day do not give, or may not give."""

from datetime import date
from pathlib import Path

import duckdb
from rich.console import Console
from rich.table import Table

from innopoints.finance.tables import has_table, rows

WORDS = {
    "above": "filed above the tier the enterprise's certificates give, which counts instead",
    "not_entitled": "filed without any certificate that gives a tier: not covered",
    "no_such_tier": "filed in a tier the pool does not have: not covered",
    "if_listed": "filed by a list that is not sent here: counts as filed, check the list",
    "unknown": "filed while certificates or programmes have never landed: counts as filed, unchecked",
}
"""What each finding of finance.pool_filing that a person must look at means, the gravest first."""
SHOWN = 20
_FILINGS = f"""
select pool, edition, finding, bank, loan_no, uscc, filed_date, filed_tier, entitled_tier, tier
from finance.pool_filing
where filed_date <= ? and finding in ({", ".join(f"'{each}'" for each in WORDS)})
order by list_position({list(WORDS)}, finding), filed_date, bank, loan_no
"""


def filings_in(con: duckdb.DuckDBPyConnection, day: date) -> list[dict]:
    """Each such loan filed by that day, the gravest first; `tier` shares its losses, None: it is not covered."""
    return rows(con, _FILINGS, day)


def filings_to_look_at(warehouse: Path) -> list[str]:
    """One line per pool and finding; none from a warehouse built before filings were checked."""
    with duckdb.connect(warehouse, read_only=True) as con:
        if not has_table(con, "finance", "pool_filing"):
            return []
        counts: dict[tuple[str, str], int] = {}
        for each in filings_in(con, date.max):
            key = (each["pool"], each["finding"])
            counts[key] = counts.get(key, 0) + 1
    return [f"{pool}: {count} {'loan' if count == 1 else 'loans'} {WORDS[finding]} (innopoints risk-pool lists them)"
            for (pool, finding), count in counts.items()]  # fmt: skip


def show_filings(console: Console, filings: list[dict]) -> None:
    """The first SHOWN loans as a table, with what their findings mean."""
    if not filings:
        return
    table = Table("bank", "loan", "enterprise", "filed on", "filed", "entitled to", "counts as", "", box=None,
                  pad_edge=False)  # fmt: skip
    for each in filings[:SHOWN]:
        entitled = each["entitled_tier"] or ("not known" if each["finding"] == "unknown" else "none")
        table.add_row(each["bank"], each["loan_no"], each["uscc"], str(each["filed_date"]), each["filed_tier"],
                      entitled, each["tier"] or "not covered", each["finding"])  # fmt: skip
    console.print(f"\n{len(filings)} filings need a look")
    console.print(table)
    if len(filings) > SHOWN:
        console.print(f"and {len(filings) - SHOWN} more in finance.pool_filing")
    for finding in dict.fromkeys(each["finding"] for each in filings):
        console.print(f"{finding}: {WORDS[finding]}", soft_wrap=True)
