"""What must hold between enterprises: better is never worse, hiding never pays, units do not matter, ties share a rank.

Every pair is two enterprises of one zone, so thousands of pairs are one run of the models.
"""

import random
import shutil
from decimal import Decimal

import duckdb
import pytest
import yaml

from innopoints import yaml_file
from innopoints.passports.leaf import Indicator
from innopoints.passports.leaf_checks import policies_of
from innopoints.passports.scheme import Scheme
from innopoints.passports.scheme_tree import nodes
from innopoints.project import SCHEMES
from tests.scoring.given_zone import given_zone, score
from tests.scoring.invented_schemes import COUNTS, MEASURES, RATIOS, invented_enterprise, invented_scheme

SEED, TIED = 20260701, 10_000
UNITS = {"yuan": ("hightech_revenue_cny", 1), "fen": ("technology_contract_value_cny", 100)}
"""One quantity in two units, given as two measures: whoever counts in fen has a hundred times the number."""


@pytest.fixture(scope="module")
def zone(tmp_path_factory):
    """(schemes, warehouse): 42 schemes; 30 enterprises, each again with a measure better, worse or hidden."""
    chance, enterprises = random.Random(SEED), {}
    written = [invented_scheme(f"invented_{number:02d}", chance) for number in range(42)]
    for each in written[3:]:
        each["missing"] = "zero"
    for number in range(30):
        base = invented_enterprise(chance)
        enterprises[f"{number:02d}"] = base
        for measure in MEASURES:
            if not isinstance(base[measure], str):
                enterprises[f"{number:02d} more {measure}"] = base | {measure: base[measure] + step(measure, chance)}
                enterprises[f"{number:02d} less {measure}"] = base | {measure: base[measure] - step(measure, chance)}
                enterprises[f"{number:02d} hides {measure}"] = base | {measure: "missing"}
    folder, con = scored(tmp_path_factory, written, enterprises)
    with con:
        yield {each["scheme"]: yaml_file.read(folder / f"{each['scheme']}.yml", Scheme) for each in written}, con


@pytest.fixture(scope="module")
def counted(tmp_path_factory):
    """The warehouse of 10,000 equal enterprises and 300 others, scored by one quantity counted in yuan and in fen."""
    chance, enterprises = random.Random(SEED), {}
    for number in range(TIED + 300):
        # The equal ones stand in the middle: some of the others above them, some below.
        amount = Decimal(1_000_000) if number < TIED else Decimal(chance.randint(0, 500_000_000)) / 100
        place = {"revenue_cny": 30_000_000, "industry": "C3921"}
        given = {measure: amount * unit for measure, unit in UNITS.values()}
        enterprises[f"{'tied' if number < TIED else 'other'} {number:05d}"] = place | given
    _, con = scored(tmp_path_factory, [in_units(unit, *each) for unit, each in UNITS.items()], enterprises)
    with con:
        yield con


def scored(tmp_path_factory, written: list[dict], enterprises: dict):
    folder = tmp_path_factory.mktemp("schemes")
    shutil.copytree(SCHEMES / "stages", folder / "stages")
    for scheme in written:
        (folder / f"{scheme['scheme']}.yml").write_text(yaml.safe_dump(scheme, sort_keys=False), "utf-8")
    home = given_zone(tmp_path_factory.mktemp("zone"), enterprises, folder)
    score(home)
    return folder, duckdb.connect(home.candidate, read_only=True)


def step(measure: str, chance: random.Random) -> Decimal:
    unit = 1 if measure in COUNTS else Decimal("0.01") if measure in RATIOS else Decimal(50_000)
    return chance.randint(1, 30) * unit


