"""Judge the new batches of a table together, and let pass those none of whose rows fails any check.

Great Expectations costs about a tenth of a second a run, however small the batch, and a first night has hundreds of
files. A batch without one failing row passes whatever a check tolerates; every other batch is judged alone. That is
sound because a row that fails alone fails in company too: the checks look at rows, or at rows being unique.
"""

import pyarrow as pa

from innopoints.expect.run import run_suite
from innopoints.expect.suite import Suite
from innopoints.ingest.batches import Batch
from innopoints.ingest.judge import rows_of
from innopoints.passports.source import Source

ROWS_TOGETHER = 500_000


def clean_batches(batches: list[Batch], source: Source, suite: Suite) -> dict[str, list[dict]]:
    """By batch id, the check lines of each batch without a failing row; the others are left to be judged alone."""
    clean: dict[str, list[dict]] = {}
    for together in _groups([batch for batch in batches if 0 < batch.rows <= ROWS_TOGETHER]):
        if len(together) > 1:
            clean |= _clean({batch.batch: rows_of(batch, source, suite) for batch in together}, suite)
    return clean


def _groups(batches: list[Batch]) -> list[list[Batch]]:
    groups, rows = [[]], 0
    for batch in batches:
        if groups[-1] and rows + batch.rows > ROWS_TOGETHER:
            groups.append([])
            rows = 0
        groups[-1].append(batch)
        rows += batch.rows
    return groups


def _clean(tables: dict[str, pa.Table], suite: Suite) -> dict[str, list[dict]]:
    marked = [table.append_column("_batch", pa.array([name] * table.num_rows)) for name, table in tables.items()]
    # A check of nothing but nulls has judged nothing: such a batch is judged alone.
    suspect = {name for name, table in tables.items() if any(c.null_count == table.num_rows for c in table.columns)}
    result = run_suite(suite, pa.concat_tables(marked, promote_options="default"), ("_batch",), examples=None)
    for check in result.checks:
        if check.observed.get("failing") != len(check.examples):
            return {}  # not a check of rows, or one that could not run: each batch has to answer for itself
        suspect |= {row["_batch"] for row in check.examples}
    return {
        name: [
            {
                "check": check.id,
                "severity": check.severity,
                "success": True,
                "because": check.because,
                "observed": {"rows": table.num_rows, "failing": 0},
                "examples": [],
            }
            for check in result.checks
        ]
        for name, table in tables.items()
        if name not in suspect
    }
