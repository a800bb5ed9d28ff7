"""Check: judge each new batch by its suite, `expectations/landing/<source>__<table>.yml`.

    <batch>.check.json = {verdict: passed | held, suite, suite_sha256, checks: [{check, severity, success, ...}]}

A table without a suite is held: no news is bad news. A held batch is judged again when its suite changes.
"""

import logging
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from innopoints import durable, yaml_file
from innopoints.errors import Refused
from innopoints.expect.run import run_suite
from innopoints.expect.suite import Suite
from innopoints.home import Home
from innopoints.ingest.batches import Batch, read_batches, table_folder
from innopoints.ingest.landed import OWN_COLUMNS
from innopoints.ingest.lock import source_locked
from innopoints.passports.source import Source, read_source
from innopoints.project import EXPECTATIONS

log = logging.getLogger("innopoints.check")

# A share is only fair to enough rows: in a small batch this many rows may fail a `mostly` check, as long as
# they are not the half of it. Staging rejects bad rows one by one; a check here looks for a broken feed.
FEW_ROWS = 3


def check_landing(home: Home, source: str) -> dict:
    """Judge the unchecked batches of a source.

    Raises Refused naming each batch that is held and not yet answered by a later one of the same origin.
    """
    passport = read_source(source)
    counts = {"passed": 0, "held": 0}
    with source_locked(home, source):
        for table in passport.tables:
            suite, reason = _suite_of(source, table)
            for batch in read_batches(table_folder(home, source, table)):
                if _is_settled(batch, source, table):
                    continue
                verdict = _judge(batch, passport, suite, reason)
                durable.write_json(batch.path.with_suffix(".check.json"), verdict)
                counts[verdict["verdict"]] += 1
                log.info("%s.%s %s: %s", source, table, batch.origin, verdict["verdict"])
        held = [batch for table in passport.tables for batch in open_holds(home, source, table)]
    if held:
        raise Refused(f"{source}: held, not used: " + "; ".join(_words(batch) for batch in held))
    return {"source": source, "checked": counts}


def open_holds(home: Home, source: str, table: str) -> list[Batch]:
    """The held batches that no later passed batch of the same origin has answered."""
    batches = read_batches(table_folder(home, source, table))
    newest_good = {batch.origin: batch.landed_at for batch in batches if batch.verdict == "passed"}
    return [
        batch
        for batch in batches
        if batch.verdict == "held" and (batch.origin not in newest_good or newest_good[batch.origin] < batch.landed_at)
    ]


def suite_path(source: str, table: str) -> Path:
    """Where the suite of a table stands."""
    return EXPECTATIONS / "landing" / f"{source}__{table}.yml"


def _suite_of(source: str, table: str) -> tuple[Suite | None, str]:
    path = suite_path(source, table)
    if not path.exists():
        return None, f"there is no suite {path.name} in expectations/landing; write one"
    try:
        return yaml_file.read(path, Suite), ""
    except Refused as error:
        return None, str(error)


def _suite_sha256(source: str, table: str) -> str | None:
    path = suite_path(source, table)
    return durable.sha256_of(path) if path.exists() else None


def _is_settled(batch: Batch, source: str, table: str) -> bool:
    check = batch.check
    if check is None:
        return False
    return check["verdict"] == "passed" or check["suite_sha256"] == _suite_sha256(source, table)


def _judge(batch: Batch, source: Source, suite: Suite | None, reason: str) -> dict:
    note = {"suite": f"landing.{batch.source}__{batch.table}", "suite_sha256": _suite_sha256(batch.source, batch.table)}
    if suite is None:
        missing = {"check": "suite", "severity": "critical", "success": False, "because": reason, "observed": {}}
        return note | {"verdict": "held", "checks": [missing]}
    rows = _rows(batch, suite, source.tables[batch.table].named_parts(batch.origin) or {})
    result = run_suite(suite, rows, index_columns=("_row",))
    lenient = {check.id for check in suite.expect if "mostly" in check.arguments}
    checks = [_line(each, each.id in lenient) for each in result.checks]
    closed = any(each["severity"] == "critical" and not each["success"] for each in checks)
    return note | {"verdict": "held" if closed else "passed", "checks": checks}


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


def _rows(batch: Batch, suite: Suite, parts: dict[str, str]) -> pa.Table:
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
    for part, text in parts.items():
        table = table.append_column(f"_{part}", pa.array([text] * table.num_rows, pa.string()))
    return table


def _words(batch: Batch) -> str:
    bad = [each for each in batch.check["checks"] if each["severity"] == "critical" and not each["success"]]
    why = ", ".join(f"{each['because']} [{each['check']}: {_observed(each['observed'])}]" for each in bad)
    return f"{batch.table} {batch.origin} (batch {batch.batch}): {why}"


def _observed(observed: dict) -> str:
    if "failing" in observed:
        return f"{observed['failing']} of {observed['rows']} rows"
    return str(observed.get("error", observed.get("value", "")))
