"""The few figures of a run that are compared from night to night: how many are scored, how high, on how much data, and
how far that is from the edition before; and which offices said what they sent."""

from pathlib import Path
from typing import Any

import duckdb

from innopoints.expect.json_values import plain
from innopoints.gate.export import quoted

# Sums of decimals are exact; the one division of each figure is rounded, so that a figure is the same everywhere.
_SCORES = """
with stable as (
    select scheme, metric, value, previous_value, previous_n
    from {stability}
    where stage = 'all' and industry = 'all' and item = 'score'
)

select
    scheme, count(*) as enterprises, count_if(status = 'scored') as scored,
    sum(score) filter (where status = 'scored') as total,
    cast(round(cast(total as double) / nullif(scored, 0), 2) as decimal(6, 2)) as mean,
    cast(round(cast(sum(coverage_ratio) as double) / count(*), 4) as decimal(5, 4)) as coverage,
    (select any_value(value) from stable where stable.scheme = score.scheme and metric = 'psi') as psi,
    (select any_value(value) from stable where stable.scheme = score.scheme and metric = 'rank_correlation')
        as rank_correlation,
    (select any_value(value) from stable where stable.scheme = score.scheme and metric = 'top_decile_overlap')
        as top_decile_overlap,
    (select any_value(previous_n) from stable where stable.scheme = score.scheme and metric = 'mean') as scored_before,
    (select cast(round(any_value(previous_value), 2) as decimal(6, 2)) from stable
        where stable.scheme = score.scheme and metric = 'mean') as mean_before
from {score} as score
group by scheme
order by scheme
"""

_TOTALS = """
select
    source, count(distinct table_name || '/' || batch) as batches,
    count(distinct table_name || '/' || batch) filter (where said is not null) as with_stated_total,
    count(*) filter (where item <> 'rows') as amounts, count(said) filter (where item <> 'rows') as stated_amounts
from candidate.quality.control_account
group by source
order by source
"""


_STABILITY = """
select
    metric,
    count(*) filter (where verdict = 'beyond') as beyond, count(*) filter (where verdict = 'watch') as watch,
    count(*) filter (where verdict = 'within') as within, count(*) filter (where verdict = 'told') as told,
    count(*) filter (where verdict = 'withheld') as withheld
from {stability}
group by metric
order by metric
"""


def control_totals(warehouse: Path) -> list[dict[str, Any]]:
    """One row per source: its batches, of how many the office stated a total, its amounts, and those stated.

    What states no total is compared with what was counted when it landed; nothing when there is no such account.
    """
    with duckdb.connect(":memory:") as con:
        con.execute(f"attach {quoted(warehouse)} as candidate (read_only)")
        try:
            found = con.execute(_TOTALS)
        except duckdb.Error:
            return []
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def stability(folder: Path) -> list[dict[str, Any]]:
    """One row per metric of the stability file: how many figures have which verdict; nothing when it cannot be read."""
    return _asked(_STABILITY, folder)


def scores(folder: Path) -> list[dict[str, Any]]:
    """One row per scheme of the score file, as JSON values; nothing when the files cannot be read that way."""
    return [{name: value for name, value in row.items() if name != "total"} for row in _asked(_SCORES, folder)]


def _asked(sql: str, folder: Path) -> list[dict[str, Any]]:
    files = {name: f"read_parquet({quoted(folder / f'pub_{name}_v1.parquet')})" for name in ("score", "stability")}
    with duckdb.connect(":memory:") as con:
        try:
            found = con.execute(sql.format(**files))
        except duckdb.Error:
            return []
        names = [column[0] for column in found.description]
        return [{name: plain(value) for name, value in zip(names, row, strict=True)} for row in found.fetchall()]
