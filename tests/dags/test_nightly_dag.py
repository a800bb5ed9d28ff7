"""The nightly DAG as Airflow sees it: what is in it, what stops what, and what parsing it costs."""

import json
import shutil
import subprocess
import sys

import pytest

from innopoints.project import BANKS, ROOT, SOURCES

HEAVY = {"pandas", "duckdb", "dbt", "great_expectations", "pyarrow", "numpy"}

LOOK = """
import json, sys, time
import airflow.sdk  # what Airflow's own DAG processor has loaded before it parses any file
begun = time.perf_counter()
from airflow.dag_processing.dagbag import DagBag
bag = DagBag(sys.argv[1])
loaded = sorted(set(sys.modules))
dag = bag.dags["nightly"]
print(json.dumps({
    "errors": {k: str(v) for k, v in bag.import_errors.items()},
    "seconds": max(each.duration.total_seconds() for each in bag.dagbag_stats),
    "loaded": loaded,
    "tasks": {t.task_id: sorted(t.upstream_task_ids) for t in dag.tasks},
    "rules": {t.task_id: t.trigger_rule.value for t in dag.tasks},
    "retries": {t.task_id: t.retries for t in dag.tasks},
    "outlets": {t.task_id: [a.uri for a in t.outlets] for t in dag.tasks},
    "params": sorted(dag.params),
    "ask": dag.has_task("ask") and {
        "defaults": dag.get_task("ask").defaults,
        "hours": dag.get_task("ask").response_timeout.total_seconds() / 3600,
        "assigned": dag.get_task("ask").assigned_users,
        "body": dag.get_task("ask").body,
        "fail_on_reject": dag.get_task("ask").fail_on_reject,
    },
    "timezone": str(dag.timezone),
    "recall": {
        "schedule": str(bag.dags["recall"].schedule),
        "params": bag.dags["recall"].params.dump() | {"needed": sorted(
            name for name, param in bag.dags["recall"].params.items() if not param.has_value and param.value is not None
        )},
    },
}))
"""


def look(folder, environment) -> dict:
    ran = subprocess.run(
        [sys.executable, "-c", LOOK, str(folder)], env=environment, capture_output=True, text=True, check=True
    )
    return json.loads(ran.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def dag(tmp_path_factory, airflow_environment):
    return look(ROOT / "dags", airflow_environment(tmp_path_factory.mktemp("airflow")))


@pytest.fixture(scope="module")
def asking(tmp_path_factory, airflow_environment):
    """The same DAGs of a zone whose dags/approval.yml asks for a named approval."""
    project = tmp_path_factory.mktemp("asking")
    shutil.copytree(ROOT / "dags", project / "dags")
    rule = (
        "required: true\nwait_hours: 5\napprovers: [{id: '3', name: 王局}]\nreports_at: https://zone.example/quality/\n"
    )
    (project / "dags" / "approval.yml").write_text(rule, encoding="utf-8")
    environment = airflow_environment(tmp_path_factory.mktemp("airflow")) | {"INNOPOINTS_PROJECT": str(project)}
    return look(project / "dags", environment | {"AIRFLOW__CORE__DAGS_FOLDER": str(project / "dags")})


def test_every_dag_file_is_parsed_without_an_error(dag):
    assert dag["errors"] == {}


def test_parsing_loads_none_of_the_libraries_that_cost_seconds(dag):
    assert HEAVY.isdisjoint(dag["loaded"])


def test_there_is_one_ingest_task_for_each_source_passport(dag):
    ingest = {task for task in dag["tasks"] if task.startswith("ingest_")}
    assert ingest == {f"ingest_{path.stem}" for path in SOURCES.glob("*.yml")}


def test_a_broken_source_does_not_stop_the_others(dag):
    assert set(dag["tasks"]["register"]) == {task for task in dag["tasks"] if task.startswith("ingest_")}
    assert dag["rules"]["register"] == "all_done"


def test_nothing_is_promoted_or_published_unless_the_gate_has_passed(dag):
    assert dag["tasks"]["promote"] == ["gate"]
    assert dag["tasks"]["publish"] == ["promote"]
    assert dag["tasks"]["deliver"] == ["publish"]
    assert {dag["rules"][task] for task in ("gate", "promote", "publish", "deliver")} == {dag["rules"]["build"]}


def test_only_what_meets_the_outside_world_is_tried_again(dag):
    patient = {task for task, retries in dag["retries"].items() if retries}
    assert patient == {task for task in dag["tasks"] if task.startswith(("ingest_", "deliver"))}


def test_landing_and_publishing_tell_airflow_what_they_made(dag):
    assert dag["outlets"]["ingest_tax"] == ["innopoints://landing/tax"]
    assert dag["outlets"]["publish"] == ["innopoints://published/score_v1"]


def test_the_day_and_the_knowledge_limit_are_explicit_parameters(dag):
    assert dag["params"] == ["as_of", "known_at"]
    assert dag["timezone"] == "Asia/Shanghai"


def test_where_the_zone_asks_for_it_nothing_is_published_without_a_named_persons_yes(dag, asking):
    assert not dag["ask"] and asking["errors"] == {} and HEAVY.isdisjoint(asking["loaded"])
    assert asking["tasks"]["ask"] == ["promote"] and asking["tasks"]["publish"] == ["approve"]
    assert asking["tasks"]["approve"] == ["ask"] and asking["rules"]["publish"] == asking["rules"]["build"]
    assert asking["ask"]["assigned"] == [{"id": "3", "name": "王局"}] and asking["ask"]["fail_on_reject"]
    assert '(https://zone.example/quality/{{ gate["as_of"] }}/gate.html)' in asking["ask"]["body"]
    assert asking["ask"]["hours"] == 5 and asking["ask"]["defaults"] is None  # silence is a no


def test_a_recall_is_started_by_a_person_who_says_what_and_why_and_is_a_dry_run_at_first(dag):
    assert dag["recall"]["schedule"] == "None"
    assert dag["recall"]["params"]["needed"] == ["by", "edition", "reason"]
    assert dag["recall"]["params"]["dry_run"] is True


def test_a_dag_file_stays_under_eighty_lines_and_there_is_a_passport_for_each_bank():
    for path in (ROOT / "dags").glob("*.py"):
        assert len(path.read_text(encoding="utf-8").splitlines()) < 80, path.name
    assert len(list(BANKS.glob("*.yml"))) == 6
