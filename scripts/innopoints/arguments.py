"""How days, moments and editions are written on a command line, and how a command answers."""

import json
from datetime import UTC, date, datetime

import typer

from innopoints.errors import WrongUse


def day(text: str, option: str = "--as-of") -> date:
    """2026-06-30 as a date. Raises WrongUse naming the option."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise WrongUse(f"{option} {text!r} is not a day; write it as 2026-06-30") from error


def moment(text: str) -> datetime:
    """2026-07-01T02:00:00+08:00 in UTC; empty is now. Raises WrongUse for a moment without its time zone."""
    from innopoints import clock

    if not text:
        return clock.now()
    try:
        said = datetime.fromisoformat(text)
    except ValueError as error:
        raise WrongUse(f"{text!r} is not a moment; write it as 2026-07-01T02:00:00+08:00") from error
    if said.tzinfo is None:
        raise WrongUse(f"{text!r} has no time zone; write it as 2026-07-01T02:00:00+08:00")
    return said.astimezone(UTC)


def edition(text: str) -> tuple[date, int]:
    """2026-06-30/1 as day and number. Raises WrongUse."""
    of, slash, number = text.partition("/")
    if not slash or not number.isdecimal():
        raise WrongUse(f"{text!r} is not an edition; write it as 2026-06-30/1")
    return day(of, "the day"), int(number)


def say(result: dict) -> None:
    """Print what a command returns."""
    typer.echo(json.dumps(result, ensure_ascii=False, indent=1, default=str))
