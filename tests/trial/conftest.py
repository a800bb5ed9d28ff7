"""One home for all trials of a module: dbt reads the scoring models once."""

import pytest


@pytest.fixture(scope="session")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("trial_home")
