"""The scoring models of the dbt project as SQL ready to run, so that a trial and a night can never disagree.

dbt needs ten seconds to read the project; its answer is kept beside the warehouse until a file of the project changes.
"""

import hashlib
import json
import os
import tempfile
from dataclasses import asdict, dataclass
from datetime import date
from graphlib import TopologicalSorter
from importlib.metadata import version
from pathlib import Path

import duckdb

from innopoints import durable
from innopoints.errors import Refused
from innopoints.project import DBT
from innopoints.trial.progress import Progress

DATABASE = "trial"
"""Compiled SQL names its database: a trial's file is `trial.duckdb`."""

SCORED = ("score", "group_points", "indicator_points")
"""What a table is scored by."""

COMPARED = (*SCORED, "outcome")
"""What two schemes are compared by."""

_MEANS = {"table": "table", "view": "view"}


@dataclass(frozen=True)
class Model:
    """One model: where its rows go, the select that makes them, and which other models it reads."""

    schema: str
    name: str
    kind: str
    sql: str
    reads: list[str]

    def run(self, con: duckdb.DuckDBPyConnection) -> None:
        con.execute(f'create or replace {self.kind} "{self.schema}"."{self.name}" as {self.sql}')


def scoring_models(kept: Path, as_of: date, progress: Progress, answers: tuple[str, ...] = SCORED) -> list[Model]:
    """Every model that `answers` need, each after those it reads; `kept` is a folder for what dbt said."""
    path = kept / f"{_fingerprint(as_of)}.json"
    if not path.is_file():
        progress("dbt reads the scoring models (once, until they change)")
        models = _compile(as_of)
        durable.write_json(path, {name: asdict(model) for name, model in models.items()})
        for old in set(kept.glob("*.json")) - {path}:
            old.unlink(missing_ok=True)
    models = {name: Model(**each) for name, each in json.loads(path.read_text("utf-8")).items()}
    needed, open_ends = set(), list(answers)
    while open_ends:
        needed.add(name := open_ends.pop())
        open_ends += models[name].reads
    order = TopologicalSorter({name: models[name].reads for name in sorted(needed)})
    return [models[name] for name in order.static_order()]


def _fingerprint(as_of: date) -> str:
    """Changes when the models, a macro, dbt or the day does."""
    digest = hashlib.sha256(f"{as_of} {version('dbt-core')} {version('dbt-duckdb')}".encode())
    files = [DBT / "dbt_project.yml", *(DBT / "macros").rglob("*.sql"), *(DBT / "models").rglob("*.*")]
    for path in sorted(files):
        digest.update(path.relative_to(DBT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:32]


def _compile(as_of: date) -> dict[str, Model]:
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    variables = json.dumps({"as_of_date": as_of.isoformat(), "known_at": f"{as_of}T00:00:00+00:00"})
    with tempfile.TemporaryDirectory() as aside:
        os.environ["INNOPOINTS_CANDIDATE"] = str(Path(aside) / f"{DATABASE}.duckdb")
        told = ["--quiet", "--no-introspect", "--no-populate-cache", "--vars", variables]
        places = ["--project-dir", str(DBT), "--profiles-dir", str(DBT), "--target-path", aside, "--log-path", aside]
        chosen = "path:models/scoring/*.sql,resource_type:model"
        try:
            ran = dbtRunner().invoke(["compile", *told, *places, "--select", chosen])
        finally:
            DuckDBConnectionManager.close_all_connections()
    if not ran.success:
        failed = [f"{each.node.name}: {each.message}" for each in ran.result or [] if str(each.status) == "error"]
        raise Refused(
            f"dbt could not read the scoring models under {DBT}: {ran.exception or '; '.join(failed)}\n"
            "Put right what it names and try again; `make lint` reads the project without a trial."
        )
    nodes = {each.node.unique_id: each.node for each in ran.result if each.node.resource_type == "model"}
    return {
        node.name: Model(
            schema=node.schema,
            name=node.alias,
            kind=_MEANS[node.config.materialized],
            sql=node.compiled_code,
            reads=sorted(nodes[each].name for each in set(node.depends_on.nodes) & set(nodes)),
        )
        for node in nodes.values()
    }
