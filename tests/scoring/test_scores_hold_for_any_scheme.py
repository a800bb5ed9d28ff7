"""What must hold of every scheme and enterprise: 40 invented schemes x 60 invented enterprises, in one dbt build."""

import random
import shutil

import duckdb
import pytest
import yaml

from innopoints import yaml_file
from innopoints.passports.scheme import Scheme
from innopoints.passports.stage_profile import read_stage_profiles
from innopoints.project import SCHEMES
from tests.scoring.given_zone import given_zone, score
from tests.scoring.invented_schemes import MEASURES, invented_enterprise, invented_scheme
from tests.scoring.plain_scoring import plain_score

SEED = 20260630


@pytest.fixture(scope="module")
def zone(tmp_path_factory):
    """(enterprises, schemes, profile, warehouse), after the product's own data tests have passed too."""
    chance, folder = random.Random(SEED), tmp_path_factory.mktemp("schemes")
    shutil.copytree(SCHEMES / "stages", folder / "stages")
    for number in range(40):
        name = f"invented_{number:02d}"
        (folder / f"{name}.yml").write_text(yaml.safe_dump(invented_scheme(name, chance)), "utf-8")
    enterprises = {f"enterprise-{number:02d}": invented_enterprise(chance) for number in range(60)}
    home = given_zone(tmp_path_factory.mktemp("zone"), enterprises, folder)
    score(home, "build")
    schemes = {path.stem: yaml_file.read(path, Scheme) for path in folder.glob("*.yml")}
    profile = read_stage_profiles(folder / "stages", {*MEASURES, "revenue_cny"})["hangzhou_binjiang"]
    with duckdb.connect(home.candidate, read_only=True) as con:
        yield enterprises, schemes, profile, con


def test_every_score_and_group_is_what_exact_fractions_give(zone):
    enterprises, schemes, profile, con = zone
    scores = {
        row[:2]: row[2:] for row in con.execute("select uscc, scheme, status, score_full from scoring.score").fetchall()
    }
    groups = con.execute("select uscc, scheme, group_id, sum(contribution) from scoring.indicator_points group by all")
    contributions = {row[:3]: row[3] for row in groups.fetchall()}
    statuses = set()
    for uscc, given in enterprises.items():
        for name, scheme in schemes.items():
            plain = plain_score(scheme, profile, given)
            assert scores[uscc, name] == (plain["status"], plain["score_full"]), (uscc, name)
            assert {group: contributions[uscc, name, group] for group in scheme.groups} == plain["groups"], (uscc, name)
            statuses.add((plain["status"], scheme.outage, scheme.missing))
    assert len(statuses) == 8, "the invented zone must meet every policy, scored and not"


def test_contributions_of_one_enterprise_add_up_to_its_score_to_the_last_digit(zone):
    *_, con = zone
    wrong = con.execute(
        "select uscc, scheme from scoring.indicator_points join scoring.score using (uscc, scheme) "
        "group by all having sum(contribution) is distinct from any_value(score_full)"
    )
    assert wrong.fetchall() == []


def test_indicators_of_a_sum_share_its_contribution_by_their_points(zone):
    *_, con = zone
    wrong = con.execute(
        "select * from scoring.indicator_points as leaf "
        "join scoring.group_points as grouped using (uscc, scheme, group_id) "
        "where leaf.is_taken and leaf.contribution is not null and leaf.take = 'sum' "
        "and abs(abs(leaf.contribution) - abs(leaf.points * cast(point_worth as double))) > 1e-9"
    )
    assert wrong.fetchall() == []


def test_a_cell_that_is_dropped_or_not_taken_contributes_nothing(zone):
    *_, con = zone
    assert con.execute(
        "select count(*) from scoring.indicator_points where not is_taken and contribution <> 0"
    ).fetchone() == (0,)


def test_an_outage_is_never_a_zero(zone):
    *_, con = zone
    policies = con.execute("select distinct policy from scoring.indicator_points where state = 'source_missing'")
    assert {policy for (policy,) in policies.fetchall()} == {"block", "drop_and_renormalise"}


def test_equal_scores_share_a_rank_and_the_next_rank_counts_them(zone):
    *_, con = zone
    wrong = con.execute(
        "select * from scoring.score as one where status = 'scored' and score_rank <> 1 + "
        "(select count(*) from scoring.score as other where other.scheme = one.scheme and other.score > one.score)"
    )
    assert wrong.fetchall() == []
