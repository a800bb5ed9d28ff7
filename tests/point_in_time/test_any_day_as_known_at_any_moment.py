"""积分日与知晓时点任意一对：当时所知的那一天。一千段随机的申报、更正、删除与迟到，对照逐条写成的规则（oracle.py）。"""

from datetime import date, timedelta

import pytest

from tests.point_in_time.conftest import EDITION, SEQUENCES, land, root_of
from tests.point_in_time.histories import LANDINGS
from tests.point_in_time.oracle import NEVER_SENT, SOURCES, in_force, measures, population

FIRST_NIGHT = (date(2026, 6, 30), LANDINGS[7])
# An as-of day, and what was known: at the very moment of a landing; a second before one; all that was ever filed.
PAIRS = [
    FIRST_NIGHT,
    pytest.param(date(2025, 6, 1), LANDINGS[2] - timedelta(seconds=1), marks=pytest.mark.proofs),
    pytest.param(date(2025, 5, 31), LANDINGS[8], marks=pytest.mark.proofs),
]


def found(con) -> dict[str, tuple]:
    """What the models say, by enterprise: name, day of entering, and the measures the oracle knows."""
    names = con.execute("select uscc, enterprise_name, entered_zone_date from measures.enterprise").fetchall()
    values = {uscc: {} for uscc, *_ in names}
    for uscc, measure, value, state in con.execute(
        "select uscc, measure, value, state from measures.measure"
    ).fetchall():
        if measure in SOURCES:
            values[uscc][measure] = NEVER_SENT if state == NEVER_SENT else value
    return {uscc: ({"enterprise_name": name, "entered_zone_date": day}, values[uscc]) for uscc, name, day in names}


def expected(zone, as_of, known_at) -> dict[str, tuple]:
    """What the oracle says, by enterprise."""
    landed = {each.table for each in zone.filings if LANDINGS[each.landing] <= known_at and not each.held}
    answers = {}
    for uscc, each in zone.histories.items():
        facts = in_force(each.filings, known_at)
        if belongs := population(facts, as_of):
            answers[uscc] = (belongs, measures(facts, as_of, landed))
    return answers


def told(zone, uscc, says, should) -> str:
    """The failing sequence, in the order it landed, with what was said and what is true."""
    filings = sorted(zone.histories[uscc].filings, key=lambda each: (each.landing, each.piece, each.order))
    lines = [
        f"  {LANDINGS[each.landing]:%Y-%m-%d} piece {each.piece}{' HELD' * each.held} {each.table} {each.row}"
        for each in filings
    ]
    if says and should:
        says, should = (
            {name: each[1][name] for name in each[1] if says[1][name] != should[1][name]} or each[0]
            for each in (says, should)
        )
    return "\n".join([f"{uscc}", *lines, f"  models: {says}", f"  oracle: {should}"])


@pytest.fixture(scope="module")
def first_night(zone, build):
    """The first pair, computed on its own night: nothing later has landed. Then all the rest lands."""
    as_of, known_at = FIRST_NIGHT
    land(zone.home, [each for each in zone.filings if LANDINGS[each.landing] <= known_at])
    build(as_of, known_at, EDITION).close()
    root = root_of(zone.home, as_of)
    land(zone.home, [each for each in zone.filings if LANDINGS[each.landing] > known_at])
    return root


@pytest.mark.parametrize(("as_of", "known_at"), PAIRS, ids=lambda each: str(each)[:10])
def test_a_thousand_histories_are_what_was_known_of_the_day(first_night, zone, build, as_of, known_at):
    is_first = (as_of, known_at) == FIRST_NIGHT
    with build(as_of, known_at, EDITION if is_first else "+measure") as con:
        says, should = found(con), expected(zone, as_of, known_at)
    wrong = [uscc for uscc in zone.histories if says.get(uscc) != should.get(uscc)]
    assert not wrong, f"{len(wrong)} differ; the first:\n" + told(
        zone, wrong[0], says.get(wrong[0]), should.get(wrong[0])
    )
    assert len(zone.histories) == SEQUENCES
    assert len(should) > 250, "too few enterprises in the zone for the comparison to mean anything"
    if is_first:
        assert root_of(zone.home, as_of) == first_night, "a late night of an old day must give the old root hash"
