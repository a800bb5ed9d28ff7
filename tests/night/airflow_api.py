"""What a person does in Airflow's pages, through its API: start a run, clear a task, answer a question."""

import time
from dataclasses import dataclass, field

import httpx

ENDED = {"success", "failed", "upstream_failed", "skipped"}


@dataclass
class User:
    """One signed-in user of an Airflow server."""

    address: str
    name: str
    password: str
    client: httpx.Client = field(init=False)

    def __post_init__(self):
        told = httpx.post(f"{self.address}/auth/token", json={"username": self.name, "password": self.password})
        signed = {"Authorization": f"Bearer {told.raise_for_status().json()['access_token']}"}
        self.client = httpx.Client(base_url=f"{self.address}/api/v2", headers=signed, timeout=60)

    def unpause(self, dag: str) -> None:
        self.client.patch(f"/dags/{dag}", json={"is_paused": False}).raise_for_status()

    def start(self, dag: str, run: str, conf: dict) -> None:
        asked = {"dag_run_id": run, "logical_date": None, "conf": conf}
        self.client.post(f"/dags/{dag}/dagRuns", json=asked).raise_for_status()

    def clear(self, dag: str, run: str, task: str) -> None:
        """Run a task and all after it once more, as the DAG stands now."""
        asked = {"dry_run": False, "dag_run_id": run, "task_ids": [task], "only_failed": False,
                 "include_downstream": True, "run_on_latest_version": True}  # fmt: skip
        self.client.post(f"/dags/{dag}/clearTaskInstances", json=asked).raise_for_status()

    def answer(self, dag: str, run: str, option: str) -> int:
        """Answer the question of `ask`; the status code says whether the answer counted.

        Airflow 3.3 takes an answer for a fault that comes before it has noted that the asking worker ended: read for
        three of the scheduler's heartbeats first, as a person would.
        """
        for _ in range(3):
            before = self._heartbeat()
            self._wait(lambda before=before: self._heartbeat() != before, {True}, 120, "the scheduler's heartbeat")
        said = {"chosen_options": [option], "params_input": {}}
        return self.client.patch(f"/dags/{dag}/dagRuns/{run}/taskInstances/ask/-1/hitlDetails", json=said).status_code

    def _heartbeat(self) -> str:
        return self.client.get("/monitor/health").json()["scheduler"]["latest_scheduler_heartbeat"]

    def question(self, dag: str, run: str) -> dict:
        return self.client.get(f"/dags/{dag}/dagRuns/{run}/taskInstances/ask/-1/hitlDetails").raise_for_status().json()

    def tasks(self, dag: str, run: str) -> dict[str, str | None]:
        """The state of each task; of a mapped one, of the worst of its parts."""
        told = self.client.get(f"/dags/{dag}/dagRuns/{run}/taskInstances", params={"limit": 200}).raise_for_status()
        states: dict[str, str | None] = {}
        for each in told.json()["task_instances"]:
            if states.get(each["task_id"], "success") == "success":
                states[each["task_id"]] = each["state"]
        return states

    def wait_for_task(self, dag: str, run: str, task: str, states: set[str], seconds: int = 300) -> str:
        return self._wait(lambda: self.tasks(dag, run).get(task), states, seconds, f"{run} {task}")

    def wait_for_run(self, dag: str, run: str, seconds: int = 300) -> str:
        state = lambda: self.client.get(f"/dags/{dag}/dagRuns/{run}").raise_for_status().json()["state"]  # noqa: E731
        return self._wait(state, ENDED, seconds, run)

    def wait_for_dag(self, dag: str) -> None:
        """Until the server has read the DAG's file."""
        self._wait(lambda: self.client.get(f"/dags/{dag}").raise_for_status().is_success, {True}, 120, dag)

    def _wait(self, look, states, seconds: int, what: str):
        until, seen = time.monotonic() + seconds, None
        while time.monotonic() < until:
            try:
                seen = look()
            except httpx.HTTPStatusError as error:
                seen = error.response.status_code
            if seen in states:
                return seen
            time.sleep(0.5)
        raise TimeoutError(f"{what}: {seen} after {seconds} s, not one of {states}")
