"""What all tests share: an Airflow environment of their own, so that no test meets another's database."""

import os

import pytest

from innopoints.project import ROOT


@pytest.fixture(scope="session")
def airflow_environment():
    def environment(home) -> dict[str, str]:
        return os.environ | {
            "AIRFLOW_HOME": str(home),
            "AIRFLOW__CORE__DAGS_FOLDER": str(ROOT / "dags"),
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW__LOGGING__LOGGING_LEVEL": "WARNING",
            "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
            "PYTHONWARNINGS": "ignore",
        }

    return environment


# The files of whole nights take minutes: they begin first, and two that wait for the same night not side by side.
LONG_FILES = ("first_night", "later_nights", "identity", "rebuild", "truth", "killed_nights")
# The first of these files builds a zone the others wait for: they come when everything else is done.
WAITING = ("tests/quarantine/test_rejects.py", "tests/quarantine/test_releases.py")


def pytest_collection_modifyitems(items):
    """Long files first: what a worker begins last must be short."""
    order = {f"tests/night/test_{name}.py": place for place, name in enumerate(LONG_FILES)}
    order |= {name: len(order) + 1 for name in WAITING}
    items.sort(key=lambda item: order.get(item.nodeid.split("::")[0], len(LONG_FILES)))
