"""Two sides of a comparison, before and after, as tables a zone office can read: who moves, by how much and why.

Reads before_score, after_score, before_cell, after_cell, may_see and scoring.enterprise_stage. What an indicator moves
is its contribution after less its contribution before; over all indicators that is the move of the score, to the last
digit, for everyone who is scored on both sides.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb

from innopoints import durable
from innopoints.passports.scheme import Scheme
from innopoints.trial.output import MANIFEST, demand_ours, write_table
from innopoints.warehouse.code_version import code_version


@dataclass(frozen=True)
class Sides:
    """The proposal, what each side is called, the files that made them, and the places scores are shown with."""

    scheme: Scheme
    before: str
    after: str
    files: dict[str, Path]
    decimals: int


def write_comparison(con: duckdb.DuckDBPyConnection, sides: Sides, out: Path) -> dict:
    """Write `out` whole: tables as CSV and Parquet, move.svg, report.html, manifest.json; returns the manifest.

    WrongUse for an `out` that holds something else. The same two sides give the same bytes.
    """
    from innopoints.trial.move_plot import move_plot
    from innopoints.trial.move_report import move_report

    demand_ours(out)
    for name, sql in _views(sides.decimals).items():
        con.execute(f"create table {name} as {sql}")
    aside = durable.aside_of(out)
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    try:
        rows = {name: write_table(con, aside / name, f"from {name} order by {by}") for name, by in _ORDER.items()}
        plot = move_plot(con, sides)
        (aside / "move.svg").write_text(plot, encoding="utf-8")
        (aside / "report.html").write_text(move_report(con, sides, plot), encoding="utf-8")
        manifest = {
            "before": sides.before,
            "after": sides.after,
            "made_of": {name: durable.sha256_of(path) for name, path in sides.files.items()},
            "code_version": code_version(),
            "rows": rows,
            "files": {path.name: {"sha256": durable.sha256_of(path)} for path in sorted(aside.iterdir())},
        }
        durable.write_json(aside / MANIFEST, manifest)
        shutil.rmtree(out, ignore_errors=True)
        aside.rename(out)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return manifest


_ORDER = {
    "enterprises": "uscc",
    "causes": "uscc, place",
    "indicators": "abs(mean_delta) desc nulls last, indicator",
    "groups": "kind, name",
    "tiers": "stage, tier_before nulls last, tier nulls last",
    "banks": "bank",
}
"""Each table of a comparison, and how it is ordered."""


def _views(decimals: int) -> dict[str, str]:
    """The tables, each after those it reads."""
    points = f"decimal(18, {decimals})"
    return {
        "both_scored": """
            select uscc from before_score inner join after_score using (uscc)
            where before_score.status = 'scored' and after_score.status = 'scored'""",
        "title": "select indicator, title_zh from registry.scheme_indicator",
        "causes": """
            with moved as (
                select uscc, indicator, before.value as value_before, after.value, before.state as state_before,
                    after.state, before.points as points_before, after.points,
                    before.contribution as contribution_before, after.contribution,
                    coalesce(after.contribution, 0) - coalesce(before.contribution, 0) as delta
                from (from before_cell semi join both_scored using (uscc)) as before
                full join (from after_cell semi join both_scored using (uscc)) as after using (uscc, indicator))
            select moved.uscc, indicator, coalesce(title.title_zh, indicator) as title_zh,
                cast(row_number() over (partition by uscc order by abs(delta) desc, indicator) as integer) as place,
                moved.* exclude (uscc, indicator)
            from moved left join title using (indicator) where delta <> 0""",
        "enterprises": f"""
            with why as (
                select uscc, string_agg(title_zh || case when delta > 0 then ' +' else ' -' end
                    || cast(cast(abs(delta) as {points}) as varchar), '；' order by place) as why_zh
                from causes where place <= 3 and round(delta, {decimals}) <> 0 group by uscc)
            select uscc, before.stage as stage_before, after.stage, placed.industry,
                before.status as status_before, after.status,
                cast(before.score as {points}) as score_before, cast(after.score as {points}) as score,
                cast(after.score - before.score as {points}) as score_delta,
                before.score_rank as rank_before, after.score_rank as rank,
                before.score_rank - after.score_rank as places_gained,
                before.tier as tier_before, after.tier, before.grade as grade_before, after.grade,
                before.outcome as outcome_before, after.outcome, why.why_zh
            from before_score as before full join after_score as after using (uscc)
            left join scoring.enterprise_stage as placed using (uscc) left join why using (uscc)""",
        "indicators": """
            select indicator, coalesce(any_value(title.title_zh), indicator) as title_zh,
                bool_or(side = 'before') as is_before, bool_or(side = 'after') as is_after,
                count(distinct uscc) filter (where round(delta, 6) <> 0) as enterprises_moved,
                cast(round(sum(delta) / nullif((select count(*) from both_scored), 0), 6) as decimal(18, 6))
                    as mean_delta,
                max(delta) filter (where round(delta, 6) <> 0) as largest_rise,
                min(delta) filter (where round(delta, 6) <> 0) as largest_fall
            from (
                select indicator, uscc, delta, null as side from causes
                union all select distinct indicator, null, null, 'before' from before_cell
                union all select distinct indicator, null, null, 'after' from after_cell)
            left join title using (indicator) group by indicator""",
        "groups": f"""
            with each as (
                select 'all' as kind, 'all' as name, * from enterprises
                union all select 'stage', coalesce(stage, stage_before), * from enterprises
                union all select 'industry', coalesce(industry, 'unknown'), * from enterprises)
            select kind, name, count(*) as enterprises, count(score_before) as scored_before, count(score) as scored,
                count(*) filter (where score_delta > 0) as up, count(*) filter (where score_delta < 0) as down,
                count(*) filter (where score_delta = 0) as same,
                cast(round(sum(score_before) / nullif(count(score_before), 0), {decimals}) as {points}) as mean_before,
                cast(round(sum(score) / nullif(count(score), 0), {decimals}) as {points}) as mean,
                cast(round(sum(score_delta) / nullif(count(score_delta), 0), {decimals}) as {points}) as mean_delta,
                max(score_delta) as largest_rise, min(score_delta) as largest_fall,
                max(abs(places_gained)) as most_places
            from each group by kind, name""",
        "tiers": """
            select coalesce(stage, stage_before) as stage, tier_before, tier, count(*) as enterprises
            from enterprises where tier_before is distinct from tier group by all""",
        "banks": """
            select bank, title, count(*) as authorised,
                count(*) filter (where status_before = 'scored') as scored_before,
                count(*) filter (where status = 'scored') as scored,
                count(*) filter (where status = 'scored' and status_before is distinct from 'scored') as gained,
                count(*) filter (where status_before = 'scored' and status is distinct from 'scored') as lost,
                count(*) filter (where outcome = 'passes' and outcome_before is distinct from 'passes')
                    as passes_gained,
                count(*) filter (where outcome_before = 'passes' and outcome is distinct from 'passes')
                    as passes_lost,
                count(*) filter (where score_delta > 0) as up, count(*) filter (where score_delta < 0) as down
            from may_see inner join enterprises using (uscc) group by bank, title""",
    }
