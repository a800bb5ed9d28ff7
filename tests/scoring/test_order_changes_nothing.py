"""The order rows arrive in and the number of threads change no digit of any published number."""

import random

import duckdb

from tests.scoring.given_zone import given_zone, score
from tests.scoring.invented_schemes import invented_enterprise

TABLES = ("score", "indicator_points", "score_reason", "outcome", "score_change")


def test_shuffled_rows_and_one_thread_give_the_same_scores_and_reasons(tmp_path):
    chance = random.Random(1)
    enterprises = {f"enterprise-{number:03d}": invented_enterprise(chance) for number in range(150)}
    shuffled = list(enterprises.items())
    chance.shuffle(shuffled)
    first, second = given_zone(tmp_path / "first", enterprises), given_zone(tmp_path / "second", dict(shuffled))
    score(first, threads=2)
    score(second, threads=1)
    with duckdb.connect() as con:
        con.execute(
            f"attach '{first.candidate}' as first (read_only); attach '{second.candidate}' as second (read_only)"
        )
        for table in TABLES:
            one, other = (f"(select * from {name}.scoring.{table})" for name in ("first", "second"))
            rows, differing = con.execute(
                f"select (select count(*) from {one}), (select count(*) from ({one} except all {other}))"
            ).fetchone()
            assert rows > 0, table
            assert differing == 0, table
