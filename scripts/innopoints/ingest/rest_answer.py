"""How an answer over HTTP is judged: worth waiting for, wrong for good, or the rows."""

import json
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from innopoints.errors import OutsideFailed
from innopoints.passports.rest import Answer, Rest


class Busy(Exception):
    """Worth asking again. `after` is the wait in seconds the office asked for; `unreachable` when nobody answered."""

    def __init__(self, reason: str, after: float | None = None, unreachable: bool = False):
        super().__init__(reason)
        self.after, self.unreachable = after, unreachable


class StillBusy(OutsideFailed):
    """Our patience for tonight is at its end; what was read so far stays good."""


def answer_of(
    response: httpx.Response, body: bytes, path: str, longest_wait: float, clean: Callable[[str], str]
) -> Any:
    """The JSON of an answer, numbers as the text they were sent as; `clean` takes secrets out of an office's words.

    Raises Busy (429, 5xx, a broken body) or OutsideFailed (any other refusal).
    """
    status = response.status_code
    if status == 429 or status >= 500:
        after = retry_after(response)
        if after is not None and after > longest_wait:
            raise StillBusy(
                f"{path}: HTTP {status}, the office asks us to wait {after:.0f} s; that is longer than "
                f"longest_wait_seconds ({longest_wait:.0f}): fetch again later"
            )
        raise Busy(f"HTTP {status}", after)
    if status != 200:
        said = clean(body.decode(response.encoding or "utf-8", "replace"))[:200]
        raise OutsideFailed(f"{path}: HTTP {status}: {said!r}; check path and page_size in the passport")
    try:
        return json.loads(body, parse_int=str, parse_float=str)
    except ValueError:
        raise Busy("the answer is not whole JSON") from None


def rows_of(
    answer: Any, where: Answer, path: str, clean: Callable[[str], str]
) -> tuple[list[dict], int | None, dict[str, str] | None, str | None]:
    """A page's rows, the office's total, its sums and its next cursor, where it says them.

    Raises OutsideFailed when the answer is another shape than the passport says.
    """
    if isinstance(answer, dict) and str(answer.get("code", "0")) not in ("0", "200"):
        said = clean(f"{answer['code']}: {answer.get('message', '')}")[:200]
        raise OutsideFailed(f"{path}: the office answers code {said}")
    rows = _at(answer, where.rows) if where.rows else answer
    if not isinstance(rows, list):
        raise OutsideFailed(
            f'{path}: the answer has no list "{where.rows}"; ask the office whether the interface has changed'
        )
    if not all(isinstance(row, dict) for row in rows):
        raise OutsideFailed(f'{path}: "{where.rows}" holds something that is not a row')
    total = _at(answer, where.total)
    if total is not None and not str(total).isdecimal():
        raise OutsideFailed(f'{path}: "{where.total}" is {clean(str(total))[:40]!r}, not a number of rows')
    sums = _at(answer, where.sums)
    if sums is not None and not (isinstance(sums, dict) and all(isinstance(each, str) for each in sums.values())):
        raise OutsideFailed(f'{path}: "{where.sums}" is {clean(str(sums))[:40]!r}, not {{column: sum}}')
    cursor = None if (cursor := _at(answer, where.cursor)) in (None, "", False) else str(cursor)
    return rows, None if total is None else int(total), sums, cursor


def _at(answer: Any, key: str) -> Any:
    for part in key.split(".") if key else [""]:
        answer = answer.get(part) if isinstance(answer, dict) and part else None
    return answer


def retry_after(response: httpx.Response) -> float | None:
    """Seconds asked for in Retry-After, as a number or as a moment relative to the office's own Date."""
    text = response.headers.get("retry-after", "").strip()
    if not text:
        return None
    if text.isdecimal():
        return float(text)
    try:
        asked = parsedate_to_datetime(text)
        answered = parsedate_to_datetime(response.headers.get("date", ""))
        return max(0.0, (asked - answered).total_seconds())
    except (TypeError, ValueError):
        return None


def wait_before(attempt: int, busy: Busy, settings: Rest) -> float:
    """Seconds before the next attempt: what the office asked for, else doubling from wait_seconds."""
    if busy.after is not None:
        return busy.after
    return min(settings.wait_seconds * 2 ** (attempt - 1), settings.longest_wait_seconds)
