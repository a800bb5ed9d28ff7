"""One enterprise's way up: where it stands on every ladder, what it reached when, what the next rung still asks."""

import duckdb

from innopoints.errors import WrongUse
from innopoints.report.screen import Screen

NO_END = "9999-12-31"
_PAST = f"""
select concat_ws('  ', reached_date::text, title_zh, case
    when not is_held then 'ended' when held_until = date '{NO_END}' then 'without end'
    else 'until ' || held_until::text
end, case when is_promotion then 'rose' end)
from eligibility.ladder_reached inner join rung using (ladder, rung)
where uscc = ? and ladder = ? and reached_date is not null order by reached_date, ladder_reached.level
"""


def tell_place(screen: Screen, con: duckdb.DuckDBPyConnection, uscc: str, ladders: list[str]) -> None:
    """Print it; `con` has a view `rung` of the rungs in force. Raises WrongUse for a code the zone does not know."""
    known = con.execute("select enterprise_name from eligibility.enterprise_profile where uscc = ?", [uscc]).fetchone()
    if known is None:
        raise WrongUse(f"{uscc!r} is neither an enterprise of the zone nor a ladder in force; in force: "
                       f"{', '.join(ladders) or 'none'}")  # fmt: skip
    screen.console.print(f"{known[0]}  {uscc}")
    stands = con.execute(
        "select status.ladder, standing, status.level, status.title_zh, ever_level, next_title_zh, next_outcome, "
        "next_lacking_zh, reachable.title_zh from eligibility.ladder_status as status left join rung as reachable "
        "on reachable.ladder = status.ladder and reachable_rung = reachable.rung where uscc = ? order by 1",
        [uscc],
    ).fetchall()
    for name, standing, level, title, ever, following, outcome, lacking, reachable in stands:
        now = "not known: certificates never came" if standing == "unknown" else f"level {level} {title or '未入梯队'}"
        screen.console.print(f"\n{name}: {now}" + (f", ever {ever}" if ever and ever > level else ""), soft_wrap=True)
        for (line,) in con.execute(_PAST, [uscc, name]).fetchall():
            screen.console.print(f"    {line}", soft_wrap=True)
        if following:
            screen.console.print(f"    next: {following}  {outcome}" + (f"  {lacking}" if lacking else ""),
                                 soft_wrap=True)  # fmt: skip
        if reachable and reachable != following:
            screen.console.print(f"    conditions hold already: {reachable}", soft_wrap=True)
