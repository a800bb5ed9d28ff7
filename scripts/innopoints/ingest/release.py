"""Release: a person lets a held batch pass, with a reason that stands beside it for ever.

    <batch>.release.json = {because, by, released_at}

The batch counts from `released_at` on; what was known before stays what it was.
"""

import logging
from datetime import UTC, datetime

from innopoints import durable
from innopoints.errors import WrongUse
from innopoints.home import Home
from innopoints.ingest.batches import Batch, read_batches, table_folder
from innopoints.ingest.lock import source_locked
from innopoints.passports.source import read_source

log = logging.getLogger("innopoints.check")


def release(home: Home, source: str, batch: str, because: str, by: str, moment: datetime) -> dict:
    """Let one held batch of a source count from `moment` on; a batch released before keeps its first release.

    Raises WrongUse when there is no such batch, it is not held, or no reason is given.
    """
    if len(because.strip()) < 5:
        raise WrongUse("--because needs a reason that somebody can understand next year")
    with source_locked(home, source):
        found = _batch(home, source, batch)
        if found.check is None:
            raise WrongUse(f"{found.batch} ({found.origin}) is not checked yet; run: innopoints check {source}")
        if found.check["verdict"] == "passed":
            raise WrongUse(f"{found.batch} ({found.origin}) has passed its checks; there is nothing to release")
        note = found.release
        if note is None:
            note = {"because": because.strip(), "by": by, "released_at": moment.astimezone(UTC).isoformat()}
            durable.write_json(found.path.with_suffix(".release.json"), note)
            log.warning("%s.%s %s: released by %s: %s", source, found.table, found.origin, by, because.strip())
    return {"source": source, "table": found.table, "batch": found.batch, "origin": found.origin} | note


def _batch(home: Home, source: str, batch: str) -> Batch:
    tables = read_source(source).tables
    landed = [each for table in tables for each in read_batches(table_folder(home, source, table))]
    fitting = [each for each in landed if each.batch.startswith(batch)] if batch else []
    if len(fitting) != 1:
        held = ", ".join(f"{each.batch} ({each.origin})" for each in landed if each.verdict == "held") or "none"
        raise WrongUse(f"{len(fitting)} batches of {source} begin with {batch!r}; held are: {held}")
    return fitting[0]
