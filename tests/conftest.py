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
