"""Check: judge each new batch by its suite, `expectations/landing/<source>__<table>.yml`.

    <batch>.check.json = {verdict: passed | held, suite, suite_sha256, checks: [{check, severity, success, ...}]}

A table without a suite is held: no news is bad news. A held batch is judged again when its suite changes.
"""

import logging
from pathlib import Path

from innopoints import durable, yaml_file
from innopoints.errors import Refused
from innopoints.expect.suite import Suite
from innopoints.home import Home
from innopoints.ingest.batches import Batch, read_batches, table_folder
from innopoints.ingest.judge import judge
from innopoints.ingest.lock import source_locked
from innopoints.ingest.screen import clean_batches
from innopoints.passports.source import read_source
from innopoints.project import EXPECTATIONS

log = logging.getLogger("innopoints.check")


def check_landing(home: Home, source: str) -> dict:
    """Judge the unchecked batches of a source.

    Raises Refused naming each batch that is held and not yet answered by a later one of the same origin.
    """
    passport = read_source(source)
    counts = {"passed": 0, "held": 0}
    with source_locked(home, source):
        for table in passport.tables:
            suite, reason = _suite_of(source, table)
            new = [
                each for each in read_batches(table_folder(home, source, table)) if not _is_settled(each, source, table)
            ]
            clean = clean_batches(new, passport, suite) if suite else {}
            for batch in new:
                checks = clean.get(batch.batch) or judge(batch, passport, suite, reason)
                verdict = verdict_of(source, table, checks)
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


def verdict_of(source: str, table: str, checks: list[dict]) -> dict:
    """What stands beside a batch: held when a critical check did not succeed."""
    closed = any(each["severity"] == "critical" and not each["success"] for each in checks)
    return {
        "suite": f"landing.{source}__{table}",
        "suite_sha256": _suite_sha256(source, table),
        "verdict": "held" if closed else "passed",
        "checks": checks,
    }


def _words(batch: Batch) -> str:
    bad = [each for each in batch.check["checks"] if each["severity"] == "critical" and not each["success"]]
    why = ", ".join(f"{each['because']} [{each['check']}: {_observed(each['observed'])}]" for each in bad)
    return f"{batch.table} {batch.origin} (batch {batch.batch}): {why}"


def _observed(observed: dict) -> str:
    if "failing" in observed:
        return f"{observed['failing']} of {observed['rows']} rows"
    return str(observed.get("error", observed.get("value", "")))
