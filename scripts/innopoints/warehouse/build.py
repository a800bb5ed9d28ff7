"""Build the candidate warehouse: landing and registry in, measures, scores and publication tables out.

    landing/*.parquet ─┐
    registry/*.parquet ├─▶ warehouse/candidate.duckdb  (one file, one writer, thrown away and rebuilt each run)
    last edition ──────┘   warehouse/candidate.json    (what it was built from)

The same batches, registry, code version, as-of date and previous edition give the same published rows.
"""

from datetime import date, datetime

from innopoints import durable
from innopoints.home import Home
from innopoints.ingest.batches import batches_in_force
from innopoints.project import DBT
from innopoints.publication.editions import editions_of_the_day, previous_edition, recalled_before
from innopoints.warehouse import dbt
from innopoints.warehouse.code_version import code_commit, code_version
from innopoints.warehouse.inputs import prepare
from innopoints.warehouse.kept_registry import keep_registry


def build(home: Home, as_of: date, known_at: datetime) -> dict:
    """Build `home.candidate` for one day from what had landed by `known_at` (UTC).

    Returns counts of models, tests, and batches used. Raises Refused when a model or a data test fails, naming
    each, and leaves no candidate.json then, so that nothing later can mistake it for a finished one.
    """
    home.candidate_json.unlink(missing_ok=True)
    _remove(home)
    home.warehouse.mkdir(parents=True, exist_ok=True)
    batches = batches_in_force(home, known_at)
    previous = previous_edition(home, as_of)
    recalled = recalled_before(home, as_of)
    of_the_day = editions_of_the_day(home, as_of)
    registry_sha256, registry = keep_registry(home)
    prepare(home, batches, previous, as_of, recalled, registry, of_the_day, known_at=known_at)
    ran = dbt.build(home, project=DBT, variables={"as_of_date": as_of.isoformat(), "known_at": known_at.isoformat()})
    facts = {
        "as_of": as_of.isoformat(),
        "known_at": known_at.isoformat(),
        "batches": [
            {
                "source": each.source,
                "table": each.table,
                "batch": each.batch,
                "sha256": each.sha256,
                "rows": each.rows,
                "landed_at": str(each.landed_at),
            }
            for key in sorted(batches)
            for each in batches[key]
        ],
        "registry_sha256": registry_sha256,
        "code_version": code_version(),
        "code_commit": code_commit(),
        "previous": previous and {key: previous[key] for key in ("as_of", "edition", "root_hash")},
        "recalled": recalled,
        "of_the_day": [int(folder.name) for folder in of_the_day],
    }
    durable.fsync_file(home.candidate)
    durable.write_json(home.candidate_json, facts)
    return {"batches": len(facts["batches"]), "previous": facts["previous"], **ran}


def _remove(home: Home) -> None:
    for name in (home.candidate.name, home.candidate.name + ".wal"):
        (home.warehouse / name).unlink(missing_ok=True)
