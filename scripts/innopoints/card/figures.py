"""What an edition itself says of a scheme: how many are scored, how spread, how well known, how steady.

Computed from the edition's own files, so the same edition gives the same figures.
"""

from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from innopoints.home import Home

_SCORES = """
    select stage, count(*) as enterprises, count(score) as scored,
        round(sum(score) / nullif(count(score), 0), 2) as mean_score,
        quantile_disc(score, 0.1) as p10, quantile_disc(score, 0.5) as p50, quantile_disc(score, 0.9) as p90,
        round(sum(coverage_ratio) / count(*), 4) as coverage_ratio,
        quantile_disc(rank_high - rank_low, 0.5) as band_width,
        round(count(*) filter (where score_rank not between rank_low and rank_high) / nullif(count(score), 0), 4)
            as outside_ratio
    from read_parquet($scores) where scheme = $scheme
    group by grouping sets ((), (stage)) order by stage nulls first
"""
_INDICATORS = """
    select indicator, count(*) filter (where state <> 'not_applicable') as applicable,
        round(count(*) filter (where state = 'known') / nullif(count(*) filter (where state <> 'not_applicable'), 0), 4)
            as known_ratio,
        round(sum(points) / nullif(count(points), 0), 2) as mean_points
    from read_parquet($indicators) where scheme = $scheme group by indicator order by indicator
"""
_STABILITY = """
    select metric, item, value, previous_value, n, previous_n, threshold, bound, verdict, previous_as_of_date
    from read_parquet($stability)
    where scheme = $scheme and stage = 'all' and industry = 'all' and metric in
        ('psi', 'csi', 'rank_correlation', 'top_decile_overlap', 'mean', 'count_ratio')
        and (metric <> 'csi' or verdict in ('watch', 'beyond'))
    order by metric, item
"""
_TABLES = "select count(*) from information_schema.tables where table_schema = $schema and table_name = $table"
_BACKTEST = "select * from finance.outcome_backtest where scheme = $scheme and cut = 'all'"


def figures(edition: Path, scheme: str) -> dict[str, Any]:
    """{scores: by stage, the whole zone first; indicators: by name; stability} of one scheme in one edition."""
    files = {name: str(edition / f"pub_{name[:-1]}_v1.parquet") for name in ("scores", "indicators")}
    stability = {"stability": str(edition / "pub_stability_v1.parquet"), "scheme": scheme}
    with duckdb.connect() as con:
        scores = _rows(con, _SCORES, {"scores": files["scores"], "scheme": scheme})
        indicators = _rows(con, _INDICATORS, {"indicators": files["indicators"], "scheme": scheme})
        return {
            "scores": scores,
            "indicators": {each["indicator"]: each for each in indicators},
            "stability": _rows(con, _STABILITY, stability),
        }


def backtest(home: Home, scheme: str, as_of: date) -> dict[str, Any] | None:
    """What the current warehouse says of defaults after this scheme's points; None unless it is of that day and does.

    {status, observed_count, default_count, auc, auc_low, auc_high, ks, first_day, last_day, window_count, ...}
    """
    if not home.current.exists():
        return None
    with duckdb.connect(str(home.current), read_only=True) as con:
        there = con.execute(_TABLES, {"schema": "finance", "table": "outcome_backtest"}).fetchone()[0]
        day = con.execute("select max(as_of_date) from published.pub_score_v1").fetchone()[0]
        rows = _rows(con, _BACKTEST, {"scheme": scheme}) if there and day == as_of else []
    return rows[0] if rows else None


def _rows(con: duckdb.DuckDBPyConnection, query: str, given: dict[str, Any]) -> list[dict[str, Any]]:
    found = con.execute(query, given)
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
