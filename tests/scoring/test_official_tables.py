"""What the official tables are, as the documents say: how many indicators and points, and how sure each number is."""

import pytest

from innopoints.passports.leaf import Indicator
from innopoints.passports.rule import walk
from innopoints.passports.scheme import Group, Scheme
from innopoints.passports.scheme_checks import read_schemes
from innopoints.passports.scheme_tree import nodes
from innopoints.passports.stage_profile import read_stage_profiles
from innopoints.project import DBT, SCHEMES
from innopoints.registry.measure_meta import read_measures

MEASURES = read_measures(DBT / "models" / "measures")
PROFILES = read_stage_profiles(SCHEMES / "stages", MEASURES)
TABLES = {path.stem: scheme for path, scheme in read_schemes(SCHEMES, PROFILES, MEASURES).items()}
OFFICIAL = {name: scheme for name, scheme in TABLES.items() if scheme.status == "official"}


def leaves(scheme: Scheme | Group) -> list[Indicator]:
    return [node.what for node in nodes(scheme) if isinstance(node.what, Indicator)]


@pytest.mark.parametrize(
    ("table", "groups"),
    [
        ("kexiao_2017", {"tech_staff": 20, "rd": 50, "ip": 30}),
        ("gaoqi_2016", {"ip": 30, "transformation": 30, "rd_management": 20, "growth": 20}),
        ("chuangxin_2022", {"innovation": 40, "growth": 30, "specialisation": 30}),
        ("zhuanjingtexin_2022", {"specialisation": 25, "refinement": 25, "local": 15, "innovation": 35}),
        ("national_guide_2.0", {"input": 35, "output": 35, "development": 30, "impact": 30}),
    ],
)
def test_the_groups_of_a_table_have_the_points_the_document_gives(table, groups):
    assert {name: int(group.max) for name, group in TABLES[table].groups.items()} == groups


def test_the_national_guide_has_18_indicators_in_three_categories_and_weights_for_three_stages_then_9_and_3():
    first, second = TABLES["national_guide_1.0"], TABLES["national_guide_2.0"]
    assert (len(first.groups), len(leaves(first)), list(first.weights)) == (3, 18, ["start", "grow", "steady"])
    count = {name: len(group.indicators) for name, group in second.groups.items()}
    assert sum(n for name, n in count.items() if name != "impact") == 9
    assert count["impact"] == 3
    assert (second.total, second.groups["impact"].role) == (100, "bonus")
    assert {first.status, second.status, first.certainty, second.certainty} == {"illustrative"}


def test_the_second_national_guide_takes_over_the_day_after_the_first_ends():
    first, second = TABLES["national_guide_1.0"], TABLES["national_guide_2.0"]
    assert (second.effective_from - first.effective_to).days == 1


def test_only_the_numbers_read_in_a_document_are_called_verified():
    """Remembered: the innovation table of 专精特新, the growth points of 高企, the size gate of 科小."""
    remembered = {
        name: {
            node.name
            for node in nodes(scheme)
            if isinstance(node.what, Indicator) and node.what.certainty == "remembered"
        }
        for name, scheme in OFFICIAL.items()
    }
    assert remembered["zhuanjingtexin_2022"] == {
        "class_one_ip",
        "class_two_ip",
        "rd_total",
        "rd_share",
        "rd_staff_share",
        "rd_institution",
    }
    assert remembered["gaoqi_2016"] == {"net_asset_growth", "sales_growth"}
    clauses = {
        name: clause.certainty for _, name, clause, _ in walk("r", TABLES["kexiao_2017"].rules["technology_sme"], "")
    }
    assert {name for name, mark in clauses.items() if mark == "remembered"} >= {
        "staff_at_most_500",
        "high_tech_certificate",
    }
    assert clauses["score_at_least_60"] is None


@pytest.mark.parametrize("name", OFFICIAL)
def test_an_official_table_cites_its_document_and_says_who_passes(name):
    assert len(OFFICIAL[name].reference) > 8
    assert OFFICIAL[name].rules


def test_only_the_points_of_the_zone_and_the_technology_smes_leave_the_house():
    assert {name for name, scheme in TABLES.items() if scheme.published} == {"zone_default", "kexiao_2017"}
