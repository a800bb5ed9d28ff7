"""Check: judge each new batch by its suite, `expectations/landing/<source>__<table>.yml`.

    <batch>.check.json = {verdict: passed | held, checked_at, suite, suite_sha256, rows, checks: [{check, ...}]}

A table without a suite is held: no news is bad news. So is a batch outside the row corridor of its passport. A held
batch is judged again when its suite or its corridor changes; a person may let it pass (see release.py).
"""

import logging
from datetime import UTC, datetime
from pathlib import Path

from innopoints import durable, yaml_file
from innopoints.errors import Refused
from innopoints.expect.suite import Suite
from innopoints.home import Home
from innopoints.ingest.batches import Batch, read_batches, table_folder
from innopoints.ingest.judge import judge
from innopoints.ingest.lock import source_locked
from innopoints.ingest.screen import clean_batches
from innopoints.ingest.volume import in_order_of_period, volume_checks
from innopoints.passports.source import Table, read_source
from innopoints.project import EXPECTATIONS

log = logging.getLogger("innopoints.check")


def check_landing(home: Home, source: str, known_at: datetime) -> dict:
    """Judge the unchecked batches of a source; what passes counts from `known_at` on.

    Raises Refused naming each batch that is held and not yet answered by a later one of the same origin.
    """
    passport = read_source(source)
    counts = {"passed": 0, "held": 0}
    with source_locked(home, source):
        for name, table in passport.tables.items():
            suite, reason = _suite_of(source, name)
            landed = read_batches(table_folder(home, source, name))
            new = [each for each in landed if not _is_settled(each, table)]
            clean = clean_batches(new, passport, suite) if suite else {}
            for batch in in_order_of_period(new, table):
                checks = clean.get(batch.batch) or judge(batch, passport, suite, reason)
                note = _note(batch, table, [*checks, *volume_checks(batch, table, landed)], known_at)
                durable.write_json(batch.path.with_suffix(".check.json"), note)
                counts[note["verdict"]] += 1
                log.info("%s.%s %s: %s", source, name, batch.origin, note["verdict"])
        held = [batch for table in passport.tables for batch in open_holds(home, source, table)]
    if held:
        raise Refused(
            f"{source}: held, not used: " + "; ".join(_words(batch) for batch in held) + ". Ask the office; if it is "
            f"right all the same: innopoints release {source} BATCH --because ..."
        )
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


def _is_settled(batch: Batch, table: Table) -> bool:
    check = batch.check
    if check is None:
        return False
    judged_by = (check["suite_sha256"], check.get("rows"))
    return batch.verdict == "passed" or judged_by == (_suite_sha256(batch.source, batch.table), table.rows.model_dump())


def verdict_of(checks: list[dict]) -> str:
    """held when a critical check did not succeed, else passed."""
    return "held" if any(each["severity"] == "critical" and not each["success"] for each in checks) else "passed"


def _note(batch: Batch, table: Table, checks: list[dict], moment: datetime) -> dict:
    """What stands beside a batch."""
    return {
        "suite": f"landing.{batch.source}__{batch.table}",
        "suite_sha256": _suite_sha256(batch.source, batch.table),
        "rows": table.rows.model_dump(),
        "checked_at": moment.astimezone(UTC).isoformat(),
        "verdict": verdict_of(checks),
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
