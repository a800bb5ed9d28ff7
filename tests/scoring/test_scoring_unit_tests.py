"""The dbt unit tests of the scoring models, on the tables an empty zone leaves behind."""

from tests.scoring.given_zone import given_zone, score


def test_scoring_unit_tests_pass(tmp_path):
    home = given_zone(tmp_path / "home", {"A": {}})
    score(home, "run")
    score(home, "test", select=("scoring,test_type:unit",))
