"""Plant the declared cases among rows. A row carries one case at most, and rows of a corrected filing none."""

import numpy as np

from sample_exchange.dirt.cases import (
    ABSENT,
    ANY,
    CHINESE_PATENT,
    LARGE,
    NUMBERED,
    REJECTED,
    REPAIRED,
    REPEATED,
    SETTLED,
    Case,
)
from sample_exchange.dirt.choose import choose
from sample_exchange.dirt.owners import hide_owners
from sample_exchange.dirt.settled import settled
from sample_exchange.dirt.spellings import other_check_digit
from sample_exchange.dirt.whole_rows import WHOLE_ROWS
from sample_exchange.offices.rows import Note, Rows
from sample_exchange.offices.text import texts
from sample_exchange.world.facts import Facts


def plant(rows: Rows, firms: Facts, rng: np.random.Generator, naming: np.random.Generator) -> Rows:
    """The rows with this table's cases in them, each noted."""
    if rows.table == "enterprise":
        _add_strangers(rows, rng)
    for plant_whole_rows in WHOLE_ROWS.get(rows.table, []):
        plant_whole_rows(rows, rng)
    for case in REJECTED + REPAIRED:
        if case.table == rows.table:
            _spell(rows, case, rng)
    hide_owners(rows, firms, naming)
    if rows.table in REPEATED:
        _repeat(rows, REPEATED[rows.table], rng)
    return rows


def _spell(rows: Rows, case: Case, rng: np.random.Generator) -> None:
    column = rows.columns[case.column]
    allowed = settled(rows, case.column) if case.where == SETTLED else _allowed(column, case.where)
    for row in choose(rows, allowed, case.share, rng):
        right = column[row]
        column[row] = case.say(right, rng)
        rows.notes.append((row, Note(case.kind, case.effect, rows.meant[row], case.column, column[row], right)))


def _repeat(rows: Rows, share: float, rng: np.random.Generator) -> None:
    """Rows that come twice; where rows are numbered, the copy has a number of its own."""
    chosen = choose(rows, np.ones(len(rows), bool), share, rng)
    copies = rows.copies(chosen)
    if number := NUMBERED.get(rows.table):
        copies.columns[number] = texts([f"{serial}-2" for serial in copies.columns[number].tolist()])
    copies.note(range(len(copies)), "exact_duplicate", "superseded")
    rows.add(copies)


def _add_strangers(rows: Rows, rng: np.random.Generator) -> None:
    """Extra registration rows under a code that cannot be: nobody of the population is lost by them."""
    chosen = choose(rows, np.ones(len(rows), bool), 0.002, rng)
    extra = rows.copies(chosen)
    right = extra.columns["uni_social_crd_cd"].copy()
    extra.columns["uni_social_crd_cd"] = texts([other_check_digit(code, rng) for code in right.tolist()])
    extra.columns["id"] = texts([f"{serial}-x" for serial in extra.columns["id"].tolist()])
    for row, code in enumerate(extra.columns["uni_social_crd_cd"].tolist()):
        note = Note("wrong_check_digit", "rejected", extra.meant[row], "uni_social_crd_cd", code, right[row])
        extra.notes.append((row, note))
    rows.add(extra)


def _allowed(column: np.ndarray, where: str) -> np.ndarray:
    values = column.tolist()
    tests = {
        ANY: lambda value: value is not None,
        ABSENT: lambda value: value is None,
        LARGE: lambda value: value is not None and value.replace(".", "").isdigit() and float(value) >= 1000,
        CHINESE_PATENT: lambda value: value[:12].isdigit(),
    }
    return np.fromiter(map(tests[where], values), bool, len(values))
