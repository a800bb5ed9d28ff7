"""What a new edition of a scheme alone does: the values published before, scored by the edition now in force.

    another edition? ──▶ history.scoring_model (compiled SQL) ──▶ scoring.rescored_indicator, in the same build

The same models as a night runs, in a database of their own. A measure the edition before did not publish has the value
of today: what it gives is the new scheme's doing.
"""

from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from innopoints.home import Home
from innopoints.publication.editions import read_manifest
from innopoints.trial.models import DATABASE, SCORED, scoring_models
from innopoints.trial.scheme import IN_FORCE
from innopoints.warehouse.objections import no_objections

SHAPE = pa.schema(
    [(name, pa.string()) for name in ("uscc", "scheme", "stage", "indicator")]
    + [("value", pa.decimal128(28, 10)), ("state", pa.string()), ("policy", pa.string())]
    + [("points", pa.decimal128(18, 6)), ("contribution", pa.decimal128(28, 10))]
)


def lay_scoring_models(con: duckdb.DuckDBPyConnection, home: Home, previous: dict | None, as_of: date) -> None:
    """Create history.scoring_model, in the order they run; no rows unless a published scheme has a new edition."""
    con.execute("create table history.scoring_model (place integer, schema_name varchar, sql varchar)")
    before = read_manifest(Path(previous["path"]))["schemes"] if previous else []
    in_force = con.execute(
        "select scheme, edition from registry.scheme where is_published and effective_from <= $1 "
        "and (effective_to is null or effective_to >= $1)",
        [as_of],
    ).fetchall()
    if any(each["scheme"] == scheme and each["edition"] != edition for each in before for scheme, edition in in_force):
        models = scoring_models(home.root / "compiled", IN_FORCE, lambda _: None, SCORED)
        for place, model in enumerate(models):
            sql = f'create {model.kind} "{model.schema}"."{model.name}" as {model.sql}'
            con.execute("insert into history.scoring_model values (?, ?, ?)", [place, model.schema, sql])


def rescored(session: duckdb.DuckDBPyConnection) -> pa.Table:
    """The rows of scoring.rescored_indicator; `session` is the build's own connection."""
    models = session.execute("select schema_name, sql from history.scoring_model order by place").fetchall()
    if not models:
        return SHAPE.empty_table()
    with duckdb.connect() as con:
        con.execute(f"attach ':memory:' as {DATABASE}")
        con.execute(f"use {DATABASE}")
        for schema in {"registry", "measures", "history", *(schema for schema, _ in models)}:
            con.execute(f"create schema {schema}")
        no_objections(con)
        for table, query in _inputs(session).items():
            con.register("given", session.sql(query).to_arrow_table())
            con.execute(f"create table {table} as from given")
            con.unregister("given")
        for _, sql in models:
            con.execute(sql)
        return (
            con.sql(
                """select uscc, scheme, stage, indicator, cast(value as decimal(28, 10)) as value, state, policy,
                   cast(points as decimal(18, 6)) as points, cast(contribution as decimal(28, 10)) as contribution
               from scoring.indicator_points order by uscc, scheme, indicator"""
            )
            .to_arrow_table()
            .cast(SHAPE)
        )


def _inputs(session: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Each table the models read, and the query over the build that fills it."""
    names = session.execute(
        "select table_name from information_schema.tables where table_schema = 'registry' and table_name like 'scheme%'"
    ).fetchall()
    changed = """(select force.scheme, force.edition from scoring.scheme_in_force as force
                  inner join history.previous_score as score on force.scheme = score.scheme
                  where force.edition <> score.scheme_edition)"""
    day = f"date '{IN_FORCE}'"
    return {
        **{f"registry.{name}": f"from registry.{name}" for (name,) in sorted(names)},
        "registry.measure": "from registry.measure",
        "registry.scheme": f"""select * replace ({day} as effective_from, cast(null as date) as effective_to)
                               from registry.scheme where (scheme, edition) in {changed}""",
        "measures.enterprise": """from measures.enterprise
                                  where uscc in (select uscc from history.previous_score)""",
        "measures.measure": """
            with before as (
                select cell.uscc, indicator.measure, max(cell.value) as value, max(cell.state) as state
                from history.previous_indicator as cell
                inner join history.previous_score as score on cell.uscc = score.uscc and cell.scheme = score.scheme
                inner join registry.scheme_indicator as indicator
                    on cell.scheme = indicator.scheme and score.scheme_edition = indicator.edition
                    and cell.indicator = indicator.indicator
                group by cell.uscc, indicator.measure
            )
            select today.uscc, today.measure,
                case when before.uscc is null then today.value else before.value end as value,
                coalesce(before.state, today.state) as state
            from measures.measure as today
            left join before on today.uscc = before.uscc and today.measure = before.measure
            where today.uscc in (select uscc from history.previous_score)""",
        # One edition further back than today: what the edition before could carry forward.
        "history.past_indicator": """
            select * replace (cast(editions_ago - 1 as integer) as editions_ago)
            from history.past_indicator where editions_ago > 1""",
    }
