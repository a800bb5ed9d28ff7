"""Adding a scheme edition is one file and its scenarios: no code or configuration may speak of a scheme by name.

A policy, product or ladder may: it is a file of rules too, and may ask what a scheme says.
The reserve pool (高企后备库) is by its nature one certification's: `reserve_scheme` says which scheme that is.
"""

import ast
import re
from pathlib import Path

import pytest
import yaml

from innopoints.project import DBT, LADDERS, POLICIES, PRODUCTS, ROOT, SCHEMES

BENCH = ROOT / "scripts" / "bench"
"""Not the product: a bench compares with a script that knows one table by heart."""
PROSE = ("#", "--", "reserve_scheme:")
NAMES = sorted({yaml.safe_load(path.read_text("utf-8"))["scheme"] for path in SCHEMES.glob("*.yml")})
CODE = [
    path
    for folder in ("dbt_project", "scripts", "expectations", "dags")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in (".py", ".sql", ".yml", ".j2")
    and path.parent not in (SCHEMES, POLICIES, PRODUCTS, LADDERS)
    and BENCH not in path.parents
]


@pytest.mark.parametrize("name", NAMES)
def test_no_code_or_configuration_names_a_scheme(name):
    assert len(CODE) > 200
    spoken = [str(path.relative_to(ROOT)) for path in CODE if name in _code(path)]
    assert spoken == []


def _code(path: Path) -> str:
    """The file without its comments and docstrings: prose may give an example."""
    text = path.read_text("utf-8")
    if path.suffix == ".py":
        return ast.unparse(_without_docstrings(ast.parse(text)))
    text = re.sub(r'\bexample: "[^"]*"', "", text)
    return "\n".join(line for line in text.splitlines() if not line.lstrip().startswith(PROSE))


def _without_docstrings(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            node.body[0] = ast.Pass()
    return tree


def test_a_scheme_file_stays_readable():
    long = {
        path.name: lines for path in SCHEMES.glob("*.yml") if (lines := len(path.read_text("utf-8").splitlines())) > 250
    }
    assert long == {}
    assert DBT in SCHEMES.parents
