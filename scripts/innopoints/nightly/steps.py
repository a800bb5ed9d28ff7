"""The steps of a night: what each task of the DAG calls, the same functions as the commands.

Every step leaves one line in `logs/<run>/steps.jsonl`: what ran, for whom, how long, and how it ended.
"""

import json
import logging
import os
import re
import resource
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from innopoints import clock
from innopoints.errors import InnopointsError
from innopoints.home import Home

log = logging.getLogger("innopoints.nightly")


@dataclass(frozen=True)
class Moment:
    """The times of a run: `as_of` is the day the score speaks of, `known_at` limits which batches may be used,
    `due` is the moment of the run itself (what lands and what is published now carries it)."""

    as_of: date
    known_at: datetime
    due: datetime

    @classmethod
    def of(cls, due: str, as_of: str = "", known_at: str = "") -> "Moment":
        """Read a run's parameters; as_of defaults to the due day in Shanghai, known_at to the due moment."""
        due_at = datetime.fromisoformat(due).astimezone(UTC).replace(microsecond=0)
        return cls(
            as_of=date.fromisoformat(as_of) if as_of else clock.day_in_shanghai(due_at),
            known_at=datetime.fromisoformat(known_at).astimezone(UTC) if known_at else due_at,
            due=due_at,
        )


def run(name: str, subject: str = "", *, run: str, due: str, as_of: str = "", known_at: str = "") -> dict:
    """Run one step and record it. Raises what the step raises, after recording it."""
    home = Home.from_environment()
    moment = Moment.of(due, as_of, known_at)
    return recorded(home, run, name, subject, moment.as_of, lambda: STEPS[name](home, subject, moment))


def recorded(home: Home, run: str, name: str, subject: str, as_of: date, act: Callable[[], dict]) -> dict:
    """Do `act`, and leave its line in the run's folder whatever comes of it."""
    begun = time.monotonic()
    line = {"step": name, "subject": subject, "as_of": as_of.isoformat()}
    try:
        result = act()
        line |= {"ok": True, "result": result}
        return result
    except Exception as error:
        line |= {"ok": False, "error": str(error), "kind": type(error).__name__}
        if not isinstance(error, InnopointsError):
            line["traceback"] = traceback.format_exc()
        raise
    finally:
        line["seconds"] = round(time.monotonic() - begun, 3)
        line["peak_rss_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        _append(run_folder(home, run) / "steps.jsonl", line)


def run_folder(home: Home, run: str) -> Path:
    """Where a run's records stand: `logs/<run id with only safe characters>`."""
    return home.logs / re.sub(r"[^0-9A-Za-z_.-]+", "_", run)


def read_steps(folder: Path) -> list[dict]:
    """The lines of a run so far; a line cut short by a kill is left out."""
    path = folder / "steps.jsonl"
    if not path.exists():
        return []
    complete = path.read_text(encoding="utf-8").split("\n")[:-1]
    return [json.loads(line) for line in complete if line.endswith("}")]


def _append(path: Path, line: dict) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        os.write(handle, (json.dumps(line, ensure_ascii=False, default=str) + "\n").encode())
    finally:
        os.close(handle)


def _ingest(home: Home, source: str, moment: Moment) -> dict:
    """Fetch, land and check one source; what could be fetched is landed and checked even when a part failed."""
    from innopoints.ingest.check import check_landing
    from innopoints.ingest.fetch import fetch
    from innopoints.ingest.land import land

    result, failed = {}, []
    for part, act in (
        ("fetch", lambda: fetch(home, source, moment.due)),
        ("land", lambda: land(home, source, moment.due)),
        ("check", lambda: check_landing(home, source, moment.due)),
    ):
        try:
            result[part] = act()
        except InnopointsError as error:
            failed.append(error)
    if failed:
        raise type(failed[0])("; ".join(str(each) for each in failed))
    return result


def _register(home: Home, _: str, moment: Moment) -> dict:
    from innopoints.registry.register import register

    return register(home)


def _build(home: Home, _: str, moment: Moment) -> dict:
    from innopoints.warehouse.build import build

    return build(home, moment.as_of, moment.known_at)


def _gate(home: Home, _: str, moment: Moment) -> dict:
    from innopoints.gate.gate import gate

    return gate(home, moment.as_of)


def _approve(home: Home, by: str, moment: Moment) -> dict:
    from innopoints.publication.approval import approve
    from innopoints.publication.publish import passed_report

    return approve(home, moment.as_of, passed_report(home, moment.as_of), by, clock.now())


def _promote(home: Home, _: str, moment: Moment) -> dict:
    from innopoints.warehouse.promote import promote

    return promote(home)


def _publish(home: Home, _: str, moment: Moment) -> dict:
    from innopoints.gate.history import renew_page
    from innopoints.publication.publish import publish

    result = publish(home, moment.as_of, moment.due)
    renew_page(home)
    return result


def _deliver(home: Home, bank: str, moment: Moment) -> dict:
    from innopoints.publication.deliver import deliver

    return deliver(home, bank, moment.as_of)


STEPS = {
    "ingest": _ingest,
    "register": _register,
    "build": _build,
    "gate": _gate,
    "promote": _promote,
    "approve": _approve,
    "publish": _publish,
    "deliver": _deliver,
}
