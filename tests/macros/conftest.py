"""Macros of the dbt project as SQL text, run on DuckDB without dbt: thousands of examples in a second."""

import datetime
import re
from collections.abc import Callable
from types import SimpleNamespace

import duckdb
import jinja2
import pytest

from innopoints.project import DBT


class Returned(Exception):
    """What dbt's `return()` does: the macro ends and hands back a value, not text."""


def give_back(value):
    raise Returned(value)


def callable_macro(module, name: str) -> Callable:
    def call(*arguments, **keywords):
        try:
            return getattr(module(), f"dbt_macro__{name}")(*arguments, **keywords)
        except Returned as returned:
            return returned.args[0]

    return call


@pytest.fixture(scope="session")
def macro() -> Callable[..., object]:
    """macro("ratio('a', 'b')") is what dbt would write; the project's variables as keywords."""
    places = ["*.sql", "portable/*.sql", "staging/kinds.sql"]
    source = "\n".join(path.read_text("utf-8") for place in places for path in sorted((DBT / "macros").glob(place)))
    # As dbt does: another name for each definition, so that every call goes through a function that can return.
    names = re.findall(r"\{%-?\s*macro\s+(\w+)", source)
    source = re.sub(r"(\{%-?\s*macro\s+)(\w+)", r"\1dbt_macro__\2", source)
    environment = jinja2.Environment(extensions=["jinja2.ext.do"], undefined=jinja2.StrictUndefined)
    compiled = environment.compile(source)

    def call(expression: str, **variables) -> object:
        macros = {name: callable_macro(lambda: template.module, name) for name in names}
        context = macros | {
            "return": give_back,
            "modules": SimpleNamespace(datetime=datetime),
            "var": variables.__getitem__,
            "adapter": SimpleNamespace(dispatch=lambda name: macros[f"duckdb__{name}"]),
        }
        template = jinja2.Template.from_code(environment, compiled, environment.make_globals(context))
        return environment.compile_expression(expression)(**macros)

    return call


@pytest.fixture(scope="session")
def values() -> Callable[..., list]:
    """values(expression, column=[...]) evaluates the expression for every row, in order."""
    con = duckdb.connect()

    def evaluate(expression: str, types: dict[str, str] | None = None, **columns: list) -> list:
        names = ", ".join(f"unnest(${name}) as {name}" for name in columns)
        casts = ", ".join(f"cast({name} as {(types or {}).get(name, 'varchar')}) as {name}" for name in columns)
        rows = f"select {casts} from (select {names})"
        return [row[0] for row in con.execute(f"select {expression} from ({rows})", columns).fetchall()]

    return evaluate
