"""Nightly: pull every source, build the warehouse aside, judge it, publish it, deliver it to each bank.

One task is one `innopoints` command (for a source: fetch, land, check), so what failed here can be run by hand.
"""

import pendulum
from airflow.sdk import Asset, Param, chain, dag, task

from innopoints.nightly.asking import asked
from innopoints.project import BANKS, SOURCES

MOMENT = {
    "run": "{{ run_id }}",
    "due": "{{ dag_run.run_after.isoformat() }}",
    "as_of": "{{ params.as_of or '' }}",
    "known_at": "{{ params.known_at or '' }}",
}
# The first wait is Airflow's own core.default_task_retry_delay; each next one is twice as long.
PATIENT = {"retries": 2, "retry_exponential_backoff": 2}


def command(name: str, subject: str = "", **options):
    """The task that runs one command for one source, for one bank or for the zone."""

    @task(task_id="_".join(filter(None, [name, subject])), **options)
    def step(subject: str, run: str, due: str, as_of: str, known_at: str):
        from airflow.sdk.exceptions import AirflowFailException

        from innopoints.errors import Refused
        from innopoints.nightly import steps

        try:
            done = steps.run(name, subject, run=run, due=due, as_of=as_of, known_at=known_at)
            return done if name == "gate" else None  # whoever is asked reads what the gate said
        except Refused as refused:  # trying again cannot help
            raise AirflowFailException(str(refused)) from refused

    return step


def names(folder) -> list[str]:
    return sorted(path.stem for path in folder.glob("*.yml"))


@dag(
    dag_display_name="积分夜间任务 (nightly points run)",
    doc_md=__doc__,
    schedule="0 2 * * *",
    start_date=pendulum.datetime(2026, 1, 1, tz="Asia/Shanghai"),
    catchup=False,
    max_active_runs=1,
    default_args={"owner": "data-engineering"},
    params={
        "as_of": Param(None, type=["null", "string"], format="date", description="Default: the run's day in Shanghai."),
        "known_at": Param(
            None, type=["null", "string"], format="date-time", description="Default: when the run is due."
        ),
    },
    tags=["innopoints"],
)
def nightly():
    sources = [
        command("ingest", source, outlets=[Asset(f"innopoints://landing/{source}")], **PATIENT)(source, **MOMENT)
        for source in names(SOURCES)
    ]
    # A broken source must not stop the others: what landed is built, what did not shows as coverage.
    register = command("register", trigger_rule="all_done")("", **MOMENT)
    build, gate, promote = (command(name)("", **MOMENT) for name in ("build", "gate", "promote"))
    publish = command("publish", outlets=[Asset("innopoints://published/score_v1")])("", **MOMENT)
    deliver = command("deliver", map_index_template="{{ task.op_kwargs['subject'] }}", **PATIENT)
    deliveries = deliver.partial(**MOMENT).expand(subject=names(BANKS))
    chain(sources, register, build, gate, promote, *asked(command, **MOMENT), publish, deliveries)


nightly()
