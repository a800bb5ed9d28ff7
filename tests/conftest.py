"""What all tests share: an Airflow environment of their own, so that no test meets another's database."""

import os

import pytest

from innopoints.project import ROOT

ZONE = {"test_truth.py", "test_first_night.py", "test_identity.py"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Two workers share the tests by file, so that a file's fixtures are made once; one night serves three files."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group("zone" if item.path.name in ZONE else str(item.path)))


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
