"""Judge one batch by its table's suite."""

import pyarrow as pa
import pyarrow.parquet as pq

from innopoints.expect.run import run_suite
from innopoints.expect.suite import Suite
from innopoints.ingest.batches import Batch
from innopoints.ingest.landed import OWN_COLUMNS
from innopoints.passports.source import Source

# A share is only fair to enough rows: in a small batch this many rows may fail a `mostly` check, as long as
# they are not the half of it. Staging rejects bad rows one by one; a check here looks for a broken feed.
FEW_ROWS = 3


def judge(batch: Batch, source: Source, suite: Suite | None, reason: str) -> list[dict]:
    """What each check found in one batch; without a suite, one failed check that gives `reason`."""
    if suite is None:
        return [{"check": "suite", "severity": "critical", "success": False, "because": reason, "observed": {}}]
    result = run_suite(suite, rows_of(batch, source, suite), index_columns=("_row",))
    lenient = {check.id for check in suite.expect if "mostly" in check.arguments}
    return [_line(each, each.id in lenient) for each in result.checks]


def _line(result, lenient: bool) -> dict:
    line = {
        "check": result.id,
        "severity": result.severity,
        "success": result.success,
        "because": result.because,
        "observed": result.observed,
        "examples": result.examples,
    }
    failing, rows = result.observed.get("failing"), result.observed.get("rows", 0)
    if lenient and not result.success and failing is not None and failing <= FEW_ROWS and failing * 2 < rows:
        line |= {"success": True, "observed": result.observed | {"few_rows": True}}
    return line


def rows_of(batch: Batch, source: Source, suite: Suite) -> pa.Table:
    """The columns the suite names, plus what the file's name says, as `_<part>`."""
    file = pq.ParquetFile(batch.path)
    there = [name for name in file.schema_arrow.names if name not in OWN_COLUMNS]
    named: set[str] = set()
    for check in suite.expect:
        if check.expectation.startswith("table_column"):
            named |= set(there)
        for value in check.arguments.values():
            named |= {value} if isinstance(value, str) else set(map(str, value)) if isinstance(value, list) else set()
    table = file.read([name for name in there if name in named] + ["_row"])
    parts = source.tables[batch.table].named_parts(batch.origin) or {}
    for part, text in parts.items():
        table = table.append_column(f"_{part}", pa.array([text] * table.num_rows, pa.string()))
    return table
