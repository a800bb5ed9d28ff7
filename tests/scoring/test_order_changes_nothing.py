"""The order rows arrive in, the number of threads and a stranger in the zone change no digit that is not theirs."""

import random
import shutil

import duckdb
import pytest
import yaml

from innopoints.project import SCHEMES
from tests.scoring.given_zone import given_zone, score
from tests.scoring.invented_schemes import MEASURES, invented_enterprise, invented_scheme

pytestmark = pytest.mark.proofs

TABLES = ("score", "indicator_points", "group_points", "score_reason", "outcome", "score_change")
GOALPOSTS = ("kexiao_2017", "zone_default")
"""Schemes that compare nobody with anybody: what a stranger brings is no matter of theirs."""


@pytest.fixture(scope="module")
def con(tmp_path_factory):
    """The same 150 enterprises three times: on 2 threads; shuffled on 1; shuffled on 4 with one enterprise more."""
    chance, folder = random.Random(1), tmp_path_factory.mktemp("schemes")
    shutil.copytree(SCHEMES / "stages", folder / "stages")
    for name in GOALPOSTS:
        shutil.copy(SCHEMES / f"{name}.yml", folder)
    for number in range(6):
        scheme = invented_scheme(f"invented_{number}", chance)
        (folder / f"invented_{number}.yml").write_text(yaml.safe_dump(scheme, sort_keys=False), "utf-8")
    enterprises = {f"enterprise-{number:03d}": invented_enterprise(chance) for number in range(150)}
    shuffled = list(enterprises.items())
    chance.shuffle(shuffled)
    stranger = dict.fromkeys(MEASURES, 999) | {"revenue_cny": 30_000_000}
    runs = {
        "first": (enterprises, 2),
        "second": (dict(shuffled), 1),
        "third": ({"a stranger": stranger} | dict(shuffled), 4),
    }
    with duckdb.connect() as con:
        for name, (given, threads) in runs.items():
            home = given_zone(tmp_path_factory.mktemp(name), given, folder)
            score(home, threads=threads)
            con.execute(f"attach '{home.candidate}' as {name} (read_only)")
        yield con


@pytest.mark.parametrize("table", TABLES)
def test_shuffled_rows_and_one_thread_give_the_same_scores_and_reasons(con, table):
    one, other = (f"(select * from {name}.scoring.{table})" for name in ("first", "second"))
    rows, differing = con.execute(
        f"select (select count(*) from {one}), (select count(*) from ({one} except all {other}))"
    ).fetchone()
    assert rows > 0
    assert differing == 0


def test_a_stranger_changes_no_score_that_is_measured_between_goalposts(con):
    moved = con.execute(
        "select count(*) filter (one.status = 'scored'), count_if(one.score_full is distinct from other.score_full) "
        "from first.scoring.score as one join third.scoring.score as other using (uscc, scheme) "
        f"where scheme in {GOALPOSTS}"
    ).fetchone()
    assert moved[0] > 100
    assert moved[1] == 0
