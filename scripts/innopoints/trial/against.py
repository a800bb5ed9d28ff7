"""What a proposed scheme would do to the zone: the current warehouse's own enterprises and measures, scored anew.

warehouse/innopoints.duckdb ── scores now ──────────────▶ before ─┐
          └─ enterprises, measures ── proposed scheme ──▶ after ──┴─▶ who moves, by how much, why
"""

from datetime import date
from pathlib import Path

import duckdb

from innopoints.errors import Refused
from innopoints.home import Home
from innopoints.passports.bank import read_banks
from innopoints.passports.scheme import Scheme
from innopoints.trial.comparison import Sides, write_comparison
from innopoints.trial.models import COMPARED, scoring_models
from innopoints.trial.progress import Progress
from innopoints.trial.run import scratch
from innopoints.trial.scheme import IN_FORCE, lay_scheme, read_trial_scheme
from innopoints.trial.table import literal
from innopoints.warehouse.objections import no_objections

SCORE = "uscc, stage, status, score, score_full, score_rank, tier, grade"
CELL = "uscc, indicator, value, state, points, contribution"


def against_current(home: Home, scheme_path: Path, out: Path, progress: Progress) -> dict:
    """Compare the scheme of a file with the one of the same name in the current warehouse; returns the manifest.

    Raises Refused when there is no warehouse, when it was not scored by a scheme of that name, or when the proposal
    does not hold together or has measures the warehouse does not know.
    """
    scheme = read_trial_scheme(scheme_path)
    if not home.current.exists():
        raise Refused(f"{home.current}: there is no current warehouse to compare with; run `make run` or a night first")
    with scratch(out) as con:
        con.execute(f"attach {literal(home.current)} as zone (read_only)")
        as_of, edition = _before(con, scheme, scheme_path)
        _inputs(con)
        score_side(con, home, scheme, scheme_path, "after", progress)
        _rights(con)
        progress("write the comparison")
        sides = Sides(
            scheme=scheme,
            before=f"{scheme.scheme} {edition}，{as_of}",
            after=f"{scheme.scheme} {scheme.edition}，{scheme_path.name}",
            files={scheme_path.name: scheme_path},
            decimals=max(scheme.decimals, 2),
        )
        return write_comparison(con, sides, out)


def _before(con: duckdb.DuckDBPyConnection, scheme: Scheme, path: Path) -> tuple[date, str]:
    known = con.execute("select distinct scheme, edition from zone.scoring.score order by all").fetchall()
    editions = dict(known)
    if scheme.scheme not in editions:
        raise Refused(
            f"{path}: scheme: {scheme.scheme!r} is not in the current warehouse; `scheme:` names the one it would "
            f"replace; allowed: {', '.join(editions)}"
        )
    mine = f"scheme = {literal(scheme.scheme)}"
    con.execute(
        f"""create table before_score as
            select {SCORE}, outcome.outcome from (from zone.scoring.score where {mine}) as score
            left join (from zone.scoring.outcome where {mine} and rule_position = 1) as outcome using (uscc)"""
    )
    con.execute(f"create table before_cell as select {CELL} from zone.scoring.indicator_points where {mine}")
    as_of = con.execute("select max(as_of_date) from zone.published.pub_score_v1").fetchone()[0]
    return as_of, editions[scheme.scheme]


def _inputs(con: duckdb.DuckDBPyConnection) -> None:
    for schema in ("measures", "history", "scoring"):
        con.execute(f"create schema if not exists {schema}")
    con.execute("create view measures.enterprise as from zone.measures.enterprise")
    con.execute("create view measures.measure as from zone.measures.measure")
    # The past values of the edition before stand in the night's own inputs; a proposal carries forward from them too.
    con.execute("create table history.past_indicator as from zone.history.past_indicator")
    no_objections(con)


def score_side(
    con: duckdb.DuckDBPyConnection, home: Home, scheme: Scheme, path: Path, side: str, progress: Progress
) -> None:
    """Score measures.enterprise by a scheme and keep what the models say as `before_` or `after_` tables."""
    lay_scheme(con, scheme, path)
    for model in scoring_models(home.root / "compiled", IN_FORCE, progress, COMPARED):
        progress(f"score {side}: {model.name}")
        model.run(con)
    con.execute(
        f"""create table {side}_score as
            select {SCORE}, outcome.outcome from scoring.score
            left join (from scoring.outcome where rule_position = 1) as outcome using (uscc)"""
    )
    con.execute(f"create table {side}_cell as select {CELL} from scoring.indicator_points")


def _rights(con: duckdb.DuckDBPyConnection) -> None:
    """`may_see (bank, title, uscc)`: what a bank takes is what its passport asks for, of those that authorised it."""
    con.execute("create table bank (bank varchar, title varchar, scope varchar)")
    banks = [[bank.bank, bank.title, bank.consent_scope] for bank in read_banks().values()]
    con.executemany("insert into bank values (?, ?, ?)", banks)
    con.execute(
        """create table may_see as
           select distinct bank, bank.title, rights.uscc
           from bank inner join zone.published.pub_bank_right_v1 as rights using (bank, scope)"""
    )
