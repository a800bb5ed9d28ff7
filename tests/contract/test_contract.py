"""合同：由列、规则和产品文件生成；同样的文件给同样的字节；标准自己的模式认它；每个示例都守自己列的规则。"""

import json
import re
from datetime import date
from html import unescape
from importlib import resources

import jsonschema
import open_data_contract_standard
import pytest
import yaml
from open_data_contract_standard.model import OpenDataContractStandard
from typer.testing import CliRunner

from innopoints import yaml_file
from innopoints.cli import app
from innopoints.contract.columns import read_tables
from innopoints.contract.for_bank import page
from innopoints.contract.odcs import RULES, as_yaml, product_contract
from innopoints.contract.promise import PROMISED, following
from innopoints.contract.rules import rules
from innopoints.errors import Refused
from innopoints.expect.suite import Suite
from innopoints.gate.product import Product, suite_path
from innopoints.passports.bank import read_banks
from innopoints.project import ROOT
from innopoints.yaml_file import read

BANKS = read_banks()
ARROW = {"varchar": "string", "boolean": "bool", "date": "date32[day]", "integer": "int32"}


@pytest.fixture(scope="module")
def contracts() -> dict[str, dict]:
    return {"": product_contract()} | {name: product_contract(bank=BANKS[name]) for name in ("boc_huizhou", "hzrcb")}


@pytest.fixture(scope="module")
def whole(contracts) -> dict:
    return contracts[""]


@pytest.fixture(scope="module")
def standard() -> jsonschema.Draft201909Validator:
    schema = resources.files(open_data_contract_standard).joinpath("schema.json")
    return jsonschema.Draft201909Validator(json.loads(schema.read_bytes()))


@pytest.mark.parametrize("name", ["", "boc_huizhou", "hzrcb"])
def test_the_standards_own_schema_and_model_accept_it(contracts, standard, name):
    written = yaml.load(as_yaml(contracts[name]), yaml.CSafeLoader)
    assert written["apiVersion"] == "v3.1.0"
    standard.validate(written)
    assert OpenDataContractStandard(**written).id == contracts[name]["id"]


def test_the_same_files_give_the_same_bytes(whole):
    assert as_yaml(product_contract()) == as_yaml(whole)


def test_what_is_committed_is_what_the_files_say_today(whole):
    """Otherwise: run `innopoints contract`; it refuses what breaks the promise."""
    before = yaml_file.load(PROMISED)
    after, _ = following(before, whole, date(2026, 6, 30))
    assert as_yaml(after) == PROMISED.read_bytes()


def test_types_are_those_the_gate_holds_the_files_to():
    files = read(RULES / "score_v1.yml", Product).files
    for name, table in read_tables().items():
        said = {each.name: each.data_type for each in table.columns}
        arrow = {
            column: ARROW.get(each) or re.sub(r"decimal\((\d+),(\d+)\)", r"decimal128(\1, \2)", each)
            for column, each in said.items()
        }
        assert arrow == files[name], name


def test_every_column_says_whose_matter_it_is_and_none_is_a_persons(whole):
    said = {column["classification"] for table in whole["schema"] for column in table["properties"]}
    assert said <= {"public", "enterprise"} and said


def test_the_night_runs_when_the_contract_says():
    said = read(RULES / "score_v1.yml", Product).contract.schedule
    assert f'schedule="{said}"' in (ROOT / "dags" / "nightly.py").read_text()


def test_every_rule_of_the_suites_is_in_the_contract_with_its_reason(whole):
    for table in whole["schema"]:
        suite = read(suite_path(RULES, table["name"]), Suite)
        found = [*table.get("quality", []), *(rule for each in table["properties"] for rule in each.get("quality", []))]
        assert {rule["id"]: rule["description"] for rule in found} == {each.id: each.because for each in suite.expect}


def test_a_bank_is_promised_its_columns_and_only_rules_that_hold_for_any_part_of_the_rows(contracts):
    table = contracts["hzrcb"]["schema"][0]
    assert [each["name"] for each in table["properties"]] == BANKS["hzrcb"].tables["pub_score_v1"]
    ids = {rule["id"] for each in table["properties"] for rule in each.get("quality", [])}
    assert "score_within_0_and_100" in ids
    assert not ids & {"scores_differ", "status_known", "rank_within_scored"}


