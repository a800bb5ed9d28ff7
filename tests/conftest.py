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


def pytest_collection_modifyitems(items):
    """Whole nights first: the longest files must not be the last a worker begins."""
    items.sort(key=lambda item: "tests/night/" not in item.nodeid)
