"""The only reader of the clock; everything else is told its moment."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """The present moment in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)  # noqa: TID251


def day_in_shanghai(moment: datetime) -> date:
    """The calendar day of a moment where the zone office stands."""
    return moment.astimezone(SHANGHAI).date()
