"""A thousand random histories in one landing zone, and builds of it for an as-of day and a moment of knowledge."""

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from innopoints.durable import write_json
from innopoints.gate.export import export
from innopoints.home import Home
from innopoints.ingest.batches import batches_in_force, table_folder
from innopoints.passports.source import read_sources
from innopoints.project import DBT, SCHEMES
from innopoints.publication.contents import describe_parquet, root_hash, schemes_of
from innopoints.registry.register import register
from innopoints.warehouse.inputs import prepare
from innopoints.warehouse.parsed import parsed
from tests.point_in_time.histories import LANDINGS, Filing, History
from tests.point_in_time.offices import history
from tests.staging.conftest import code

SEQUENCES = 1000
SEED = 20260630
PUBLISHED = ["pub_score_v1", "pub_indicator_v1"]
EDITION = " ".join(f"+{name}" for name in PUBLISHED)


@dataclass(frozen=True)
class Zone:
    """The histories, and the home their filings have landed in."""

    home: Home
    histories: dict[str, History]

    @property
    def filings(self) -> list[Filing]:
        return [filing for each in self.histories.values() for filing in each.filings]


@pytest.fixture(scope="session")
def zone(tmp_path_factory) -> Zone:
    home = Home(tmp_path_factory.mktemp("point_in_time"))
    made = Zone(home, {uscc: history(uscc, SEED + n) for n, uscc in enumerate(map(code, range(SEQUENCES)))})
    register(home, SCHEMES)
    return made


@pytest.fixture(scope="session")
def build(zone, tmp_path_factory) -> Callable[[date, datetime], duckdb.DuckDBPyConnection]:
    """build(as_of, known_at): measures, scores and published tables, parsed once for all builds."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    home = zone.home
    places = ["--project-dir", str(DBT), "--profiles-dir", str(DBT), "--target-path", str(home.root / "target")]
    aside = ["--log-path", str(home.logs), "--quiet"]
    project = parsed(DBT)
    os.environ["INNOPOINTS_CANDIDATE"] = str(home.candidate)

    def run(as_of: date, known_at: datetime, select: str) -> duckdb.DuckDBPyConnection:
        home.warehouse.mkdir(exist_ok=True)
        for path in home.warehouse.iterdir():
            path.unlink()
        prepare(home, batches_in_force(home, known_at), previous=None, as_of=as_of)
        variables = json.dumps({"as_of_date": str(as_of), "known_at": known_at.isoformat()})
        runner = dbtRunner(manifest=project.deepcopy())
        ran = runner.invoke(["run", *places, *aside, "--vars", variables, "--select", *select.split()])
        DuckDBConnectionManager.close_all_connections()
        assert ran.success, [f"{each.node.name}: {each.message}" for each in ran.result or []] or ran.exception
        return duckdb.connect(home.candidate, read_only=True)

    return run


def land(home: Home, filings: list[Filing]) -> None:
    """Write filings as the batches they came in: two pieces of a table may land at one moment, and some are held."""
    columns = {
        (name, table): each.columns for name, source in read_sources().items() for table, each in source.tables.items()
    }
    by_batch: dict[tuple, list[Filing]] = {}
    for filing in filings:
        by_batch.setdefault((filing.table, filing.landing, filing.piece, filing.held), []).append(filing)
    for (table, landing, piece, held), rows in by_batch.items():
        ((source, _),) = (key for key in columns if key[1] == table)
        rows = [filing.row for filing in sorted(rows, key=lambda filing: filing.order)]
        sha256 = hashlib.sha256(repr(rows).encode()).hexdigest()
        moment = LANDINGS[landing]
        stamp = (moment + timedelta(microseconds=piece)).astimezone(UTC).replace(tzinfo=None)
        texts = {name: pa.array([row.get(name) for row in rows], pa.string()) for name in columns[source, table]}
        own = {"_batch": [sha256[:16]] * len(rows), "_row": range(1, len(rows) + 1), "_landed_at": [stamp] * len(rows)}
        path = table_folder(home, source, table) / f"{sha256[:16]}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(pa.table(texts | own), path)
        note = {"source": source, "table": table, "batch": path.stem, "origin": f"{landing}-{piece}", "rows": len(rows)}
        write_json(path.with_suffix(".json"), note | {"sha256": sha256, "landed_at": moment.isoformat()})
        write_json(path.with_suffix(".check.json"), {"verdict": "held" if held else "passed"})


def root_of(home: Home, as_of: date) -> str:
    """The root hash of what the candidate would publish."""
    folder = home.root / "export"
    folder.mkdir(exist_ok=True)
    export(home.candidate, PUBLISHED, folder)
    files = [describe_parquet(folder / f"{name}.parquet") for name in PUBLISHED]
    return root_hash("score_v1", str(as_of), files, schemes_of(folder / "pub_score_v1.parquet"))
