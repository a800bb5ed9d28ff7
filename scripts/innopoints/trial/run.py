"""Run the scoring models over a table, each period as a population of its own, and gather what they say.

Periods go in order: a value carried forward comes from the periods before.
"""

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb

from innopoints.home import Home
from innopoints.trial.models import COMPARED, DATABASE, SCORED, Model, scoring_models
from innopoints.trial.output import Trial, write_trial
from innopoints.trial.progress import Progress
from innopoints.trial.scheme import IN_FORCE, lay_scheme, measures_of, read_trial_scheme, with_stages
from innopoints.trial.table import lay_out, literal
from innopoints.trial.values import Values, read_values
from innopoints.warehouse.objections import no_objections

_OUTCOME = "select uscc, outcome, decided_words_zh as outcome_words_zh from scoring.outcome where rule_position = 1"
_TABLES = {"grouped": "scoring.group_points", "pointed": "scoring.indicator_points"}


def trial(home: Home, scheme_path: Path, values_path: Path, out: Path, progress: Progress) -> dict:
    """Score the units of `values_path` by `scheme_path` and write folder `out`; returns what its manifest says.

    Raises Refused when the scheme or the table cannot be used, WrongUse for an `out` that holds something else.
    """
    scheme = read_trial_scheme(scheme_path)
    with scratch(out) as con:
        names = lay_out(con, values_path, progress)
        progress("check the values")
        measures = measures_of(scheme)
        con.execute("create table wanted (measure varchar)")
        con.executemany("insert into wanted values (?)", [[measure] for measure in measures])
        values = read_values(con, values_path, names, measures)
        scheme = with_stages(scheme, scheme_path, values_path, values.stages)
        lay_scheme(con, scheme, scheme_path)
        answers = COMPARED if scheme.rules else SCORED
        score_periods(con, values, scoring_models(home.root / "compiled", IN_FORCE, progress, answers), progress)
        progress("write the tables")
        return write_trial(con, Trial(scheme, scheme_path, values, values_path), out)


@contextlib.contextmanager
def scratch(out: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database beside the output, gone afterwards; large tables spill there and not into memory."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix=".trial-", dir=out.parent) as folder,
        duckdb.connect(Path(folder) / f"{DATABASE}.duckdb") as con,
    ):
        con.execute("set preserve_insertion_order = false")
        con.execute("set enable_progress_bar = false")
        yield con


def score_periods(con: duckdb.DuckDBPyConnection, values: Values, models: list[Model], progress: Progress) -> None:
    """Fill `scored`, `grouped` and `pointed` from tables `unit` and `cell`."""
    for schema in {"measures", "history", *(model.schema for model in models)}:
        con.execute(f"create schema if not exists {schema}")
    # A scheme without rules has no outcomes; then nothing asks for that model.
    con.execute(
        "create table scoring.outcome (uscc varchar, outcome varchar, decided_words_zh varchar, rule_position int)"
    )
    con.execute("create table period (period varchar, place integer)")
    con.executemany("insert into period values (?, ?)", [(each, place) for place, each in enumerate(values.periods)])
    for place, period in enumerate(values.periods):
        about = f" of {period}" if period else ""
        progress(f"lay out the units{about}")
        _population(con, period, place)
        for model in models:
            progress(f"score{about}: {model.name}")
            model.run(con)
        _gather(con, place, period)


def _population(con: duckdb.DuckDBPyConnection, period: str, place: int) -> None:
    con.execute(
        """create or replace table measures.enterprise as
           select unit as uscc, peer_group as industry_code, peer_group, stage as given_stage
           from unit where period = ?""",
        [period],
    )
    con.execute(
        """create or replace table measures.measure as
           with told as (
               select cell.unit_no, unit.unit as uscc, cell.measure, cell.value, cell.state
               from cell inner join unit using (unit_no) where unit.period = ?)
           select uscc, measure, value, state from told
           union all
           select unit.unit, wanted.measure, null, 'missing' from unit cross join wanted
           where unit.period = ?
               and not exists (from told where told.unit_no = unit.unit_no and told.measure = wanted.measure)""",
        [period, period],
    )
    no_objections(con)
    con.execute(
        """create or replace table history.past_indicator as
           select unit.unit as uscc, indicator.scheme, indicator.indicator, cell.value,
               cast(? - period.place as integer) as editions_ago
           from cell
           inner join unit using (unit_no)
           inner join period on unit.period = period.period and period.place < ?
           inner join registry.scheme_indicator as indicator
               on cell.measure = indicator.measure and ? - period.place <= indicator.carry_editions
           where cell.state = 'known'""",
        [place, place, place],
    )


def _gather(con: duckdb.DuckDBPyConnection, place: int, period: str) -> None:
    verb = "create table {} as" if place == 0 else "insert into {}"
    unit = f"(select unit as uscc, peer_group from unit where period = {literal(period)})"
    scored = f"scoring.score inner join {unit} using (uscc) left join ({_OUTCOME}) using (uscc)"
    for name, of in (("scored", scored), *_TABLES.items()):
        con.execute(f"{verb.format(name)} select cast({place} as integer) as place, * from {of}")
