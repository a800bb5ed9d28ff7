"""全部毛病，逐个种下：每一种由哪个检查拦住，写在 faults/ 里；少任何一条必需的检查，不得发布。"""

import shutil
from pathlib import Path

import pytest
import yaml

from innopoints import yaml_file
from innopoints.errors import Refused
from innopoints.gate.gate import RULES
from innopoints.gate.judge import judge
from innopoints.gate.product import Product
from innopoints.yaml_file import read
from tests.gate.planting import Planter, faults

pytestmark = pytest.mark.faults

FAULTS = faults()
REQUIRED = [
    (path.stem, name) for path in sorted(RULES.glob("*.yml")) for name in yaml_file.load(path).get("required", [])
]


@pytest.fixture(scope="module")
def planter(built_once, tmp_path_factory) -> Planter:
    return Planter(built_once, tmp_path_factory.mktemp("faults"))


@pytest.fixture(scope="module")
def rules(tmp_path_factory) -> Path:
    """A copy of the rules, laid out once; each test spoils one file and puts it back."""
    return shutil.copytree(RULES, tmp_path_factory.mktemp("rules") / "publication")


def test_there_are_a_hundred_faults_and_no_two_are_the_same():
    assert len(FAULTS) >= 100
    assert len({fault["fault"] for fault in FAULTS}) == len(FAULTS)
    assert len({str(fault.get("sql", fault)) for fault in FAULTS}) == len(FAULTS)


def test_every_required_check_catches_some_fault():
    """A check no fault was ever planted for has never been seen to work."""
    caught = {tuple(fault["check"].split(".")) for fault in FAULTS}
    assert sorted(set(REQUIRED) - caught - UNPLANTED) == []


# Planted elsewhere: the edition before is tampered with in test_planted_faults.py.
UNPLANTED = {("score_v1", "previous_edition_is_intact")}


@pytest.mark.parametrize("fault", FAULTS, ids=[fault["fault"] for fault in FAULTS])
def test_a_planted_fault_is_named_by_its_check(planter, fault):
    assert f"publication.{fault['check']}" in planter.failed(fault)


def removed(checks: list, check: dict) -> None:
    checks.remove(check)


def renamed(checks: list, check: dict) -> None:
    check["id"] += "_renamed"


def narrowed(checks: list, check: dict) -> None:
    """Looks at no row: a condition nothing meets."""
    check["row_condition"], check["condition_parser"] = 'uscc == "none"', "pandas"


def softened(checks: list, check: dict) -> None:
    check["severity"] = "warning"


@pytest.mark.parametrize("how", [removed, renamed, narrowed, softened], ids=lambda how: how.__name__)
@pytest.mark.parametrize(("suite", "name"), REQUIRED, ids=[".".join(each) for each in REQUIRED])
def test_without_a_required_check_nothing_is_published(planter, rules, suite, name, how):
    path = rules / f"{suite}.yml"
    content = yaml_file.load(RULES / path.name)
    checks = content.get("expect", content.get("invariants"))
    (check,) = [each for each in checks if each["id"] == name]
    sql = rules / "invariants" / f"{name}.sql"
    if how is narrowed and sql.exists():
        sql.write_text("select true as holds where false")
    else:
        how(checks, check)
    # Only the check in question: the others have their own line.
    kept = [each for each in checks if each["id"].startswith(name)] or [each for each in checks if each is not check][
        :1
    ]
    content["expect" if "expect" in content else "invariants"] = kept
    content["required"] = [name]
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    try:
        failures = said(planter, rules, suite)
    finally:
        shutil.copyfile(RULES / path.name, path)
        if sql.exists():
            shutil.copyfile(RULES / "invariants" / sql.name, sql)
    assert name in failures or "suite_is_there" in failures


def said(planter: Planter, rules: Path, suite: str) -> str:
    """What the gate says of the sound files under these rules."""
    try:
        product = read(rules / "score_v1.yml", Product)
    except Refused as error:
        return str(error)
    if suite != "score_v1":
        product = product.model_copy(update={"suites": [suite], "invariants": [], "required": []})
    else:
        product = product.model_copy(update={"suites": []})
    results = judge(product, planter.sound, planter.facts, rules)
    return " ".join(line.id for each in results for line in each.failures)
