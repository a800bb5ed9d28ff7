"""The talent demand base (人才需求库): the gap by industry chain and level for anybody, matches for the zone office."""

from pathlib import Path

from rich.table import Table

from innopoints.home import Home
from innopoints.report.list_file import demand_list_name, write_list
from innopoints.report.screen import Screen
from innopoints.report.warehouse_table import warehouse_with

GAP = {
    "industry_chain": ("产业链", 20),
    "talent_level": ("人才层次", 12),
    "posting_count": ("在招岗位", 10),
    "enterprise_count": ("在招企业", 10),
    "wanted_count": ("在招人数", 10),
    "available_count": ("可供人数", 10),
    "gap_count": ("缺口", 10),
    "median_waiting_days": ("等待天数中位数", 16),
}
MATCHES = {
    "posting_no": ("需求编号", 16),
    "uscc": ("统一社会信用代码", 22),
    "industry_chain": ("产业链", 20),
    "talent_level": ("要求层次", 12),
    "skill_class": ("专业类别", 24),
    "place": ("次序", 8),
    "person_code": ("人才代号", 16),
    "person_level": ("人才层次", 12),
    "level_distance": ("相差级数", 10),
    "is_same_chain": ("同一产业链", 12),
    "is_same_skill": ("同一专业", 12),
    "available_from": ("可到岗日期", 14),
}
_ADDED = ("posting_count", "wanted_count", "available_count")
_BY_GAP = "from talent_demand.talent_demand_gap order by gap_count desc, industry_chain, level_place"


def talent_demand(home: Home) -> str:
    """Every chain and level, the widest gap first, and what they come to."""
    screen = Screen()
    table = Table(
        "chain", "level", title="Talents wanted and to be had", title_justify="left", box=None, pad_edge=False
    )
    for name in ("postings", "enterprises", "wanted", "available", "gap", "median days open"):
        table.add_column(name, justify="right")
    with warehouse_with(home, "talent_demand", "talent_demand_gap", "talent demand") as con:
        rows = con.execute(f"select {', '.join(GAP)} {_BY_GAP}").fetchall()
        (asking,) = con.execute("select count(distinct uscc) from measures.open_posting").fetchone()
    for chain, level, *counts, days in rows:
        table.add_row(chain, level, *map(_shown, counts), "" if days is None else f"{days:f}")
    postings, wanted, available, gap = (_total(rows, name) for name in (*_ADDED, "gap_count"))
    asked = None if postings is None else asking
    table.add_row("", "all", *map(_shown, (postings, asked, wanted, available, gap)), "")
    screen.console.print(table)
    screen.console.print(
        "\nA gap below zero is a surplus. Who may fill which post: --matches --out FILE (zone office only)"
    )
    return screen.text()


def write_gap(home: Home, to: Path) -> dict:
    """Write every chain and level to `to` (.xlsx or .csv), complete or not at all; returns counts."""
    demand_list_name(to)
    with warehouse_with(home, "talent_demand", "talent_demand_gap", "talent demand") as con:
        rows = con.execute(f"select {', '.join(GAP)} {_BY_GAP}").fetchall()
    write_list("人才缺口", dict(GAP.values()), rows, to)
    postings, wanted, available = (_total(rows, name) for name in _ADDED)
    return {"rows": len(rows), "postings": postings, "wanted": wanted, "available": available, "list": str(to)}


def write_matches(home: Home, to: Path) -> dict:
    """Write each open posting's persons, best first, to `to` (.xlsx or .csv); persons by code: for the zone office."""
    demand_list_name(to)
    with warehouse_with(home, "talent_demand", "talent_match", "talent matches") as con:
        rows = con.execute(
            f"select {', '.join(MATCHES)} from talent_demand.talent_match order by posting_no, place"
        ).fetchall()
    yes = {True: "是", False: "否"}
    told = [tuple(yes[each] if isinstance(each, bool) else each for each in row) for row in rows]
    write_list("人岗匹配（仅园区办）", dict(MATCHES.values()), told, to)
    return {"postings": len({row[0] for row in rows}), "rows": len(rows), "list": str(to)}


def _total(rows: list[tuple], column: str) -> int | None:
    """The sum of a column of the gaps; None where the office never sent what it counts."""
    numbers = [row[list(GAP).index(column)] for row in rows]
    return None if None in numbers else sum(numbers)


def _shown(number: int | None) -> str:
    return "unknown" if number is None else f"{number:,}"
