"""新领域：来源四个文件，指标一个模型、一份说明、一行宏；政策随即可以问它的指标，引擎一个字也不改。"""

import shutil

import pytest
import yaml
from tests.scenarios_policy.given_policies import ADDED

from innopoints.project import DBT, POLICIES, SCHEMES
from innopoints.registry import register
from innopoints.warehouse.parsed import parsed

MODEL = """-- One row per enterprise: how loud it is.

select uscc, cast(60 as decimal(28, 10)) as noise_db from {{ ref('enterprise') }}
"""
MEANING = {
    "title_zh": "厂界噪声", "title_en": "Noise at the fence", "unit": "db", "sources": ["registration.enterprise"],
    "period": "as_of", "absent": "missing",
}  # fmt: skip
CLAUSE = {"title": "厂界噪声不高于 60", "title_en": "at most 60 dB", "measure": "noise_db", "op": "<=", "value": 60}


def add_domain(project):
    (project / "models" / "measures" / "measure_noise.sql").write_text(MODEL, "utf-8")
    column = {"name": "noise_db", "description": "示例", "config": {"meta": MEANING}}
    described = {"models": [{"name": "measure_noise", "columns": [{"name": "uscc"}, column]}]}
    (project / "models" / "measures" / "_measure_noise.yml").write_text(yaml.safe_dump(described), "utf-8")
    macro = "{% macro measures_of__noise() %}{{ long_form(ref('measure_noise')) }}{% endmacro %}\n"
    (project / "macros" / "measures" / "noise.sql").write_text(macro, "utf-8")


@pytest.mark.faults
def test_a_new_domains_measures_are_found_although_the_project_was_read_before(tmp_path):
    project = shutil.copytree(DBT, tmp_path / "dbt_project", ignore=shutil.ignore_patterns("target", "logs"))
    measured = "model.innopoints.measure"
    assert "model.innopoints.measure_noise" not in parsed(project).nodes[measured].depends_on.nodes
    add_domain(project)
    assert "model.innopoints.measure_noise" in parsed(project).nodes[measured].depends_on.nodes


def test_a_policy_may_ask_for_a_measure_of_the_new_domain(tmp_path, monkeypatch):
    project = tmp_path / "dbt_project"
    for kind in ("models/measures", "policies", "products", "ladders"):
        shutil.copytree(DBT / kind, project / kind)
    (project / "macros" / "measures").mkdir(parents=True)
    add_domain(project)
    quiet = yaml.safe_load(ADDED) | {"policy": "quiet_list", "all_of": {"quiet": CLAUSE}}
    (project / POLICIES.name / "quiet_list.yml").write_text(yaml.safe_dump(quiet), "utf-8")
    monkeypatch.setattr(register.project, "DBT", project)
    tables = register.registry_tables(SCHEMES, rules=project)
    assert "noise_db" in tables["measure"].column("measure").to_pylist()
    assert "quiet_list" in tables["policy"].column("policy").to_pylist()
    asked = {row["name"]: row["subject_name"] for row in tables["entry_rule"].to_pylist() if row["subject_name"]}
    assert asked["quiet_list"] == "noise_db"
