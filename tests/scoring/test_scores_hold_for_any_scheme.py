"""What must hold of every scheme and enterprise: 60 invented schemes x 60 invented enterprises, in one dbt build."""

import random
import shutil
from fractions import Fraction
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
import yaml

from innopoints import yaml_file
from innopoints.errors import Refused
from innopoints.passports.scheme import Scheme
from innopoints.passports.stage_profile import read_stage_profiles
from innopoints.project import SCHEMES
from innopoints.robustness.published_bands import bands_of
from innopoints.robustness.rank_bands import drawn_ranks, rank_bands
from innopoints.robustness.scored import read_scored
from tests.scoring.given_zone import given_zone, score
from tests.scoring.invented_schemes import MEASURES, invented_enterprise, invented_past, invented_scheme
from tests.scoring.plain_scoring import plain_scores

SEED = 20260630
SOME = [f"invented_{number:02d}" for number in range(10)]
"""As many as are enough where a study takes its time."""


@pytest.fixture(scope="module")
def zone(tmp_path_factory):
    """(enterprises, past, schemes, profile, warehouse), after the product's own data tests have passed too."""
    chance, folder = random.Random(SEED), tmp_path_factory.mktemp("schemes")
    shutil.copytree(SCHEMES / "stages", folder / "stages")
    written = {name: invented_scheme(name, chance) for name in (f"invented_{number:02d}" for number in range(60))}
    for name, scheme in written.items():
        (folder / f"{name}.yml").write_text(yaml.safe_dump(scheme, sort_keys=False), "utf-8")
    enterprises = {f"enterprise-{number:02d}": invented_enterprise(chance) for number in range(60)}
    home = given_zone(tmp_path_factory.mktemp("zone"), enterprises, folder)
    past = invented_past(enterprises, written, chance)
    with duckdb.connect(home.candidate) as con:
        rows = pa.Table.from_pylist(
            [
                {"scheme": scheme, "uscc": uscc, "indicator": indicator, "editions_ago": ago, "value": str(value)}
                for (scheme, uscc, indicator), values in past.items()
                for ago, value in enumerate(values, start=1)
                if value is not None
            ]
        )
        con.execute("insert into history.past_indicator by name select * from rows")
        assert rows.num_rows
    score(home, "build")
    schemes = {path.stem: yaml_file.read(path, Scheme) for path in folder.glob("*.yml")}
    profile = read_stage_profiles(folder / "stages", {*MEASURES, "revenue_cny"})["hangzhou_binjiang"]
    with duckdb.connect(home.candidate, read_only=True) as con:
        yield enterprises, past, schemes, profile, con


def test_every_score_group_and_policy_is_what_exact_fractions_give(zone):
    enterprises, past, schemes, profile, con = zone
    said = con.execute("select scheme, uscc, status, score_full from scoring.score").fetchall()
    scores = {row[:2]: row[2:] for row in said}
    said = con.execute("select scheme, uscc, group_id, points_low, points_high from scoring.group_points").fetchall()
    groups = {row[:3]: row[3:] for row in said}
    said = con.execute("select scheme, uscc, indicator, policy from scoring.indicator_points").fetchall()
    policies = {row[:3]: row[3] for row in said}
    furthest, statuses = Fraction(0), set()
    for name, scheme in schemes.items():
        before = {key[1:]: values for key, values in past.items() if key[0] == name}
        for uscc, plain in plain_scores(scheme, profile, enterprises, before).items():
            status, score_full = scores[name, uscc]
            assert status == plain["status"], (name, uscc)
            for group, ends in plain["groups"].items():
                low, high = groups.get((name, uscc, group), (None, None))
                assert (low is None) == (ends is None), (name, uscc, group)
                if ends:
                    furthest = max(furthest, abs(Fraction(low) - ends[0]), abs(Fraction(high) - ends[1]))
            for indicator, policy in plain["policies"].items():
                assert policies[name, uscc, indicator] == policy, (name, uscc, indicator)
            if status == "scored":
                furthest = max(furthest, abs(Fraction(score_full) - plain["score"]))
                assert furthest < Fraction(1, 10**9), (name, uscc)
            statuses.add((status, scheme.outage, str(scheme.missing)))
    assert len({each[:2] for each in statuses}) == 4, "the invented zone must meet every outage policy, scored and not"


def test_contributions_of_one_enterprise_add_up_to_its_score_to_the_last_digit(zone):
    *_, con = zone
    wrong = con.execute(
        "select uscc, scheme from scoring.indicator_points join scoring.score using (uscc, scheme) "
        "group by all having sum(contribution) is distinct from any_value(score_full)"
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
    assert {policy for (policy,) in policies.fetchall()} == {"block", "drop_and_renormalise", "carry_forward"}


def test_equal_scores_share_a_rank_and_the_next_rank_counts_them(zone):
    *_, con = zone
    wrong = con.execute(
        "select * from scoring.score as one where status = 'scored' and score_rank <> 1 + "
        "(select count(*) from scoring.score as other where other.scheme = one.scheme and other.score > one.score)"
    )
    assert wrong.fetchall() == []


def test_a_study_of_robustness_starts_from_the_very_scores_of_the_models(zone):
    _, _, schemes, _, con = zone
    (warehouse,) = con.execute("select path from duckdb_databases() where not internal").fetchone()
    studied = 0
    for name in schemes:
        try:
            studied += len(read_scored(Path(warehouse), name).uscc)
        except Refused as refused:
            assert "needs at least 3" in str(refused), name
    assert studied > 1000


def test_published_rank_bands_are_those_of_the_study_whatever_the_threads(zone):
    *_, schemes, _, con = zone
    (warehouse,) = con.execute("select path from duckdb_databases() where not internal").fetchone()
    found = {}
    for threads in (1, 2, 4):
        con.execute(f"set threads = {threads}")
        found[threads] = [bands_of(con, name, schemes[name].edition, schemes[name].decimals) for name in SOME]
    assert found[1] == found[2] == found[4]
    widths = set()
    for name, table in zip(SOME, found[1], strict=True):
        studied = read_scored(Path(warehouse), name)
        study = rank_bands(drawn_ranks(studied))
        assert table["uscc"].to_pylist() == studied.uscc
        assert table["rank_low"].to_pylist() == study["rank_low"].tolist(), name
        assert table["rank_high"].to_pylist() == study["rank_high"].tolist(), name
        widths |= {int(width) for width in study["rank_high"] - study["rank_low"]}
    assert len(widths) > 10, "bands of every width, or nothing is told"


def test_a_ranking_that_the_study_does_not_give_again_gets_no_bands(zone):
    *_, schemes, _, con = zone
    name = SOME[0]
    with duckdb.connect() as other:
        for schema in ("scoring", "registry"):
            other.execute(f"create schema {schema}")
        for table in ("scoring.enterprise_stage", "scoring.score", "scoring.leaf_points", "registry.scheme_node",
                      "registry.scheme_indicator", "registry.scheme_weight"):  # fmt: skip
            other.register("rows", con.execute(f"from {table}").to_arrow_table())
            other.execute(f"create table {table} as from rows")
        other.execute("update scoring.score set score_full = score_full + 0.01")
        with pytest.raises(Refused, match="scores differ from those of the models"):
            bands_of(other, name, schemes[name].edition, schemes[name].decimals)
