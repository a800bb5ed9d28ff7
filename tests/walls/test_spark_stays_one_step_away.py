"""Every model reads as DuckDB and, with the other engine's form of each dispatched macro, as Spark SQL.

The Spark form is what dbt writes when no macro has a `duckdb__` form: the `default__` forms are Spark's.
"""

import json
import os
import re
import shutil
from datetime import date
from pathlib import Path

import pytest
import sqlglot
from sqlglot import ErrorLevel, exp

from innopoints.home import Home
from innopoints.project import DBT
from innopoints.registry.register import register
from innopoints.warehouse.inputs import prepare

# Built-in functions of Spark SQL that sqlglot has no name of its own for.
BUILT_INTO_SPARK = {"aggregate", "bit_count", "forall", "named_struct", "pmod", "sequence", "shiftleft"}
# What both engines have under one name and understand differently: `ln` or `log10`, `ratio`, `||` with coalesce ...
MEANS_SOMETHING_ELSE = (exp.Log, exp.IntDiv, exp.Concat, exp.Unnest, exp.DayOfWeek, exp.DateDiff, exp.Avg)


@pytest.fixture(scope="module")
def forms(tmp_path_factory) -> dict[str, dict[str, str]]:
    """{duckdb: {model: SQL}, spark: {model: SQL}} as dbt compiles them."""
    root = tmp_path_factory.mktemp("forms")
    home = Home(root / "home")
    register(home)
    home.warehouse.mkdir()
    prepare(home, batches={}, previous=None, as_of=date(2026, 6, 30))
    return {form: compiled(home, with_macros_of(form, root), root) for form in ("duckdb", "spark")}


def with_macros_of(form: str, root: Path) -> Path:
    project = root / form
    shutil.copytree(DBT, project, ignore=shutil.ignore_patterns("target", "logs"))
    if form == "spark":
        for path in sorted((project / "macros").rglob("*.sql")):
            text = path.read_text("utf-8")
            path.write_text(re.sub(r"(\{%-?\s*macro\s+)duckdb__", r"\1left_out__", text), "utf-8")
    return project


def compiled(home: Home, project: Path, root: Path) -> dict[str, str]:
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    os.environ["INNOPOINTS_CANDIDATE"] = str(home.candidate)
    variables = json.dumps({"as_of_date": "2026-06-30", "known_at": "2026-06-30T18:00:00+00:00"})
    places = ["--project-dir", str(project), "--profiles-dir", str(project), "--log-path", str(root / "logs")]
    told = ["--quiet", "--target-path", str(root / f"{project.name}_target"), "--vars", variables]
    ran = dbtRunner().invoke(["compile", *places, *told, "--select", "resource_type:model"])
    DuckDBConnectionManager.close_all_connections()
    assert ran.success, ran.exception or [each.message for each in ran.result]
    return {each.node.name: each.node.compiled_code for each in ran.result if each.node.language == "sql"}


@pytest.mark.proofs
def test_every_model_reads_as_duckdb(forms):
    assert len(forms["duckdb"]) > 50
    for model, text in forms["duckdb"].items():
        assert sqlglot.parse_one(text, read="duckdb"), model


@pytest.mark.proofs
def test_nothing_outside_the_dispatched_macros_is_unknown_to_spark_or_means_something_else_there(forms):
    problems = {}
    for model, text in forms["spark"].items():
        tree = sqlglot.parse_one(text, read="duckdb")
        strangers = {each.name.lower() for each in tree.find_all(exp.Anonymous)} - BUILT_INTO_SPARK
        problems[model] = strangers | {each.sql() for each in tree.find_all(*MEANS_SOMETHING_ELSE)}
        try:
            tree.sql("spark", unsupported_level=ErrorLevel.RAISE)
        except sqlglot.errors.UnsupportedError as error:
            problems[model].add(str(error))
    assert not {model: found for model, found in problems.items() if found}


def test_a_function_that_neither_engine_has_is_found():
    tree = sqlglot.parse_one("select strange(b), ln(c) from t", read="duckdb")
    assert {each.name for each in tree.find_all(exp.Anonymous)} == {"strange"}
