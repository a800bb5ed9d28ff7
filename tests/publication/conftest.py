"""A home with one published edition, made once; each test works on a copy."""

import shutil
from datetime import UTC, date, datetime

import pytest

from innopoints.gate.gate import gate
from innopoints.home import Home
from innopoints.publication.publish import publish
from tests.publication.candidate_factory import make_candidate

DAY = date(2026, 6, 30)
NOON = datetime(2026, 7, 1, 4, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def gated_once(tmp_path_factory) -> Home:
    """The gate has passed; nothing is published yet."""
    home = Home(tmp_path_factory.mktemp("gated"))
    make_candidate(home, DAY)
    gate(home, DAY)
    return home


@pytest.fixture(scope="session")
def published_once(gated_once, tmp_path_factory) -> Home:
    """Edition 1 of the day is published."""
    home = copy(gated_once, tmp_path_factory.mktemp("published"))
    publish(home, DAY, NOON)
    return home


@pytest.fixture
def gated(gated_once, tmp_path) -> Home:
    return copy(gated_once, tmp_path)


@pytest.fixture
def published(published_once, tmp_path) -> Home:
    return copy(published_once, tmp_path)


def copy(home: Home, to) -> Home:
    shutil.copytree(home.root, to / "home")
    return Home(to / "home")
