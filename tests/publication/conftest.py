"""A home with one published edition, made once; each test works on a copy."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import yaml

from innopoints import yaml_file
from innopoints.durable import write_bytes
from innopoints.gate import gate as the_gate
from innopoints.home import Home
from innopoints.project import BANKS
from innopoints.publication.publish import publish
from tests.publication.candidate_factory import make_candidate

DAY = date(2026, 6, 30)
NOON = datetime(2026, 7, 1, 4, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def few_rules(tmp_path_factory) -> Path:
    """The publication's rules with one check per file and five invariants: these tests are about publishing."""
    folder = tmp_path_factory.mktemp("few_rules")
    shutil.copytree(the_gate.RULES / "invariants", folder / "invariants")
    for path in the_gate.RULES.glob("*.yml"):
        rules = yaml_file.load(path)
        key, kept = ("expect", 1) if "expect" in rules else ("invariants", 5)
        rules[key] = rules[key][:kept]
        rules["required"] = [check["id"] for check in rules[key]]
        write_bytes(folder / path.name, yaml.safe_dump(rules, allow_unicode=True, sort_keys=False).encode())
    return folder


@pytest.fixture(scope="session")
def gate(few_rules):
    return lambda home, day: the_gate.gate(home, day, few_rules)


@pytest.fixture(scope="session")
def gated_once(gate, tmp_path_factory) -> Home:
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


@pytest.fixture(scope="session")
def build_gate_publish(gate):
    def in_order(home, day: date, **candidate) -> dict:
        make_candidate(home, day, **candidate)
        gate(home, day)
        return publish(home, day, NOON)

    return in_order


def copy(home: Home, to) -> Home:
    shutil.copytree(home.root, to / "home")
    return Home(to / "home")


@pytest.fixture
def passports(tmp_path):
    shutil.copytree(BANKS, tmp_path / "banks")

    def edit(bank: str, /, **changes) -> Path:
        path = tmp_path / "banks" / f"{bank}.yml"
        path.write_text(yaml.safe_dump(yaml.safe_load(path.read_text()) | changes, allow_unicode=True))
        return path.parent

    return edit
