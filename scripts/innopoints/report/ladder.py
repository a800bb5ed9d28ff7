"""Ladders (梯队培育) on the screen: every rung counted, and who is one clause from the next."""

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
from rich.table import Table

from innopoints.home import Home
from innopoints.report.ladder_place import tell_place
from innopoints.report.screen import Screen
from innopoints.report.warehouse_table import warehouse_with

SHOWN = 20  # enterprises on the screen; the list written by --out has them all
YEARS = 6  # years of promotions on the screen; eligibility.ladder_promotion has them all
_LEGEND = (
    "now: stand on the rung; of these: meets next, open, one off (by one clause) to the next; a year: rose then.\n"
    "Who, and what each lacks: innopoints ladder LADDER | CREDIT_CODE | LADDER --out FILE"
)
_RUNGS = """
create temp view rung as
select ladder, edition, rung, level, title_zh from registry.ladder_rung
inner join (select distinct name as entry, edition from eligibility.entry_clause where kind = 'rung')
    using (entry, edition)
"""


@contextmanager
def warehouse(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    """The newest finished warehouse, with a view `rung` of the rungs judged in it; see `warehouse_with`."""
    with warehouse_with(home, "eligibility", "ladder_promotion", "ladders") as con:
        con.execute(_RUNGS)
        yield con


def ladders_in_force(con: duckdb.DuckDBPyConnection) -> list[str]:
    """The ladders judged in this warehouse."""
    return [name for (name,) in con.execute("select distinct ladder from rung order by 1").fetchall()]


def ladder(home: Home, which: str = "") -> str:
    """Every ladder counted (""), one of them with who is nearest to a rise, or an enterprise's place on each.

    Raises WrongUse for what is neither a ladder in force nor an enterprise of the zone.
    """
    screen = Screen()
    with warehouse(home) as con:
        names = ladders_in_force(con)
        if which and which not in names:
            tell_place(screen, con, which, names)
            return screen.text()
        for name in [which] if which else names:
            _counted(screen, con, name)
            screen.console.print()
        if which:
            _nearest(screen, con, which)
        else:
            screen.console.print(_LEGEND, soft_wrap=True)
    return screen.text()


def _counted(screen: Screen, con: duckdb.DuckDBPyConnection, name: str) -> None:
    """A line a rung, lowest last: who stands on it now and ever did, who of them is how near the next; rises a year."""
    con.execute("set variable ladder = $1", [name])
    years = [
        year
        for (year,) in con.execute(
            "select distinct reached_year from eligibility.ladder_promotion where ladder = getvariable('ladder') "
            f"order by 1 desc limit {YEARS}"
        ).fetchall()
    ][::-1]
    title, issuer, reference, certainty = con.execute(
        "select title_zh, issuer, reference, certainty from registry.ladder "
        "semi join rung using (ladder, edition) where ladder = getvariable('ladder')"
    ).fetchone()
    rows = con.execute(
        """
        select rung.level, coalesce(rung.title_zh, '(none)'), count(status.uscc), (
            select count(distinct uscc) from eligibility.ladder_reached as reached
            where reached.ladder = getvariable('ladder') and reached.level = rung.level
        ), count(*) filter (next_outcome = 'passes'), count(*) filter (next_outcome in ('could_pass', 'by_hand')),
            count(*) filter (next_missed_count = 1), (
            select map_from_entries(list((reached_year, promotion_count))) from eligibility.ladder_promotion as risen
            where risen.ladder = getvariable('ladder') and risen.level = rung.level)
        from (select level, title_zh from rung where ladder = getvariable('ladder') union all select 0, null) as rung
        left join eligibility.ladder_status as status
            on status.ladder = getvariable('ladder') and status.level = rung.level
        group by rung.level, rung.title_zh order by rung.level desc
        """
    ).fetchall()
    screen.console.print(f"{title}  {name}\n{issuer} · {reference} · {certainty}", soft_wrap=True)
    table = Table("level", box=None, pad_edge=False)
    table.add_column("rung", no_wrap=True)
    for heading in ("now", "ever", "meets next", "open", "one off", *map(str, years)):
        table.add_column(heading, justify="right")
    for level, rung, now, ever, meets, still_open, near, risen in rows:
        past = [f"{(risen or {}).get(year, 0):,}" if level else "" for year in years]
        numbers = [f"{each:,}" for each in (meets, still_open, near)]
        table.add_row(str(level), rung, f"{now:,}", f"{ever:,}" if level else "", *numbers, *past)
    screen.console.print(table)
    (unknown,) = con.execute(
        "select count(*) from eligibility.ladder_status where ladder = getvariable('ladder') and standing = 'unknown'"
    ).fetchone()
    if unknown:
        screen.console.print(f"Not known of {unknown:,}: their certificates never came; that is not level 0.")


def _nearest(screen: Screen, con: duckdb.DuckDBPyConnection, name: str) -> None:
    near = con.execute(
        "select uscc, title_zh, next_title_zh, next_lacking_zh from eligibility.ladder_status "
        "where ladder = ? and next_missed_count = 1 order by level desc, uscc",
        [name],
    ).fetchall()
    screen.console.print(f"One clause from the next rung: {len(near):,}")
    for uscc, now, following, words in near[:SHOWN]:
        screen.console.print(f"  {uscc}  {now or '未入梯队'} → {following}  {words}", soft_wrap=True)
    if len(near) > SHOWN:
        screen.console.print(f"  ... and {len(near) - SHOWN:,} more; --out FILE.xlsx writes everybody")
