"""What must hold of every rule: 60 invented trees of clauses x 60 invented enterprises, in one dbt run.

Truth is said a second time here, without SQL: None is a fact not known or for a person to check.
"""

import operator
import random
import shutil

import duckdb
import pytest
import yaml

from innopoints import yaml_file
from innopoints.passports.rule import Clause, walk
from innopoints.passports.scheme import Scheme
from innopoints.project import SCHEMES
from tests.scoring.given_zone import given_zone, score

COUNTS = ["class_one_ip_count", "class_two_ip_count", "ip_grant_count", "doctoral_staff_count", "rd_platform_count"]
OPS = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
    "=": operator.eq,
    "!=": operator.ne,
}
TITLES = {"title": "条件", "title_en": "clause"}


def invented_clause(chance: random.Random, depth: int) -> dict:
    if depth < 5 and chance.random() < (1 if depth == 1 else 0.45):
        junction = chance.choice(["all_of", "any_of", "none_of"])
        inner = [invented_clause(chance, depth + 1) for _ in range(chance.randint(2, 3))]
        return {**TITLES, junction: {f"c{chance.getrandbits(60)}": each for each in inner}}
    if chance.random() < 0.2:
        return {**TITLES, "by_hand": "看证书"}
    return {
        **TITLES,
        "measure": chance.choice(COUNTS),
        "op": chance.choice(list(OPS)),
        "value": chance.randint(0, 4),
    }


def invented_scheme(name: str, chance: random.Random) -> dict:
    indicator = {"measure": "ip_grant_count", "flag": {"points": 1}}
    group = {"title": "组", "title_en": "Group", "max": 1, "indicators": {"one": indicator}}
    head = {"scheme": name, "edition": "1", "title": "随机", "title_en": "Invented", "reference": "随机"}
    dated = {"status": "illustrative", "effective_from": "2020-01-01", "total": 1, "stages": "hangzhou_binjiang"}
    gaps = {"minimum_coverage": 0, "missing": "drop_and_renormalise", "outage": "drop_and_renormalise"}
    return head | dated | gaps | {"groups": {"group": group}, "rules": {"rule": invented_clause(chance, 1)}}


@pytest.fixture(scope="module")
def zone(tmp_path_factory):
    """(enterprises, schemes, warehouse). Enterprises come in pairs: what is not known of one is known of its twin."""
    chance, folder = random.Random(63), tmp_path_factory.mktemp("schemes")
    shutil.copytree(SCHEMES / "stages", folder / "stages")
    for number in range(60):
        name = f"invented_{number:02d}"
        (folder / f"{name}.yml").write_text(yaml.safe_dump(invented_scheme(name, chance)), "utf-8")
    enterprises = {}
    for number in range(30):
        twin = {measure: chance.randint(0, 4) for measure in COUNTS}
        unsure = {measure: value if chance.random() < 0.6 else "missing" for measure, value in twin.items()}
        enterprises |= {f"{number:02d}-unsure": unsure, f"{number:02d}-known": twin}
    home = given_zone(tmp_path_factory.mktemp("zone"), enterprises, folder)
    score(home)
    schemes = {path.stem: yaml_file.read(path, Scheme) for path in folder.glob("*.yml")}
    with duckdb.connect(home.candidate, read_only=True) as con:
        yield enterprises, schemes, con


def holds(clause: Clause, given: dict, by_hand: bool | None = None) -> bool | None:
    """Three-valued; `by_hand` is what a person would find."""
    if clause.by_hand:
        return by_hand
    if clause.measure:
        value = given[clause.measure]
        return None if isinstance(value, str) else OPS[clause.op](value, clause.value)
    found = {holds(each, given, by_hand) for each in clause.clauses.values()}
    worst = {"all_of": False, "any_of": True, "none_of": True}[clause.junction]
    said = worst if worst in found else None if None in found else not worst
    return said if clause.junction != "none_of" or said is None else not said


