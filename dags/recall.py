"""Recall: take a published edition back, by name and with a reason. Started by a person, never by the clock.

The pointer falls back to the last good edition and every bank that holds the edition finds a notice. It cannot be
undone: `dry_run` is on unless it is switched off. By hand: `innopoints recall 2026-06-30/1 --reason "…" --dry-run`.
"""

import pendulum
from airflow.sdk import Param, dag, task

EDITION = r"^\d{4}-\d{2}-\d{2}/\d+$"


@dag(
    dag_display_name="积分撤回 (recall of an edition)",
    doc_md=__doc__,
    schedule=None,
    start_date=pendulum.datetime(2026, 1, 1, tz="Asia/Shanghai"),
    max_active_runs=1,
    default_args={"owner": "data-engineering", "retries": 2, "retry_exponential_backoff": 2},
    params={
        "edition": Param(type="string", pattern=EDITION, description="Day and number, e.g. 2026-06-30/1."),
        "reason": Param(type="string", minLength=5, description="Why; every bank that holds the edition reads it."),
        "by": Param(type="string", minLength=2, description="Who decided."),
        "affected": Param([], type="array", items={"type": "string"}, description="Credit codes; empty: all."),
        "replacement": Param(
            None, type=["null", "string"], pattern=EDITION, description="The edition to use instead, if any."
        ),
        "dry_run": Param(True, type="boolean", description="Only say what would happen."),
    },
    tags=["innopoints"],
)
def recall():
    @task(task_id="recall")
    def take_back(params: dict, run_id: str, dag_run):
        from airflow.sdk.exceptions import AirflowFailException

        from innopoints.errors import Refused, WrongUse
        from innopoints.nightly.recall_run import as_asked

        try:
            return as_asked(params, run_id, dag_run.run_after)
        except (Refused, WrongUse) as refused:  # trying again cannot help
            raise AirflowFailException(str(refused)) from refused

    take_back()


recall()
