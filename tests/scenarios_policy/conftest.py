"""Every sentence of this folder is judged in one dbt run, whichever worker asks first."""

import os

import duckdb
import pytest
from filelock import FileLock

from innopoints.home import Home
from innopoints.project import DBT
from innopoints.registry.measure_meta import read_measures
from tests.scenarios_policy.given_policies import judged_zone


@pytest.fixture(scope="session")
def zone(tmp_path_factory) -> Home:
    """A home as a finished build leaves it."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    root, done = shared / "judged", shared / "judged.done"
    with FileLock(shared / "judged.lock"):
        if not done.exists():
            judged_zone(root, sorted(read_measures(DBT / "models" / "measures")))
            done.touch()
    return Home(root / "home")


@pytest.fixture(scope="session")
def asked(zone):
    """Rows of a query on the warehouse, as dicts."""
    with duckdb.connect(zone.candidate, read_only=True) as con:
        con.execute("use eligibility")
        yield lambda query: [
            dict(zip([each[0] for each in found.description], row, strict=True))
            for found in (con.execute(query),)
            for row in found.fetchall()
        ]
