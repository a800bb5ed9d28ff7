"""Everybody's place on a ladder as a file: one row per enterprise, with what is lacking for the next rung in words."""

from pathlib import Path

from innopoints.errors import WrongUse
from innopoints.home import Home
from innopoints.report.ladder import ladders_in_force, warehouse
from innopoints.report.ladder_place import NO_END
from innopoints.report.list_file import demand_list_name, write_list

COLUMNS = {
    "uscc": ("统一社会信用代码", 22),
    "enterprise_name": ("企业名称", 36),
    "standing": ("是否在梯队", 14),
    "level": ("现级", 8),
    "title": ("现级名称", 24),
    "until": ("证书到期", 12),
    "ever_level": ("曾到最高级", 12),
    "ever_title": ("曾到最高级名称", 24),
    "ever_since": ("曾到时间", 12),
    "next_title": ("下一级", 24),
    "outcome": ("结论", 14),
    "missed": ("至少还差条数", 14),
    "lacking": ("还差什么", 80),
    "reachable": ("条件已满足的最高一级", 24),
    "beside": ("另在", 24),
}
_ROWS = f"""
with beside as (
    select uscc, string_agg(title_zh, '、' order by ladder) as beside
    from eligibility.ladder_status where ladder <> $1 and title_zh is not null group by uscc
)

select uscc, enterprise_name,
    case standing when 'held' then '在' when 'none' then '不在' else '资质数据未到' end as standing,
    stands.level, stands.title_zh as title,
    case when held_until = date '{NO_END}' then '长期' else held_until::text end as until,
    ever_level, once.title_zh as ever_title, ever_since, next_title_zh as next_title, next_outcome as outcome,
    next_missed_count as missed, next_lacking_zh as lacking, reachable.title_zh as reachable, beside
from eligibility.ladder_status as stands
inner join (select uscc, enterprise_name from eligibility.enterprise_profile) using (uscc)
left join beside using (uscc)
left join rung as once on stands.ladder = once.ladder and ever_rung = once.rung
left join rung as reachable on stands.ladder = reachable.ladder and reachable_rung = reachable.rung
where stands.ladder = $1
order by stands.level desc nulls last, next_missed_count nulls last, uscc
"""


def write_ladder(home: Home, ladder: str, to: Path) -> dict:
    """Write `to` (.xlsx or .csv), complete or not at all; returns counts.

    Highest rung first, then who lacks least. `beside` is where it stands on other ladders. Raises WrongUse for a ladder
    that is not in force.
    """
    demand_list_name(to)
    with warehouse(home) as con:
        if ladder not in (names := ladders_in_force(con)):
            raise WrongUse(f"--out takes one ladder, not {ladder!r}; in force: {', '.join(names) or 'none'}")
        rows = con.execute(f"select {', '.join(COLUMNS)} from ({_ROWS})", [ladder]).fetchall()
    write_list("梯队培育", dict(COLUMNS.values()), rows, to)
    return {"ladder": ladder, "enterprises": len(rows), "list": str(to)}
