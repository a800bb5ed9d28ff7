"""人才需求库：缺口与样例交换的真值一致，匹配按明示的规则排，人的代号不出园区办。"""

import json

import duckdb
import openpyxl
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from innopoints.cli import app
from innopoints.errors import WrongUse

GAP = "talent_demand.talent_demand_gap"
MATCH = "talent_demand.talent_match"


@pytest.fixture(scope="module")
def con(zone_night):
    with duckdb.connect(zone_night.home.current, read_only=True) as con:
        yield con


@pytest.fixture(scope="module")
def truth(zone_night):
    return next((zone_night.home.root / "sample_exchange").glob("1109-*")) / "truth"


def test_who_asks_for_whom_is_what_was_true_but_for_enterprises_with_a_rejected_posting(con, truth):
    lines = map(json.loads, (truth / "dirt.jsonl").read_text("utf-8").splitlines())
    spoilt = {each["uscc"] for each in lines if (each["table"], each["effect"]) == ("job_posting", "rejected")}
    asked = "select uscc, industry_chain, talent_level, count(*), sum(wanted_count) from {} group by all"
    planted = con.execute(asked.format(f"(from '{truth}/talent_demand.parquet' where uscc is not null)")).fetchall()
    found = con.execute(asked.format("measures.open_posting")).fetchall()
    assert len(planted) > 100 and 0 < len(spoilt) < 10
    assert {row for row in found if row[0] not in spoilt} == {row for row in planted if row[0] not in spoilt}


def test_persons_to_be_had_are_those_planted_cell_by_cell(con, truth):
    planted = con.execute(
        "select industry_chain, talent_level, sum(available_count) as n "
        f"from '{truth}/talent_demand.parquet' group by all having n > 0"
    ).fetchall()
    found = con.execute(f"select industry_chain, talent_level, available_count from {GAP} where available_count > 0")
    assert set(found.fetchall()) == set(planted) and len(planted) > 15


def test_both_signs_of_a_gap_occur_and_the_gaps_add_up_to_the_difference_of_the_totals(con):
    (lacking, surplus, gap, wanted, available) = con.execute(
        f"select count(*) filter (gap_count > 0), count(*) filter (gap_count < 0), sum(gap_count), "
        f"sum(wanted_count), sum(available_count) from {GAP}"
    ).fetchone()
    assert min(lacking, surplus) > 3 and gap == wanted - available


def test_matches_follow_their_rules_one_by_one(con):
    """另写一遍：逐岗逐人比较，不用模型里的分组与窗口。"""
    people = con.execute(
        "select person_code, industry_chain, talent_level, skill_class, available_from from measures.available_person"
    ).fetchall()
    levels = ["正高级", "副高级", "中级", "助理级", "员级"]
    expected = []
    for number, chain, level, skill in con.execute(
        "select posting_no, industry_chain, talent_level, skill_class from measures.open_posting"
    ).fetchall():
        able = sorted(
            (abs(levels.index(each[2]) - levels.index(level)), each[1] != chain, each[3] != skill, each[4], each[0])
            for each in people
            if each[1] == chain or each[3] == skill
        )
        expected += [(number, place + 1, each[4]) for place, each in enumerate(able[:5]) if each[0] <= 1]
    assert len(expected) > 300
    assert con.execute(f"select posting_no, place, person_code from {MATCH} order by 1, 2").fetchall() == sorted(
        expected
    )


def test_no_persons_code_is_in_what_is_published_or_delivered(zone_night, con):
    codes = {code for (code,) in con.execute(f"select distinct person_code from {MATCH}").fetchall()}
    assert len(codes) > 50 and all(each.startswith("RC00") for each in codes)
    files = [*zone_night.home.published.rglob("*.parquet"), *zone_night.home.delivery.rglob("*.parquet")]
    assert len(files) > 12
    for path in files:
        for column in pq.read_table(path).columns:
            assert "RC00" not in str(column.unique().to_pylist()), path


def test_the_command_shows_the_gaps_writes_them_and_gives_matches_to_a_file_only(
    zone_night, con, tmp_path, monkeypatch
):
    monkeypatch.setenv("INNOPOINTS_HOME", str(zone_night.home.root))

    def told(*words: str) -> str:
        return CliRunner().invoke(app, ["talent-demand", *words], catch_exceptions=False).output

    (postings, asking, wanted, available) = con.execute(
        "select count(*), count(distinct uscc), sum(wanted_count), (select count(*) from measures.available_person) "
        "from measures.open_posting"
    ).fetchone()
    last = next(line for line in told().splitlines() if line.split()[:1] == ["all"])
    assert last.split()[1:] == [f"{each:,}" for each in (postings, asking, wanted, available, wanted - available)]
    assert "RC00" not in told()
    with pytest.raises(WrongUse, match="--matches --out FILE"):
        told("--matches")

    gap, matches = tmp_path / "gap.csv", tmp_path / "matches.xlsx"
    assert json.loads(told("--out", str(gap)))["wanted"] == wanted
    assert "RC00" not in gap.read_text("utf-8-sig")
    count = json.loads(told("--matches", "--out", str(matches)))["rows"]
    head, *rows = openpyxl.load_workbook(matches, read_only=True).active.iter_rows(values_only=True)
    assert head[6] == "人才代号" and len(rows) == count == con.execute(f"select count(*) from {MATCH}").fetchone()[0]
