"""REST：随机的坏夜与随机的改动，对照一本普通的账：每行不丢不重。"""

import itertools
import random
import tempfile
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from innopoints.errors import OutsideFailed
from innopoints.ingest.fetch import fetch
from innopoints.ingest.land import land
from innopoints.passports import source as passports
from tests.ingest.changing_office import ChangingOffice
from tests.ingest.conftest import NIGHT, Project

COLUMNS = ["sbxh", "amount", "updated_at"]
SEQUENCES = 7  # of each way of paging


class Ledger:
    """What the office has had: the oracle. Every version of a row is written down when it is made."""

    def __init__(self, office: ChangingOffice, dice: random.Random):
        self.office, self.dice, self.serial = office, dice, 0
        self.ever: set[tuple] = set()
        self.now = NIGHT - timedelta(days=20)
        self.tick = itertools.count(1)

    def new(self) -> None:
        self.serial += 1
        self._write(self.serial)

    def change(self) -> None:
        if self.office.rows:
            self._write(int(self.dice.choice(sorted(self.office.rows))[1:]))

    def delete(self) -> None:
        if self.office.rows:
            del self.office.rows[self.dice.choice(sorted(self.office.rows))]

    def _write(self, serial: int) -> None:
        # The office's clock is up to two hours off, and its moments are whole seconds.
        skewed = self.now + timedelta(seconds=next(self.tick) + self.dice.choice([0, 0, 0, -7_200, 7_200]))
        moment = skewed.replace(tzinfo=None).isoformat(timespec="seconds")
        self.ever.add(as_key(self.office.put(serial, moment, f"{next(self.tick)}.00")))

    def standing(self) -> set[tuple]:
        return {as_key(row) for row in self.office.rows.values()}


def as_key(row: dict) -> tuple:
    return tuple(row[name] for name in COLUMNS)


def a_bad_answer(dice: random.Random, others: list):
    """503, 429 with Retry-After, JSON cut short, a body cut short, or the answer to another request once more."""
    kind = dice.choice(["503", "429", "cut", "short", "repeat"])

    def answer(good):
        _, headers, body = good
        if kind == "503":
            return 503, {}, b"busy"
        if kind == "429":
            return 429, {"Retry-After": "0"}, b""
        if kind == "cut":
            return 200, headers, body[: len(body) // 2]
        if kind == "short":
            return 200, headers | {"Content-Length": str(len(body) + 9)}, body
        return dice.choice(others) if others else good

    return answer


def bad_night(ledger: Ledger, dice: random.Random, spent: list[int]):
    """Something goes wrong or changes at every third request, at most twelve times a night: then it is quiet."""
    before: list = []

    def remember(good):
        before.append((ledger.office.asked[-1][0], good))
        return good

    def what(number):
        if len(spent) >= 12 or dice.random() > 0.35:
            return remember
        spent.append(number)
        deed = dice.choice(["new", "change", "change", "delete", "bad", "bad"])
        if deed == "bad":
            return a_bad_answer(dice, [good for asked, good in before if asked != ledger.office.asked[-1][0]])
        getattr(ledger, deed)()
        return remember

    return what


@pytest.mark.parametrize("paging", ["page", "offset", "cursor", "link"])
@pytest.mark.parametrize("seed", range(SEQUENCES))
def test_after_any_bad_nights_every_row_is_there_exactly_once(paging, seed, monkeypatch):
    dice = random.Random(f"{paging}{seed}")
    with tempfile.TemporaryDirectory() as folder:
        project, office = Project(Path(folder)), ChangingOffice(paging)
        monkeypatch.setattr(passports, "SOURCES", project.sources)
        block = {"paging": paging, "page_size": 4, "wait_seconds": 0, "attempts": 3, "readings": 4}
        if paging == "link":
            block["answer"] = {"rows": "", "total": ""}
        table = {"path": "/rows", "required": ["sbxh"], "columns": COLUMNS}
        project.passport("tax", "rest", {"rows": table}, rest=block)
        monkeypatch.setenv("AIRFLOW_CONN_TAX_OFFICE", office.connection())
        try:
            ledger = Ledger(office, dice)
            for _ in range(dice.randrange(4, 24)):
                ledger.new()
            for night in range(3):
                ledger.now = NIGHT + timedelta(days=night)
                for _ in range(dice.randrange(6)):
                    dice.choice([ledger.new, ledger.change])()
                unchanged = one_night(project, office, ledger, dice, night)
                landed = Counter(as_key(row) for row in project.rows("tax", "rows"))
                assert set(landed) <= ledger.ever, "a row that the office never had"
                assert max(landed.values(), default=1) == 1, "a row doubled"
                assert unchanged <= set(landed), "a row lost that stood still all night"
            ledger.now = NIGHT + timedelta(days=3)
            office.before_answer = lambda number: None
            fetch(project.home, "tax", ledger.now)
            land(project.home, "tax", ledger.now)
            landed = Counter(as_key(row) for row in project.rows("tax", "rows"))
            assert ledger.standing() <= set(landed) <= ledger.ever
            assert max(landed.values(), default=1) == 1
        finally:
            office.close()


def one_night(project, office, ledger, dice, night: int) -> set[tuple]:
    """Fetch until it succeeds, as Airflow would; what stood from the first request to the last."""
    spent: list[int] = []
    standing = ledger.standing()
    office.before_answer = bad_night(ledger, dice, spent)
    moment = NIGHT + timedelta(days=night)
    for _ in range(8):
        try:
            fetch(project.home, "tax", moment)
            break
        except OutsideFailed:
            continue
    else:
        pytest.fail("the office has long been quiet, and still nothing could be fetched")
    office.before_answer = lambda number: None
    land(project.home, "tax", moment)
    return standing & ledger.standing()