def test_a_bank_with_a_gateway_is_told_where_its_rows_stand_there(contracts):
    reads_there = BANKS["hzrcb"].model_copy(update={"gateway": "bank_gateway"})
    servers = product_contract(bank=reads_there)["servers"]
    assert [each["server"] for each in servers] == ["csv", "gateway"] and servers[1]["schema"] == "innopoints"
    assert [each["server"] for each in contracts["hzrcb"]["servers"]] == ["csv"]
    assert "innopoints.open_reading" in page(reads_there, product_contract(bank=reads_there))
    assert "open_reading" not in page(BANKS["hzrcb"], contracts["hzrcb"])


def test_each_example_obeys_the_rules_of_its_column(whole):
    for column in (column for table in whole["schema"] for column in table["properties"]):
        example = column["examples"][0]
        for rule in column.get("quality", []):
            arguments = rule.get("arguments", {})
            assert example in arguments.get("validValues", [example]), column["name"]
            assert re.search(arguments.get("pattern", ""), str(example)), column["name"]
        if column["logicalType"] == "date":
            date.fromisoformat(example)
        if places := re.fullmatch(r"DECIMAL\((\d+),(\d+)\)", column["physicalType"]):
            whole_part, _, part = example.lstrip("-").partition(".")
            assert len(part) == int(places[2]) and len(whole_part) <= int(places[1]) - int(places[2]), column["name"]


RULES_OF_ALL_FORMS = """
suite: publication.x
table: x
expect:
  - id: few
    expectation: column_value_lengths_to_be_between
    column: a
    min_value: 4
    severity: warning
    because: 过短
  - id: odd
    expectation: column_values_to_not_match_regex
    column: a
    regex: ^92
    severity: critical
    because: 个体工商户
  - id: below
    expectation: column_pair_values_a_to_be_greater_than_b
    column_A: a
    column_B: b
    severity: critical
    because: 大于
required: [below]
"""


def test_a_rule_becomes_plain_sql_where_the_standard_has_no_metric_and_else_stays_what_it_is():
    suite = Suite.model_validate(yaml.safe_load(RULES_OF_ALL_FORMS))
    by_column, of_table = rules(suite, ["a", "b"], whole=True)
    assert by_column["a"][0]["query"] == "SELECT COUNT(*) FROM ${object} WHERE LENGTH(${property}) < 4"
    assert by_column["a"][1]["engine"] == "greatExpectations"
    assert of_table[0]["query"] == "SELECT COUNT(*) FROM ${object} WHERE a <= b"
    assert rules(suite, ["a"], whole=True)[1] == []


UNFINISHED = """
models:
  - name: pub_score_v1
    description: 积分快照
    config: {meta: {meaning_en: Scores.}}
    data_tests: [unique_by: {arguments: {columns: [score]}}]
    columns: [{name: score, data_type: integer, description: 分数, config: {meta: {meaning_en: Score, example: 1}}}]
"""


def test_a_column_without_unit_is_refused_by_name(tmp_path):
    path = tmp_path / "_published.yml"
    path.write_text(UNFINISHED)
    with pytest.raises(Refused, match=r"pub_score_v1\.score: meta\.unit: Field required"):
        read_tables(path)


def test_a_banks_page_says_every_agreed_column_in_both_languages_and_opens_without_internet(tmp_path, monkeypatch):
    monkeypatch.setenv("INNOPOINTS_HOME", str(tmp_path / "home"))  # nothing was published: no cards
    done = CliRunner().invoke(app, ["contract", "--bank", "boc_huizhou", "--out", str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert json.loads(done.output)["cards"] == [] and (tmp_path / "GUIDE.md").exists()
    assert (tmp_path / "verify.py").read_bytes() == (ROOT / "scripts" / "innopoints" / "verify.py").read_bytes()
    said = unescape((tmp_path / "score_v1.html").read_text())
    assert "http" not in said and "<script" not in said
    tables = read_tables()
    for name, agreed in BANKS["boc_huizhou"].tables.items():
        for column in (each for each in tables[name].columns if each.name in agreed):
            assert f"<code>{column.name}</code>" in said and column.meaning_zh in said
    assert "7 天" in said and "verify.py" in said and "recall.json" in said and "示例" in said
    assert "outcome_decided_by_zh" in said and "peer_median_contribution" not in said


def test_a_bank_needs_a_folder_and_must_be_known(tmp_path):
    for arguments in (["--bank", "ccb_huizhou"], ["--bank", "nobody", "--out", str(tmp_path)]):
        done = CliRunner().invoke(app, ["contract", *arguments])
        assert done.exception.exit_code == 2
