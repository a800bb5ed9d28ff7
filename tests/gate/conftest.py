"""A finished candidate, made once; each test plants its fault in a copy."""

import shutil
from datetime import UTC, date, datetime

import pytest

from innopoints.gate.gate import gate
from innopoints.home import Home
from innopoints.publication.publish import publish
from tests.publication.candidate_factory import make_candidate

DAY = date(2026, 6, 30)
NEXT_DAY = date(2026, 7, 1)


@pytest.fixture(scope="session")
def built_once(tmp_path_factory) -> Home:
    """The day before is published; the candidate of NEXT_DAY is built, not gated."""
    home = Home(tmp_path_factory.mktemp("built"))
    make_candidate(home, DAY)
    gate(home, DAY)
    publish(home, DAY, datetime(2026, 7, 1, tzinfo=UTC))
    make_candidate(home, NEXT_DAY, score_shift=1)
    return home


@pytest.fixture
def built(built_once, tmp_path) -> Home:
    shutil.copytree(built_once.root, tmp_path / "home")
    return Home(tmp_path / "home")