def test_an_outcome_is_what_three_valued_logic_gives(zone):
    enterprises, schemes, con = zone
    said = {row[:2]: row[2] for row in con.execute("select uscc, scheme, outcome from scoring.outcome").fetchall()}
    expected = {True: {"passes"}, False: {"cannot_pass"}, None: {"could_pass", "by_hand"}}
    assert set(said.values()) == {"passes", "cannot_pass", "could_pass", "by_hand"}
    for (uscc, name), outcome in said.items():
        assert outcome in expected[holds(schemes[name].rules["rule"], enterprises[uscc])], (uscc, name)


def misses(clause: Clause, given: dict, to: bool = True) -> int:
    """The fewest clauses that have to turn for this one to be true (or `to` be false); open ones turn out well."""
    if not clause.junction:
        return int(holds(clause, given) is (not to))
    below = [misses(each, given, to is (clause.junction != "none_of")) for each in clause.clauses.values()]
    every = to if clause.junction != "any_of" else not to
    return sum(below) if every else min(below)


def test_what_is_missed_is_the_fewest_clauses_that_would_have_to_turn(zone):
    enterprises, schemes, con = zone
    said = {row[:2]: row[2] for row in con.execute("select uscc, scheme, missed_count from scoring.outcome").fetchall()}
    assert {0, 1, 2} <= set(said.values())
    for (uscc, name), missed in said.items():
        assert missed == misses(schemes[name].rules["rule"], enterprises[uscc]), (uscc, name)


def test_every_clause_on_the_way_is_judged_so_too(zone):
    enterprises, schemes, con = zone
    rows = con.execute("select uscc, scheme, condition, is_met from scoring.condition_result").fetchall()
    clauses = {
        (scheme, name): clause
        for scheme, each in schemes.items()
        for _, name, clause, _ in walk("rule", each.rules["rule"], "")
    }
    assert len(rows) == len(clauses) * len(enterprises)
    wrong = [row[:3] for row in rows if holds(clauses[row[1:3]], enterprises[row[0]]) is not row[3]]
    assert wrong == []


def test_knowing_more_never_takes_back_what_was_certain(zone):
    *_, con = zone
    moved = con.execute(
        "select unsure.outcome, known.outcome from scoring.outcome as unsure join scoring.outcome as known "
        "on unsure.scheme = known.scheme and known.uscc = replace(unsure.uscc, 'unsure', 'known') "
        "where unsure.uscc like '%unsure' and unsure.outcome in ('passes', 'cannot_pass')"
    ).fetchall()
    assert len(moved) > 100
    assert [pair for pair in moved if pair[0] != pair[1]] == []


def test_an_outcome_left_to_a_person_can_still_go_well(zone):
    """With everything known, proofs that are all good or all bad decide every rule that is left to a person."""
    enterprises, schemes, con = zone
    left = con.execute("select uscc, scheme from scoring.outcome where outcome = 'by_hand' and uscc like '%known'")
    for uscc, name in left.fetchall():
        rule, given = schemes[name].rules["rule"], enterprises[uscc]
        assert {holds(rule, given, True), holds(rule, given, False)} <= {True, False}


def test_the_clause_that_decides_is_one_that_fails_or_is_open_and_says_so(zone):
    enterprises, schemes, con = zone
    clauses = {
        (scheme, name): clause
        for scheme, each in schemes.items()
        for _, name, clause, _ in walk("rule", each.rules["rule"], "")
    }
    rows = con.execute("select uscc, scheme, outcome, decided_by, decided_words_zh from scoring.outcome").fetchall()
    for uscc, scheme, outcome, condition, words in rows:
        if outcome in ("could_pass", "cannot_pass"):
            clause = clauses[scheme, condition]
            assert not clause.junction or outcome == "cannot_pass"
            truth = holds(clause, enterprises[uscc])
            assert truth is None if outcome == "could_pass" else truth is not None, (uscc, scheme, condition)
            assert words.startswith("条件")