def in_units(name: str, measure: str, unit: int) -> dict:
    """A scheme of one quantity, scored in every way that goalposts or peers allow, in a unit of its own."""
    ways = {
        "line": {"linear": {"low": 1000 * unit, "high": 5_000_000 * unit, "points": 10, "direction": "higher"}},
        "log": {
            "transform": "log",
            "linear": {"low": 1000 * unit, "high": 5_000_000 * unit, "points": 10, "direction": "higher"},
        },
        "minmax": {"minmax": {"points": 10, "direction": "higher"}},
        "percentile": {"percentile": {"points": 10, "direction": "lower", "as": "mid_rank"}},
        "zscore": {"zscore": {"points": 10, "direction": "higher", "mean": 5, "sd": 2}, "peers": "stage"},
        "rank": {"rank": {"points": 10, "direction": "higher"}, "peers": "industry"},
        "bands": {"bands": {1_000_000 * unit: 10, 20_000 * unit: 4, "else": 0}},
    }
    indicators = {f"{way}_points": {"measure": measure} | said for way, said in ways.items()}
    group = {"title": "同一数量", "title_en": "One quantity", "max": 70, "indicators": indicators}
    return invented_scheme(name, random.Random(SEED)) | {
        "total": 70,
        "take": "sum",
        "minimum_coverage": 0,
        "missing": "drop_and_renormalise",
        "outage": "drop_and_renormalise",
        "groups": {"quantity": group},
        "weights": {},
    }


def scores(con, scheme: str) -> dict[str, Decimal]:
    return dict(con.execute("select uscc, score_full from scoring.score where scheme = ?", [scheme]).fetchall())


def leaves(scheme: Scheme, measure: str) -> list:
    return [each for each in nodes(scheme) if isinstance(each.what, Indicator) and each.what.measure == measure]


def direction(leaf: Indicator) -> str | None:
    """Which way the points of an indicator go; None where they go up and down."""
    if leaf.levels is not None:
        return None
    return getattr(getattr(leaf, leaf.methods[0]), "direction", "higher")


def test_a_better_value_never_lowers_the_score(zone):
    schemes, con = zone
    pairs = 0
    for name, scheme in schemes.items():
        given = scores(con, name)
        for measure in MEASURES:
            used = leaves(scheme, measure)
            ways = {direction(each.what) if each.role != "deduction" else None for each in used}
            if not used or len(ways) > 1 or None in ways:
                continue
            better = "more" if ways == {"higher"} else "less"
            for uscc, before in given.items():
                after = given.get(f"{uscc} {better} {measure}")
                if before is not None and after is not None:
                    assert after >= before, (name, uscc, measure)
                    pairs += 1
    assert pairs > 2_000


def test_hiding_a_value_never_beats_the_rule_that_gives_it_the_least(zone):
    schemes, con = zone
    pairs = 0
    for name, scheme in schemes.items():
        given = scores(con, name)
        for measure in MEASURES:
            used = leaves(scheme, measure)
            policies = {policy for each in used for policy in policies_of(each.what.missing or scheme.missing)}
            if not used or policies != {"zero"} or {each.role for each in used} == {"deduction"}:
                continue
            if any(each.role == "deduction" for each in used):
                continue
            for uscc, before in given.items():
                hidden = given.get(f"{uscc} hides {measure}")
                if before is not None and hidden is not None:
                    assert hidden <= before, (name, uscc, measure)
                    pairs += 1
    assert pairs > 2_000


def test_the_unit_a_quantity_is_counted_in_changes_no_score(counted):
    yuan, fen = (scores(counted, name) for name in UNITS)
    assert len(yuan) == TIED + 300
    assert len(set(yuan.values())) > 200
    assert max(abs(yuan[uscc] - fen[uscc]) for uscc in yuan) <= Decimal("1e-9")


def test_every_indicator_stays_between_its_floor_and_its_most(zone):
    *_, con = zone
    beyond = "points.points_low < node.floor or points.points_high > node.max_points"
    joined = "scoring.leaf_points as points join registry.scheme_node as node on points.node = node.node"
    assert con.execute(f"select count(*) from {joined} where {beyond}").fetchone() == (0,)


def test_ten_thousand_enterprises_of_one_score_share_a_rank_and_the_next_one_counts_them_all(counted):
    for scheme in UNITS:
        ranks = counted.execute(
            "select distinct score, score_rank from scoring.score where scheme = ? and uscc like 'tied %'", [scheme]
        ).fetchall()
        assert len(ranks) == 1
        (tied_score, tied_rank), *_ = ranks
        above, together, first_below = counted.execute(
            "select count_if(score > ?), count_if(score = ?), min(score_rank) filter (score < ?) from scoring.score "
            "where scheme = ?",
            [tied_score, tied_score, tied_score, scheme],
        ).fetchone()
        assert tied_rank == above + 1
        assert together >= TIED
        assert above > 0
        assert first_below == above + together + 1
