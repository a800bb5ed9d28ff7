"""What the landing zone holds, table by table, for a person: the status command and the run's summary."""

from datetime import date

from innopoints import clock
from innopoints.home import Home
from innopoints.ingest.batches import landed_tables, read_batches, table_folder
from innopoints.ingest.check import open_holds
from innopoints.ingest.freshness import late
from innopoints.ingest.reading.unread import unread_path
from innopoints.ingest.refused import open_refusals
from innopoints.passports.source import read_sources


def overview(home: Home, day: date | None = None) -> list[dict]:
    """One dict per source and table, in passport order; a table that never landed is there with rows 0.

    `day` is the one by which feeds are late, today when left out.

    Keys: source, table, title, batches, rows (of passed batches), last_landed_at (datetime or None), unchecked,
    held [{batch, origin, because}], released [a sentence each], refused [{origin, reason}],
    unknown_columns [names of the newest batch], drift [sentences about the layout of what landed last],
    late [sentences], unread [a sentence for each file in force with rows that could not be read].
    """
    passports = read_sources()
    keys = [(source, table) for source, passport in passports.items() for table in passport.tables]
    keys += [key for key in landed_tables(home) if key not in keys]
    refusals = [record for source in {source for source, _ in keys} for record in open_refusals(home, source)]
    day = day or clock.day_in_shanghai(clock.now())
    lines = []
    for source, table in keys:
        batches = read_batches(table_folder(home, source, table))
        passed = [batch for batch in batches if batch.verdict == "passed"]
        passport = passports.get(source)
        described = passport.tables.get(table) if passport else None
        lines.append(
            {
                "source": source,
                "table": table,
                "title": described.title if described else "",
                "batches": len(passed),
                "rows": sum(batch.rows for batch in passed),
                "last_landed_at": max((batch.landed_at for batch in batches), default=None),
                "unchecked": sum(batch.verdict is None for batch in batches),
                "held": [_held(batch) for batch in open_holds(home, source, table)],
                "refused": [
                    {"origin": each.origin, "reason": each.reason}
                    for each in refusals
                    if (each.source, each.table) == (source, table)
                ],
                "unknown_columns": batches[-1].sidecar["unknown_columns"] if batches else [],
                "released": [_released(batch) for batch in batches if batch.release],
                "late": late(described, passed, day) if described else [],
                "drift": _drift(batches),
                "unread": [words for batch in _newest_of_origin(passed) if (words := _unread(batch))],
            }
        )
    return lines


def _held(batch) -> dict:
    bad = [each for each in batch.check["checks"] if each["severity"] == "critical" and not each["success"]]
    return {"batch": batch.batch, "origin": batch.origin, "because": [each["because"] for each in bad]}


def _released(batch) -> str:
    note = batch.release
    return f"{batch.origin} by {note['by']} at {note['released_at']}: {note['because']}"


def _drift(batches: list) -> list[str]:
    """What moved in the files of the last landing; many files that moved the same way are one sentence."""
    last = [batch for batch in batches if batch.landed_at == batches[-1].landed_at]
    moved: dict[str, list[str]] = {}
    for batch in last:
        for sentence in batch.sidecar.get("drift", []):
            moved.setdefault(sentence, []).append(batch.origin)
    others = {sentence: f" and {len(files) - 1} others" if files[1:] else "" for sentence, files in moved.items()}
    return [f"{min(files)}{others[sentence]}: {sentence}" for sentence, files in moved.items()]


def _newest_of_origin(batches: list) -> list:
    """A corrected file answers for the rows its earlier self could not give."""
    return list({batch.origin: batch for batch in batches}.values())


def _unread(batch) -> str | None:
    note = batch.sidecar
    if not (count := note.get("unread_rows", 0)):
        return None
    return f"{batch.origin}: {count} of {note['sent_rows']} rows, see {unread_path(batch.path)}"
