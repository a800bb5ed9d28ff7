"""阶段划分是配置：换一个阶段文件，同一套 SQL 就按另一区的分界划阶段、加权重。"""

import shutil

import duckdb
import pytest

from innopoints.project import SCHEMES
from tests.scoring.given_zone import given_zone, score

# 营业收入（元）：龙湾的阶段、滨江的阶段
EDGES = {
    0: ("seed", "seed"),
    499_999: ("seed", "seed"),
    500_000: ("seed", "sapling"),
    999_999: ("seed", "sapling"),
    1_000_000: ("start_up", "sapling"),
    4_999_999: ("start_up", "sapling"),
    5_000_000: ("growth", "growth"),
    19_999_999: ("growth", "growth"),
    20_000_000: ("expansion", "expansion"),
    99_999_999: ("expansion", "expansion"),
    100_000_000: ("mature", "mature"),
    "missing": ("unknown", "unknown"),
}


@pytest.fixture(scope="module")
def scored(tmp_path_factory):
    """The zone's own scheme, and beside it the same scheme with only the name of its stage profile changed."""
    root = tmp_path_factory.mktemp("stages")
    schemes = shutil.copytree(SCHEMES, root / "schemes")
    own = (schemes / "zone_default.yml").read_text("utf-8")
    other = own.replace("scheme: zone_default", "scheme: zone_longwan").replace("sapling:", "start_up:")
    other = other.replace("stages: hangzhou_binjiang", "stages: wenzhou_longwan")
    (schemes / "zone_longwan.yml").write_text(other, "utf-8")
    zone = {f"firm-{revenue}": {"revenue_cny": revenue, "rd_intensity_ratio": 0.1} for revenue in EDGES}
    home = given_zone(root / "home", zone, schemes)
    score(home, select=("scheme_in_force", "enterprise_stage"))
    with duckdb.connect(home.candidate, read_only=True) as con:
        yield con


def test_each_revenue_is_in_the_stage_that_either_zone_published(scored):
    found = scored.execute("select uscc, scheme, stage from scoring.enterprise_stage").fetchall()
    stages = {(uscc, scheme): stage for uscc, scheme, stage in found}
    for revenue, (longwan, binjiang) in EDGES.items():
        assert stages[f"firm-{revenue}", "zone_longwan"] == longwan
        assert stages[f"firm-{revenue}", "zone_default"] == binjiang


def test_weights_follow_the_profile(scored):
    """营业收入 80 万元：滨江是苗木期（技术 44 分），龙湾仍是种子期（技术 46 分）。"""
    weights = scored.execute(
        "select scheme, stage, weight from registry.scheme_weight where name = 'technology' "
        "and stage in ('seed', 'sapling', 'start_up') and scheme in ('zone_default', 'zone_longwan') order by all"
    ).fetchall()
    assert [(scheme, stage, int(weight)) for scheme, stage, weight in weights] == [
        ("zone_default", "sapling", 44),
        ("zone_default", "seed", 46),
        ("zone_longwan", "seed", 46),
        ("zone_longwan", "start_up", 44),
    ]
