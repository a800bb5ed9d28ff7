"""A trial on one page: what was scored, how sure, who stands where, and what was done about gaps."""

from pathlib import Path

import duckdb

from innopoints.passports.scheme import Scheme

TEMPLATE = Path(__file__).with_name("summary.html.j2")
_SHOWN = 25


def summary_html(con: duckdb.DuckDBPyConnection, scheme: Scheme, manifest: dict) -> str:
    """The page, readable without internet; `con` holds what `score_periods` gathered."""
    from jinja2 import Environment, StrictUndefined

    template = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return template.from_string(TEMPLATE.read_text(encoding="utf-8")).render(
        scheme=scheme,
        manifest=manifest,
        shown=_SHOWN,
        periods=rows_of(con, _periods(scheme.decimals)),
        first=rows_of(con, _first(scheme.decimals)),
        gaps=rows_of(con, _GAPS),
        depends_on_peers=rows_of(con, _AGAINST_PEERS),
    )


def _periods(decimals: int) -> str:
    return f"""
        select period, count(*) as units, count(score) as scored,
            cast(min(score) as decimal(18, {decimals})) as least,
            cast(quantile_disc(score, 0.5) as decimal(18, {decimals})) as middle,
            cast(max(score) as decimal(18, {decimals})) as most
        from scored inner join period using (place) group by place, period order by place"""


def _first(decimals: int) -> str:
    return f"""
        select score_rank, uscc as unit, stage, cast(score as decimal(18, {decimals})) as score, score_full,
            coverage_ratio
        from scored where place = (select max(place) from period) and score_rank is not null
        order by score_rank, unit limit {_SHOWN}"""


_GAPS = """
    select indicator, title_zh, title_en, count(*) as cells,
        count(*) filter (where pointed.state = 'known') as known,
        count(*) filter (where pointed.policy = 'peer_median') as by_median,
        count(*) filter (where pointed.policy = 'carry_forward') as carried,
        count(*) filter (where pointed.policy = 'zero') as zero,
        count(*) filter (where pointed.policy = 'drop_and_renormalise') as dropped
    from pointed inner join registry.scheme_indicator as said using (node, indicator)
    group by said.position, indicator, title_zh, title_en order by said.position"""

_AGAINST_PEERS = """
    select indicator, method, peers from registry.scheme_indicator
    where method in ('percentile', 'minmax', 'zscore', 'rank') or winsorise_low is not null order by position"""


def rows_of(con: duckdb.DuckDBPyConnection, sql: str) -> list[dict]:
    """What a select says, a dict a row."""
    ran = con.execute(sql)
    names = [column[0] for column in ran.description]
    return [dict(zip(names, row, strict=True)) for row in ran.fetchall()]
