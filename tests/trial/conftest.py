"""One home for all trials, whichever worker runs them: dbt reads the scoring models once."""

import pytest


@pytest.fixture(scope="session")
def home(tmp_path_factory, request):
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if hasattr(request.config, "workerinput") else base
    return shared / "trial_home"
