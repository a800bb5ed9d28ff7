"""Which tables are late: what was due by a day and has not come, by the calendar of the passport."""

from datetime import date

from innopoints.clock import day_in_shanghai
from innopoints.ingest.batches import Batch
from innopoints.passports.source import Table


def late(table: Table, in_force: list[Batch], day: date) -> list[str]:
    """What was due before `day` and is not there; divisions (banks, say) that stand alike share a sentence.

    Where file names say no period, anything that arrived after the period's end counts as it.
    """
    if table.arrives is None:
        return []
    year, month = table.arrives.newest_due(day)
    period, due = table.arrives.period(year, month), table.arrives.due_on(year, month)
    divisions: dict[tuple[str, ...], list[Batch]] = {}
    for batch in in_force:
        divisions.setdefault(table.divided_by(batch.origin), []).append(batch)
    alike: dict[str, list[str]] = {}
    for parts, batches in sorted((divisions or {(): []}).items()):
        newest = max((table.period_of(each.origin)[: len(period)] for each in batches), default="")
        last_day = max((day_in_shanghai(each.landed_at) for each in batches), default=None)
        is_there = newest >= period if newest else last_day is not None and last_day >= table.arrives.ends(year, month)
        if not is_there:
            have = f"the newest is {newest or last_day}" if batches else "nothing ever came"
            alike.setdefault(f"{period} was due by {due}, {have}", []).append(" ".join(parts))
    return [f"{', '.join(whose)}: {sentence}" if any(whose) else sentence for sentence, whose in alike.items()]
