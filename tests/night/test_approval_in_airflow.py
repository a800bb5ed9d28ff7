"""要有人点头才发布的园区：在 Airflow 调度器里，门关、过时不候、不是他答的不算、批准、发布、撤回、更正。"""

import json
import os
import shutil

import pytest

import airflow_server
import sample_night
from innopoints.home import Home
from innopoints.project import ROOT

from .airflow_api import User

RULE = "required: true\nwait_hours: {hours}\napprovers: [{{id: wangju, name: wangju}}]\n"
SECONDS_20, SIX_HOURS = 20 / 3600, 6
ASKING = {"awaiting_input", "deferred"}
BANKS = sorted(path.stem for path in (ROOT / "dags" / "banks").glob("*.yml"))
SUITE = "expectations/publication/pub_score_v1.yml"
RANGE, TOO_NARROW = "min_value: 0, max_value: 100", "min_value: 0, max_value: 1"


class Zone:
    """A zone of 60 enterprises with files of its own, whose IP office cannot be reached at first."""

    def __init__(self, root):
        self.project, self.home = root / "project", Home(root / "home")
        for folder in ("dags", "dbt_project", "expectations", "scripts"):
            shutil.copytree(ROOT / folder, self.project / folder, ignore=shutil.ignore_patterns("__pycache__", "logs"))
        # A person starts these nights, not the clock.
        self.change("dags/nightly.py", 'schedule="0 2 * * *"', "schedule=None")
        self.data = sample_night.sample_data(self.home, 60)
        self.away, self.drop = self.data / "drops" / "ip.away", self.data / "drops" / "ip"
        self.drop.rename(self.away)

    def environment(self, bureau: dict) -> dict[str, str]:
        offices = sample_night.connections(self.data, bureau, set())
        return (
            os.environ
            | sample_night.airflow_environment(self.home)
            | offices
            | {
                "INNOPOINTS_PROJECT": str(self.project),
                "AIRFLOW__CORE__DAGS_FOLDER": str(self.project / "dags"),
                "AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": "2",
                "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "2",
                "AIRFLOW__SCHEDULER__TRIGGER_TIMEOUT_CHECK_INTERVAL": "2",
            }
        )

    def wait_hours(self, hours: float) -> None:
        (self.project / "dags" / "approval.yml").write_text(RULE.format(hours=hours), encoding="utf-8")

    def change(self, file: str, was: str, now: str) -> None:
        text = (self.project / file).read_text(encoding="utf-8")
        assert was in text
        (self.project / file).write_text(text.replace(was, now), encoding="utf-8")

    def latest(self) -> dict | None:
        path = self.home.published / "score_v1" / "latest.json"
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None

    def manifest(self, number: int) -> dict:
        folder = self.home.published / "score_v1" / sample_night.THROUGH / str(number)
        return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))

    def held_by_banks(self) -> list[set[str]]:
        """What stands in the folder of the day of each bank."""
        days = self.home.root.glob(f"delivery/*/score_v1/{sample_night.THROUGH}")
        return [{each.name for each in day.iterdir()} for day in days]


@pytest.mark.faults
def test_closed_not_answered_approved_published_recalled_and_corrected_in_the_scheduler(tmp_path):
    zone = Zone(tmp_path)
    zone.wait_hours(SECONDS_20)
    zone.change(SUITE, RANGE, TOO_NARROW)
    with sample_night.serving(zone.data) as bureau:
        environment, port = zone.environment(bureau), airflow_server.free_port()
        sample_night.migrate(zone.home, environment)
        with airflow_server.airflow_server(environment, port, ("wangju", "lisi")) as passwords:
            wang, li = (User(f"http://127.0.0.1:{port}", name, passwords[name]) for name in ("wangju", "lisi"))
            story(zone, wang, li)


def story(zone: Zone, wang: User, li: User) -> None:
    night = ("nightly", "night-1")
    for dag in ("nightly", "recall"):
        wang.wait_for_dag(dag)
        wang.unpause(dag)
    wang.start(*night, {"as_of": sample_night.THROUGH})

    # 分数超出套件所写的范围：门关，不问任何人，什么都没有发布。
    assert wang.wait_for_run(*night, 600) == "failed"
    closed = wang.tasks(*night)
    assert closed["ingest_ip"] == "failed"
    assert (closed["build"], closed["gate"], closed["ask"]) == ("success", "failed", "upstream_failed")
    assert zone.latest() is None
    # 套件改对，从质检起重跑：门开，问；20 秒没有人答，就是不批准。
    zone.change(SUITE, TOO_NARROW, RANGE)
    wang.clear(*night, "gate")
    assert wang.wait_for_task(*night, "gate", {"success", "failed"}) == "success"
    assert wang.wait_for_task(*night, "ask", {"success", "failed"}) == "failed"
    assert wang.wait_for_run(*night) == "failed"
    assert zone.latest() is None
    # 改为等六小时，再问一次：不是批准人，答了不算；批准人点头，发布，送到各家银行。
    zone.wait_hours(SIX_HOURS)
    wang.clear(*night, "ask")
    wang.wait_for_task(*night, "ask", ASKING)
    question = wang.question(*night)
    assert zone.latest() is None
    assert li.answer(*night, "Approve") == 403
    assert wang.answer(*night, "Approve") == 200
    assert wang.wait_for_run(*night) == "success"
    first = zone.manifest(zone.latest()["edition"])
    assert first["approved_by"]["by"] == "wangju"
    assert first["root_hash"] in question["body"]
    assert zone.held_by_banks() == [{"1"}] * len(BANKS)
    # 撤回：当前没有可用的版本。
    why = {"edition": f"{sample_night.THROUGH}/1", "reason": "知识产权数据缺失", "by": "wangju", "dry_run": False}
    wang.start("recall", "recall-1", why)
    assert wang.wait_for_run("recall", "recall-1") == "success"
    assert zone.latest() is None
    # 知识产权局恢复：次夜的第 2 版，批准之后接替第 1 版。
    zone.away.rename(zone.drop)
    night = ("nightly", "night-2")
    wang.start(*night, {"as_of": sample_night.THROUGH})
    assert wang.wait_for_task(*night, "gate", {"success", "failed"}, 600) == "success"
    wang.wait_for_task(*night, "ask", ASKING)
    assert wang.answer(*night, "Approve") == 200
    assert wang.wait_for_run(*night) == "success"
    second = zone.manifest(zone.latest()["edition"])
    assert second["supersedes"] == {"edition": 1, "root_hash": first["root_hash"]}
    assert second["root_hash"] != first["root_hash"]
    assert zone.held_by_banks() == [{"1", "1.recall.json", "2"}] * len(BANKS)
