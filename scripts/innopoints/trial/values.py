"""What a table says: its units with their period, group and stage, and the value of each on each indicator.

    long    unit, indicator, value        wide    unit, one column per indicator
    either may have                       period (each scored on its own), stage, group (whom to compare with; an
                                          industry code where the scheme compares within industries)

An empty cell is a value nobody knows (`missing`); the words missing, not_applicable and source_missing say why there is
none. Numbers are taken to 18 decimal places. Everything else is refused with file, line, column and value.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import duckdb

from innopoints.errors import Refused
from innopoints.trial.table import quoted

STATES = ("missing", "not_applicable", "source_missing")
_ABOUT_UNIT = ("unit", "period", "group", "stage")
_LONG = ("unit", "indicator", "value")
_NAMED = 5
# DuckDB reads 1_000 as a number; an office that writes it means something else.
_VALUE = "try_cast(case when not contains(text, '_') then text end as decimal(38, 18))"
_STATE = (
    "case when coalesce(trim(text), '') = '' then 'missing' when abs(value) <= 1000000000000 then 'known' "
    f"when text in ({', '.join(repr(state) for state in STATES)}) then text end"
)


@dataclass(frozen=True)
class Values:
    """What was read; `periods` is in order, `stages` are those named, `unused` are the indicators without any value.

    The rows are in tables unit (unit_no, period, unit, peer_group, stage) and cell (unit_no, measure, value, state).
    """

    form: str
    periods: list[str]
    units: int
    known: int
    stages: list[str]
    unused: list[str]


def read_values(con: duckdb.DuckDBPyConnection, path: Path, names: list[str], indicators: Collection[str]) -> Values:
    """Make sense of table `sent`, whose columns are called `names`, for a scheme of these indicators.

    Raises Refused naming up to five places that cannot be used.
    """
    form = _form(path, names, indicators)
    place = {name: f"c{names.index(name)}" for name in names}
    said = {name: place.get(name, "null::varchar") for name in _ABOUT_UNIT}
    con.execute(
        f"""create table about as
            select line, {said["unit"]} as unit, coalesce({said["period"]}, '') as period,
                nullif({said["group"]}, '') as peer_group, nullif({said["stage"]}, '') as stage
            from sent"""
    )
    # A unit's number is the first line that speaks of it: in a wide table, the line.
    con.execute(
        """create table unit as
           select min(line) as unit_no, period, unit, max(peer_group) as peer_group, max(stage) as stage,
               min(peer_group) as other_group, min(stage) as other_stage
           from about group by period, unit"""
    )
    if form == "long":
        con.execute(
            f"create view given as select line, {place['indicator']} as measure, {place['value']} as text from sent"
        )
        numbered = "about inner join unit using (period, unit) inner join valued using (line)"
        column = "'value'"
    else:
        columns = [name for name in names if name not in _ABOUT_UNIT]
        cells = ", ".join(f"{place[name]} as {quoted(name)}" for name in columns)
        over = ", ".join(map(quoted, columns))
        con.execute(
            f"create view given as from (select line, {cells} from sent) "
            f"unpivot include nulls (text for measure in ({over}))"
        )
        numbered = "(select *, line as unit_no from valued)"
        column = "cell.measure"
    con.execute(
        f"""create table cell as
            with valued as (select *, {_VALUE} as value from given)
            select unit_no, line, measure, case when {_STATE} = 'known' then value end as value, {_STATE} as state
            from {numbered}"""
    )
    allowed = f"a value is a number, empty, or {', '.join(STATES)}; the indicators are {', '.join(sorted(indicators))}"
    _refuse(path, _bad_cells(con, column, indicators), "cannot be used", allowed)
    _refuse(path, _twice(con, form), "stand there twice", "leave one value for each unit, indicator and period")
    _refuse(path, _two_minds(con), "contradict each other", "a unit has one group and one stage in a period")
    return _summary(con, form, indicators)


def _form(path: Path, names: list[str], indicators: Collection[str]) -> str:
    header = f"{path}: line 1: "
    if twice := [name for name, times in Counter(names).items() if times > 1]:
        raise Refused(f"{header}column {twice[0]!r} stands there twice; name each column once")
    if "unit" not in names:
        raise Refused(
            f"{header}no column `unit` among {', '.join(names)}; rename the column that says whom a row is about"
        )
    if {"indicator", "value"} & set(names):
        form, allowed = "long", {*_ABOUT_UNIT, *_LONG}
        if absent := [name for name in _LONG if name not in names]:
            raise Refused(f"{header}no column {absent[0]!r}; a long table has unit, indicator, value")
    else:
        form, allowed = "wide", {*_ABOUT_UNIT, *indicators}
    if strange := [name for name in names if name not in allowed]:
        raise Refused(
            f"{header}column {strange[0]!r} is no indicator of the scheme; allowed: {', '.join(sorted(allowed))}"
        )
    if form == "wide" and not set(indicators) & set(names):
        raise Refused(
            f"{header}no indicator among the columns; a wide table has one column each: {', '.join(indicators)}"
        )
    return form


def _bad_cells(con: duckdb.DuckDBPyConnection, column: str, indicators: Collection[str]) -> list[tuple]:
    wanted = ", ".join(f"'{name}'" for name in indicators)
    return con.execute(
        f"""with place as (
                select line, 'unit' as name, coalesce(unit, '') as text, 'no unit' as problem
                from about where coalesce(trim(unit), '') = ''
                union all
                select line, 'indicator', coalesce(measure, ''),
                    case when coalesce(trim(measure), '') = '' then 'no indicator'
                        else 'not an indicator of the scheme' end
                from cell where measure is null or measure not in ({wanted})
                union all
                select cell.line, {column}, given.text,
                    case when isfinite(try_cast(given.text as double)) and not contains(given.text, '_')
                        then 'beyond 10^12 either way' else 'not a number' end
                from cell
                inner join given on cell.line = given.line and cell.measure is not distinct from given.measure
                where cell.state is null)
            select *, count(*) over () from place order by line, name limit {_NAMED}"""
    ).fetchall()


def _twice(con: duckdb.DuckDBPyConnection, form: str) -> list[tuple]:
    each = (
        "unit_no, measure from cell"
        if form == "long"
        else "unit.unit_no, null as measure from about inner join unit using (period, unit)"
    )
    return con.execute(
        f"""select last, 'unit', concat_ws(' · ', unit.unit, measure, nullif(unit.period, '')),
                'first at line ' || first, count(*) over ()
            from (select min(line) as first, max(line) as last, {each} group by all having count(*) > 1)
            inner join unit using (unit_no) order by last limit {_NAMED}"""
    ).fetchall()


def _two_minds(con: duckdb.DuckDBPyConnection) -> list[tuple]:
    return con.execute(
        f"""select (select max(line) from about where about.unit = unit.unit and about.period = unit.period),
                case when peer_group <> other_group then 'group' else 'stage' end, unit,
                case when peer_group <> other_group then other_group || ' and ' || peer_group
                    else other_stage || ' and ' || stage end,
                count(*) over ()
            from unit where peer_group <> other_group or stage <> other_stage order by unit, period limit {_NAMED}"""
    ).fetchall()


def _refuse(path: Path, places: list[tuple], what: str, allowed: str) -> None:
    if places:
        count = places[0][-1]
        named = "; ".join(f"line {line}, {column} {text!r}: {problem}" for line, column, text, problem, _ in places)
        more = f" and {count - len(places)} more" if count > len(places) else ""
        raise Refused(f"{path}: {count} {'places' if count > 1 else 'place'} {what}: {named}{more}; {allowed}")


def _summary(con: duckdb.DuckDBPyConnection, form: str, indicators: Collection[str]) -> Values:
    periods = [period for (period,) in con.execute("select distinct period from unit").fetchall()]
    stages = con.execute("select distinct stage from unit where stage is not null order by stage").fetchall()
    used = {row[0] for row in con.execute("select distinct measure from cell where state = 'known'").fetchall()}
    return Values(
        form=form,
        periods=sorted(periods, key=_in_order),
        units=con.execute("select count(distinct unit) from unit").fetchone()[0],
        known=con.execute("select count(*) from cell where state = 'known'").fetchone()[0],
        stages=[stage for (stage,) in stages],
        unused=[name for name in indicators if name not in used],
    )


def _in_order(period: str) -> tuple:
    return (0, int(period), period) if period.isdecimal() else (1, 0, period)
