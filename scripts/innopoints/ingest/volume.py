"""Is a batch as large as its passport expects, alone and beside the one before?"""

from innopoints.ingest.batches import Batch
from innopoints.passports.source import Table


def in_order_of_period(batches: list[Batch], table: Table) -> list[Batch]:
    """Oldest first, and of one night the earlier period first: each is compared with what came before it."""
    return sorted(batches, key=lambda each: (each.landed_at, table.period_of(each.origin), each.origin, each.batch))


def volume_checks(batch: Batch, table: Table, landed: list[Batch]) -> list[dict]:
    """A check for each bound of the passport, in the shape of a suite's; none where it sets none."""
    rows, checks = table.rows, []
    if rows.at_least or rows.at_most is not None:
        fits = rows.at_least <= batch.rows and (rows.at_most is None or batch.rows <= rows.at_most)
        bounds = f"at least {rows.at_least:,}" + (f", at most {rows.at_most:,}" if rows.at_most is not None else "")
        checks.append(_check("rows_within_corridor", fits, f"行数超出约定 / {batch.rows:,} rows, agreed are {bounds}"))
    if rows.shrink is not None and (before := batch_before(batch, table, landed)):
        fits = batch.rows >= before.rows * (1 - rows.shrink)
        lost = f"{batch.rows:,} rows, {before.rows:,} in {before.origin}, {rows.shrink:.0%} fewer are allowed"
        checks.append(_check("rows_not_shrunk", fits, f"比上一批少得太多，多半是没导全 / {lost}"))
    return checks


def batch_before(batch: Batch, table: Table, landed: list[Batch]) -> Batch | None:
    """The last good batch of the same division: of an earlier period, or an earlier sending of the same one."""

    good = [
        each
        for each in _of_same_division(batch, table, landed)
        if each.batch != batch.batch
        and each.verdict == "passed"
        and _place(each, table)[:2] <= _place(batch, table)[:2]
    ]
    return max(good, key=lambda each: _place(each, table), default=None)


def is_newest(batch: Batch, table: Table, in_force: list[Batch]) -> bool:
    """Is it the newest of its division among the batches in force: what a snapshot says to be there now?"""
    return batch == max(_of_same_division(batch, table, in_force), key=lambda each: _place(each, table))


def _of_same_division(batch: Batch, table: Table, landed: list[Batch]) -> list[Batch]:
    return [each for each in landed if table.divided_by(each.origin) == table.divided_by(batch.origin)]


def _place(batch: Batch, table: Table) -> tuple:
    return (table.period_of(batch.origin), batch.landed_at, batch.batch)


def _check(name: str, success: bool, because: str) -> dict:
    return {
        "check": name,
        "severity": "critical",
        "success": success,
        "because": because,
        "observed": {},
        "examples": [],
    }
