"""Everything a page says, as plain values, read from the newest finished warehouse.

Nothing is worked out anew: points, contributions, reasons and causes are those of the scoring models.
"""

from pathlib import Path

import duckdb

from innopoints.errors import WrongUse
from innopoints.explain.next_step import next_step
from innopoints.explain.source_rows import source_rows
from innopoints.home import Home
from innopoints.report.rejects import warehouse_of

_BROADEST = """
    select force.scheme from scoring.scheme_in_force as force
    inner join registry.scheme as scheme on force.scheme = scheme.scheme and force.edition = scheme.edition
    inner join registry.scheme_indicator as indicator
        on force.scheme = indicator.scheme and force.edition = indicator.edition
    group by force.scheme order by bool_or(scheme.is_published) desc, count(*) desc, force.scheme limit 1"""
"""The scheme a page is about when nobody says: the published one with most indicators."""


def facts_of(home: Home, uscc: str, scheme: str = "") -> dict:
    """{enterprise, scheme, score, groups, indicators, reasons, change, outcomes, sources, gaps} of one enterprise.

    `scheme` defaults to the published one with most indicators. Raises WrongUse for an enterprise or scheme the
    warehouse does not know, with the nearest it does.
    """
    with duckdb.connect(str(warehouse_of(home)), read_only=True) as con:
        enterprise = _enterprise(con, uscc.strip().upper())
        scored = _scheme(con, enterprise["uscc"], scheme or con.execute(_BROADEST).fetchone()[0])
        key = [enterprise["uscc"], scored["scheme"]]
        indicators = _indicators(con, key)
        named = {table for each in indicators for table in each["sources"]}
        sources = source_rows(con, enterprise["uscc"], named)
        for each in indicators:
            each["rows"] = sum(len(sources[table]) for table in each["sources"])
        return {
            "enterprise": enterprise,
            "scheme": scored,
            "groups": _rows(con, _GROUPS, key),
            "indicators": indicators,
            "reasons": _rows(con, _REASONS, key),
            "change": _change(con, key),
            "outcomes": _rows(con, _OUTCOMES, key),
            "sources": sources,
            "gaps": [each for each in indicators if each["state"] not in ("known", "not_applicable", "judged")],
        }


_GROUPS = """
    with recursive below as (
        select node as above, node from registry.scheme_node
        union all
        select below.above, child.node from below inner join registry.scheme_node as child on child.parent = below.node
    ),
    given as (
        select below.above as node, sum(points.contribution) as contribution
        from scoring.indicator_points as points inner join below on points.node = below.node
        where points.uscc = $1 and points.scheme = $2 group by all
    )
    select registered.group_id, registered.title_zh, registered.title_en, registered.depth, registered.role,
        grouped.points_low, grouped.points_high, registered.max_points, given.contribution
    from scoring.group_points as grouped
    inner join registry.scheme_group as registered on grouped.node = registered.node
    left join given on grouped.node = given.node
    where grouped.uscc = $1 and grouped.scheme = $2
    order by registered.position"""
_REASONS = """
    select direction, position, reason_zh, reason_en from scoring.score_reason
    where uscc = $1 and scheme = $2 order by direction, position"""
_OUTCOMES = """
    select rule, outcome, decided_words_zh, decided_words_en, check_by_hand_zh, check_by_hand_en
    from scoring.outcome where uscc = $1 and scheme = $2 and outcome is not null order by rule_position"""
_SCORE = """
    select scored.*, scheme.title_zh, scheme.title_en, scheme.total, scheme.reference, stage.stage_zh, stage.stage_en,
        coverage.score_low, coverage.score_high, band.rank_low, band.rank_high
    from scoring.score as scored
    inner join registry.scheme as scheme on scored.scheme = scheme.scheme and scored.edition = scheme.edition
    inner join scoring.enterprise_stage as stage on scored.uscc = stage.uscc and scored.scheme = stage.scheme
    inner join scoring.coverage as coverage on stage.sheet = coverage.sheet
    left join robustness.rank_band as band on scored.uscc = band.uscc and scored.scheme = band.scheme
    where scored.uscc = $1 and scored.scheme = $2"""
_INDICATORS = """
    select points.indicator, registered.title_zh, registered.title_en, points.group_id, points.measure, points.value,
        points.state, points.policy, points.imputed_value, points.points, registered.max_points, points.contribution,
        points.is_taken, registered.method, registered.direction, registered.low, registered.high,
        registered.points_per_item, registered.node, node.role, dictionary.unit, dictionary.sources
    from scoring.indicator_points as points
    inner join registry.scheme_indicator as registered on points.node = registered.node
    inner join registry.scheme_node as node on points.node = node.node
    left join registry.measure as dictionary on points.measure = dictionary.measure
    where points.uscc = $1 and points.scheme = $2
    order by registered.position"""


def _rows(con: duckdb.DuckDBPyConnection, query: str, values: list) -> list[dict]:
    found = con.execute(query, values)
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _enterprise(con: duckdb.DuckDBPyConnection, uscc: str) -> dict:
    found = _rows(con, "select uscc, industry_code from measures.enterprise where uscc = $1", [uscc])
    if found:
        name = con.execute(
            "select enterprise_name from staging.stg_registration__enterprise where uscc = $1", [uscc]
        ).fetchone()
        return found[0] | {"name": name and name[0]}
    near = con.execute(
        "select uscc from measures.enterprise order by levenshtein(uscc, $1), uscc limit 3", [uscc]
    ).fetchall()
    raise WrongUse(
        f"no enterprise {uscc} among those scored; nearest codes: {', '.join(code for (code,) in near) or 'none'}"
    )


def _scheme(con: duckdb.DuckDBPyConnection, uscc: str, scheme: str) -> dict:
    if found := _rows(con, _SCORE, [uscc, scheme]):
        return found[0]
    known = con.execute("select distinct scheme from scoring.score order by all").fetchall()
    raise WrongUse(f"no scheme {scheme!r} in this warehouse; allowed: {', '.join(name for (name,) in known)}")


def _indicators(con: duckdb.DuckDBPyConnection, key: list) -> list[dict]:
    bands = _rows(
        con,
        "select node, at_least, below, points from registry.scheme_band where scheme = $1 order by node, position",
        key[1:],
    )
    rows = _rows(con, _INDICATORS, key)
    for each in rows:
        mine = [band for band in bands if band["node"] == each["node"]]
        each["next"] = next_step(each, mine)
        each["sources"] = [table for table in (each["sources"] or "").split(",") if table]
    return rows


def _change(con: duckdb.DuckDBPyConnection, key: list) -> dict | None:
    found = _rows(con, "from scoring.score_change where uscc = $1 and scheme = $2", key)
    if not found or found[0]["previous_as_of_date"] is None:
        return None
    moved = _rows(
        con,
        """select title_zh, title_en, previous_contribution, contribution, contribution_delta, cause, origin
           from scoring.indicator_change where uscc = $1 and scheme = $2 order by place limit 10""",
        key,
    )
    return found[0] | {"moved": moved}


def written(path: Path, text: str) -> Path:
    """Write the page; its folder is made when there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
