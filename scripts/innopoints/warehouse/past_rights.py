"""Lay beside a build what past editions let banks see, so that it can tell them what they may not see any more."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import duckdb

RIGHTS, WITHDRAWALS = "pub_bank_right_v1.parquet", "pub_withdrawal_v1.parquet"


def lay_past_rights(
    con: duckdb.DuckDBPyConnection, previous: dict | None, as_of: date, of_the_day: Sequence[Path] = ()
) -> None:
    """Create history.previous_right (bank, uscc, as_of_date) and history.previous_withdrawal.

    Rights are those of the edition before and of earlier editions of the same day (`of_the_day`, recalled ones too):
    a bank may hold any of them. Withdrawals are those of the edition before, which took over those before it; editions
    from before there were any have none.
    """
    con.execute("create table history.previous_right (bank varchar, uscc varchar, as_of_date date)")
    con.execute(
        "create table history.previous_withdrawal "
        "(bank varchar, uscc varchar, last_as_of_date date, withdrawn_date date)"
    )
    before = [(Path(previous["path"]), date.fromisoformat(previous["as_of"]))] if previous else []
    for folder, day in [*before, *((each, as_of) for each in of_the_day)]:
        con.execute(
            "insert into history.previous_right select distinct bank, uscc, ?::date from read_parquet(?)",
            [day, str(folder / RIGHTS)],
        )
    if before and (path := before[0][0] / WITHDRAWALS).exists():
        con.execute(
            "insert into history.previous_withdrawal select bank, uscc, last_as_of_date, withdrawn_date "
            "from read_parquet(?)",
            [str(path)],
        )
