"""What was sent and not used: counts per rule first, then every cell and row, from the warehouse's quality.reject."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path

import duckdb
from rich.table import Table

from innopoints.errors import WrongUse
from innopoints.home import Home
from innopoints.report.screen import Screen

SHOWN = 200  # lines on the screen; the workbook has them all
_SHANGHAI = timezone(timedelta(hours=8))


@dataclass(frozen=True)
class Wanted:
    """Which rejects: of one source, one batch, rules whose words hold a text, landed on a day (Shanghai) or later."""

    source: str = ""
    batch: str = ""
    rule: str = ""
    since: date | None = None

    def condition(self) -> tuple[str, list]:
        """SQL over quality.reject, and its parameters."""
        parts, values = ["true"], []
        for column in ("source", "batch"):
            if text := getattr(self, column):
                parts.append(f"{column} = ?")
                values.append(text)
        if self.rule:
            parts.append("contains(lower(rule_zh || ' / ' || rule_en), lower(?))")
            values.append(self.rule)
        if self.since:
            parts.append("landed_at >= ?")
            start = datetime.combine(self.since, time(), _SHANGHAI)
            values.append(start.astimezone(UTC).replace(tzinfo=None))
        return " and ".join(parts), values


def warehouse_of(home: Home) -> Path:
    """The newest finished warehouse: a closed gate's candidate shows its rejects too. Raises WrongUse without one."""
    for path, note in ((home.candidate, home.candidate_json), (home.current, home.current)):
        if path.exists() and note.exists():
            return path
    raise WrongUse("there is no warehouse yet; run `innopoints build --as-of YYYY-MM-DD` or `make run` first")


def rejects(home: Home, wanted: Wanted) -> str:
    """The listing as text: counts per rule, then the first 200 cells."""
    condition, values = wanted.condition()
    screen = Screen()
    with duckdb.connect(warehouse_of(home), read_only=True) as con:
        _demand_known(con, wanted)
        rules = con.execute(
            "select rule_zh, rule_en, fate, count(*) filter (where status = 'open'), count(*), "
            "count(distinct (source, table_name, batch, row_no)) "
            f"from quality.reject where {condition} group by all order by 5 desc, 1, 2, 3",
            values,
        ).fetchall()
        cells = con.execute(
            "select source || '.' || table_name, batch, origin, row_no, sent_column, raw_value, value_cny, "
            f"history_cny, rule_zh, status, answered_by from quality.reject where {condition} "
            f"order by status desc, source, table_name, landed_at, batch, row_no, column_name limit {SHOWN}",
            values,
        ).fetchall()
    if not rules:
        return "Nothing is rejected."
    _rules(screen, rules)
    screen.console.print()
    for cell in cells:
        screen.console.print(_line(*cell), soft_wrap=True)
    if (all_cells := sum(rule[4] for rule in rules)) > SHOWN:
        screen.console.print(f"... and {all_cells - SHOWN:,} more; narrow it, or take all with --to rejects.xlsx")
    return screen.text()


def _demand_known(con: duckdb.DuckDBPyConnection, wanted: Wanted) -> None:
    for column, text in (("source", wanted.source), ("batch", wanted.batch)):
        known = [row[0] for row in con.execute(f"select distinct {column} from landing.batch order by 1").fetchall()]
        if text and text not in known:
            allowed = f"; known: {', '.join(known)}" if column == "source" else ""
            raise WrongUse(f"--{column} {text!r}: nothing of it is in the warehouse{allowed}")


def _rules(screen: Screen, rules: list[tuple]) -> None:
    table = Table("rule", "", title="Rejected, by rule", title_justify="left", box=None, pad_edge=False)
    for name in ("open", "cells", "rows"):
        table.add_column(name, justify="right")
    for zh, en, fate, still_open, cells, rows in rules:
        table.add_row(f"{zh} / {en}", fate, f"{still_open:,}", f"{cells:,}", f"{rows:,}")
    screen.console.print(table)


def _line(table, batch, origin, row_no, column, raw, value_cny, history_cny, rule, status, answered_by) -> str:
    where = f"{table} {origin} row {row_no} (batch {batch})"
    what = f"{column} = {'nothing' if raw is None else repr(raw[:80])}" if column else repr((raw or "")[:80])
    both = f" [{value_cny:,} CNY against {history_cny:,} CNY before]" if value_cny is not None else ""
    said = status if answered_by is None else f"{status} by {answered_by}"
    return f"{where}: {what}{both}: {rule}; {said}"
