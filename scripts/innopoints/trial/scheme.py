"""A scheme on trial: any file, in force or not, as the registry tables the models read."""

from datetime import date
from functools import cache
from pathlib import Path

import duckdb

from innopoints import durable
from innopoints.errors import Refused
from innopoints.passports.leaf import Indicator
from innopoints.passports.rule import walk
from innopoints.passports.scheme import Scheme
from innopoints.passports.scheme_checks import read_scheme
from innopoints.passports.scheme_tree import nodes
from innopoints.passports.stage_profile import StageProfile, read_stage_profiles
from innopoints.project import DBT, SCHEMES
from innopoints.registry.measure_meta import Meta, read_measures
from innopoints.registry.register import as_table
from innopoints.registry.scheme_rows import scheme_rows
from innopoints.registry.table_shapes import SHAPES

IN_FORCE = date(2000, 1, 1)
"""A trial asks what a scheme would give, whenever it is in force: its rows say that it is on this day."""


def read_trial_scheme(path: Path) -> Scheme:
    """The scheme of one file, checked like any other. Raises Refused naming file, key and what is allowed."""
    return read_scheme(path, _profiles(), _dictionary())


def measures_of(scheme: Scheme) -> list[str]:
    """What a table gives values of: the measures of indicators, of rules, and the one that tells stages apart."""
    leaves = [node for node in nodes(scheme) if isinstance(node.what, Indicator)]
    staged = [_profile(scheme).measure] if isinstance(scheme.stages, str) else []
    clauses = [clause for name, rule in scheme.rules.items() for _, _, clause, _ in walk(name, rule, name)]
    ruled = [clause.measure for clause in clauses if clause.measure]
    return list(dict.fromkeys([*(leaf.what.measure or leaf.name for leaf in leaves), *ruled, *staged]))


def with_stages(scheme: Scheme, path: Path, values: Path, stages: list[str]) -> Scheme:
    """The scheme with the stages a table gives, where it names none itself. Raises Refused for others than it names."""
    if not stages:
        return scheme
    if isinstance(scheme.stages, str):
        raise Refused(
            f"{values}: column 'stage': {path} tells stages apart by the measure {_profile(scheme).measure}; "
            "leave the column out, or list its stages in the scheme (stages: [a, b])"
        )
    if scheme.stages is None:
        return scheme.model_copy(update={"stages": stages})
    if strange := [stage for stage in stages if stage not in scheme.stages]:
        raise Refused(
            f"{values}: column 'stage': {strange[0]!r} is no stage of {path}; allowed: {', '.join(scheme.stages)}"
        )
    return scheme


def lay_scheme(con: duckdb.DuckDBPyConnection, scheme: Scheme, path: Path) -> None:
    """Create schema registry with the rows of this scheme alone."""
    profile = _profile(scheme) if isinstance(scheme.stages, str) else None
    rows: dict[str, list[dict]] = {name: [] for name in SHAPES}
    for table, row in scheme_rows(scheme, profile, _dictionary(), durable.sha256_of(path)):
        rows[table].append(row)
    rows["scheme"][0] |= {"effective_from": IN_FORCE, "effective_to": None}
    con.execute("drop schema if exists registry cascade")
    con.execute("create schema registry")
    for name, every in rows.items():
        con.register("laid", as_table(name, every))
        con.execute(f"create table registry.{name} as from laid")


def _profile(scheme: Scheme) -> StageProfile:
    return _profiles()[scheme.stages]


@cache
def _dictionary() -> dict[str, Meta]:
    return read_measures(DBT / "models" / "measures")


@cache
def _profiles() -> dict[str, StageProfile]:
    return read_stage_profiles(SCHEMES / "stages", _dictionary())
