"""Every sentence of the policy files beside this one, and what holds for any policy and budget: all in one dbt run.

policy: zone_growth_reward
rest: missing                # what a scenario does not give: missing, or a number
scenarios:
  - name: 增长 19.99%：差 0.01 个百分点
    given: {revenue_growth_ratio: 0.1999, certificates: [高新技术企业], industry: C3911}    # coverage: none = no score
    expect: {outcome: cannot_pass, near_miss: growth_20}
    # a column of policy_eligibility; near_miss (the clause, or null), near_miss_open, near_miss_words; pushed.
    # A list: one of them
"""

import csv
from decimal import Decimal
from operator import eq, ge, gt, le, lt, ne

import openpyxl
import pytest
import yaml

from innopoints.errors import Refused, WrongUse
from innopoints.project import POLICIES
from innopoints.report.policies import every_policy, one_policy
from innopoints.report.policy_push import write_push_list
from innopoints.report.reserve_pool import reserve_pool, write_reserve_pool
from tests.scenarios_policy.given_policies import BUDGETS, FILES, FIRMS, QUEUE, SCENARIOS, STEP, drawn_budgets


@pytest.fixture(scope="session")
def said(asked):
    """What the models say of one enterprise a scenario, by its code, of the policy it is named after."""
    own = "where starts_with(uscc, policy || '-')"
    told = {row["uscc"]: row | {"near_miss": None, "pushed": False} for row in asked(f"from policy_eligibility {own}")}
    for row in asked(f"from near_miss {own}"):
        told[row["uscc"]] |= {
            "near_miss": row["condition"], "near_miss_open": row["open_count"], "near_miss_words": row["words_zh"]
        }  # fmt: skip
    for row in asked(f"from policy_push {own}"):
        told[row["uscc"]]["pushed"] = True
    return told


@pytest.mark.parametrize(
    ("scenario", "uscc"), [pytest.param(each, uscc, id=each["name"]) for _, each, uscc in SCENARIOS]
)
def test_scenario(said, scenario, uscc):
    expected = scenario["expect"]
    found = {name: said[uscc][name] for name in expected}
    assert found == {
        name: found[name] if isinstance(value, list) and found[name] in value else _exact(value)
        for name, value in expected.items()
    }, said[uscc]


def test_every_policy_has_its_scenarios_and_no_scenario_is_of_another():
    written = [yaml.safe_load(path.read_text("utf-8"))["policy"] for path in POLICIES.glob("*.yml")]
    assert set(written) == {file["policy"] for file in FILES.values()} == set(FILES)


def test_a_policy_added_as_one_file_is_judged_and_pushed_with_no_other_edit(asked):
    judged = asked("select count(distinct uscc) as firms, count(*) as n from policy_eligibility "
                   "where policy = 'added_by_one_file'")  # fmt: skip
    assert judged[0]["n"] == judged[0]["firms"] == FIRMS
    first = asked("select uscc from scoring.score where scheme = 'zone_default' and tier = 'leading' order by all")
    pushed = asked("select uscc, grant_cny, paid_cny from policy_push where policy = 'added_by_one_file' order by all")
    assert first and pushed == [{**row, "grant_cny": Decimal(1000), "paid_cny": Decimal(1000)} for row in first]


def test_a_policy_may_ask_for_the_measures_of_a_domain_that_came_as_files_only(asked):
    """人才需求库的指标（在招人数、工作站）：三人以上且有站的通过，其余不通过。"""
    judged = asked("select uscc, outcome from policy_eligibility where policy = 'asks_for_talents'")
    found = {row["uscc"] for row in judged if row["outcome"] == "passes"}
    assert found & set(QUEUE) == {uscc for number, uscc in enumerate(QUEUE) if number % 5 >= 3 and number % 2}


def test_every_bound_a_file_writes_falls_as_its_sign_says_just_below_at_and_just_above(asked):
    """A file added later is tried at its bounds too, with no edit here."""
    signs = {">=": ge, ">": gt, "<=": le, "<": lt, "=": eq, "!=": ne}
    tried = set()
    for row in asked(
        "select told.uscc, clause.node_key, clause.op, clause.threshold, told.fact_low, told.is_met "
        "from entry_clause_result as told inner join entry_clause as clause using (kind, name, edition, position) "
        f"where uscc like 'edge-%' and subject = 'measure' and abs(fact_low - threshold) <= {STEP}"
    ):
        assert row["is_met"] == signs[row["op"]](row["fact_low"], row["threshold"]), row
        tried.add((row["node_key"], (row["fact_low"] > row["threshold"]) - (row["fact_low"] < row["threshold"])))
    written = asked("select node_key from entry_clause where subject = 'measure' and name <> 'asks_for_talents' "
                    "and not starts_with(name, 'budget_')")  # fmt: skip
    assert tried >= {(row["node_key"], side) for row in written for side in (-1, 0, 1)} and len(written) > 40


def test_a_policy_counts_on_its_last_day_and_not_the_day_after(asked):
    dated = "select distinct policy from policy_eligibility where policy in ('ended_the_day_before', 'ends_on_the_day')"
    assert asked(dated) == [{"policy": "ends_on_the_day"}]


def test_every_enterprise_is_judged_by_every_policy_in_force(asked):
    (counted,) = asked("select count(*) as judged, count(distinct uscc) as firms, count(distinct policy) as policies, "
                       "(select count(*) from policy_in_force) as in_force from policy_eligibility")  # fmt: skip
    assert counted["policies"] == counted["in_force"] == len(FILES) + BUDGETS + 3
    assert counted["judged"] == counted["firms"] * counted["policies"]


def test_what_only_an_outage_leaves_open_is_never_a_no(asked):
    """A clause fails only on a fact that is there: no missed leaf without one, and by no other way a `cannot_pass`."""
    assert asked("select uscc from entry_clause_result as told where is_met = false and fact_low is null "
                 "and position not in (select position from entry_clause as clause where junction is not null "
                 "and clause.kind = told.kind and clause.name = told.name)") == []  # fmt: skip
    assert asked("from policy_eligibility where outcome = 'cannot_pass' and decided_by is null") == []
    closed = "from policy_eligibility where uscc like 'queue-%' and outcome = 'cannot_pass' and policy in "
    assert asked(closed + "('rd_super_deduction', 'zone_talent_allowance', 'binjiang_base_line')") == []


def test_the_push_list_says_nothing_of_persons_and_holds_no_policy_for_individuals(asked):
    columns = set(asked("from policy_push limit 1")[0])
    assert columns.isdisjoint({"person_code", "legal_representative", "phone", "address", "staff_count"})
    assert asked("from policy_push where decided_words_zh is null or decided_words_en is null") == []
    individuals = "(select policy from policy_in_force where meant_for = 'individuals')"
    assert asked(f"from policy_push where policy in {individuals}") == []
    assert asked("select count(*) as n from policy_eligibility where meant_for = 'individuals'")[0]["n"] > 0


def test_every_budget_is_shared_out_in_its_order_until_it_is_used_up_to_the_cent(asked):
    """Forty drawn budgets against the words of the rule, worked out once more in Python."""
    facts = {
        row["uscc"]: row
        for row in asked(
            "select uscc, max(value) filter (measure = 'revenue_cny') as standing, "
            "max(value) filter (measure = 'rd_expense_cny') as base "
            "from measures.measure where uscc like 'queue-%' group by uscc"
        )
    }
    paid = {(row["policy"], row["uscc"]): row for row in asked("from policy_budget where policy like 'budget_%'")}
    seen = set()
    for policy in drawn_budgets():
        grant = {name: Decimal(str(value)) for name, value in policy["grant"].items() if isinstance(value, int | float)}
        sign = -1 if policy["grant"]["order"]["first"] == "highest" else 1
        queue = sorted(QUEUE, key=lambda uscc: _place(facts[uscc]["standing"], sign, uscc))
        left = grant["budget_cny"]
        for place, uscc in enumerate(queue, 1):
            due = _due(grant, facts[uscc]["base"])
            share = min(due or 0, left)
            left -= share
            row = paid.pop((policy["policy"], uscc))
            assert (row["place"], row["grant_cny"], row["paid_cny"]) == (place, due, share), (policy, uscc)
            seen.add(row["share"])
        assert left >= 0
    assert paid == {}
    assert seen == {"whole", "part", "used_up", "amount_unknown"}


def _place(standing, sign: int, uscc: str) -> tuple:
    return (1, 0, uscc) if standing is None else (0, sign * standing, uscc)


def _due(grant: dict, base: Decimal | None) -> Decimal | None:
    if "fixed_cny" in grant:
        return grant["fixed_cny"]
    if base is None:
        return None
    full = min(base * grant["share"], grant.get("cap_cny", Decimal("Infinity")))
    return full.quantize(Decimal("0.01"), "ROUND_HALF_UP")


def _exact(value):
    return Decimal(str(value)) if isinstance(value, float) else value


def test_the_listing_counts_every_policy_and_says_that_nothing_goes_to_a_bank(zone, asked):
    told = every_policy(zone)
    line = next(line for line in told.splitlines() if line.startswith("added_by_one_file"))
    (counted,) = asked("select count(*) as n from policy_push where policy = 'added_by_one_file'")
    assert line.split()[1:3] == ["illustrative", str(counted["n"])]
    assert "zone_talent_allowance (individuals)" in told and told.endswith("Nothing of this goes to a bank.")
    assert "差 0.01 个百分点" in one_policy(zone, "zone_growth_reward")
    with pytest.raises(WrongUse, match=r"no policy 'zone_growth' is in force; in force: added_by_one_file, "):
        one_policy(zone, "zone_growth")


def test_a_push_list_is_text_only_adds_up_and_comes_out_the_same_twice(zone, asked, tmp_path):
    (pushed,) = asked(
        "select count(*) as n, sum(paid_cny) as paid from policy_push where policy = 'rd_super_deduction'"
    )
    for name in ("list.xlsx", "list.csv"):
        written = [write_push_list(zone, "rd_super_deduction", tmp_path / each / name) for each in "ab"]
        assert (written[0]["enterprises"], written[0]["paid_cny"]) == (pushed["n"], str(pushed["paid"]))
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    rows = list(openpyxl.load_workbook(tmp_path / "a" / "list.xlsx").active.iter_rows())
    assert len(rows) == pushed["n"] + 1 and {cell.data_type for row in rows for cell in row if cell.value} == {"s"}
    assert rows[1][1].value.startswith("=rd_super_deduction") or rows[1][1].value.startswith("=queue")
    with (tmp_path / "a" / "list.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row[1][:2] for row in csv.reader(file)][1:] == ["'="] * pushed["n"]


def test_no_list_of_persons_can_be_written(zone, tmp_path):
    with pytest.raises(Refused, match="zone_talent_allowance is for individuals"):
        write_push_list(zone, "zone_talent_allowance", tmp_path / "persons.csv")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(WrongUse, match=r"must end in \.xlsx or \.csv"):
        write_push_list(zone, "rd_super_deduction", tmp_path / "list.pdf")


def test_the_reserve_pool_ranks_every_enterprise_and_names_the_rights_it_lacks(asked):
    pool = {row["uscc"]: row for row in asked("from reserve_pool order by place")}
    assert len(pool) == FIRMS
    likely = ["passes", "could_pass", "by_hand", "cannot_pass"]
    places = [likely.index(row["outcome"]) for row in pool.values()]
    assert places == sorted(places) and [row["place"] for row in pool.values()] == list(range(1, len(pool) + 1))
    near, certified, short = (pool[f"gaoqi_application-00{number}"] for number in (0, 1, 2))
    assert (near["outcome"], near["standing"], near["missed_count"], near["right_gap_zh"]) == (
        "could_pass",
        "none",
        0,
        None,
    )
    assert near["met_count"] + near["open_count"] == 8 and near["score_low"] < 71 <= near["score_high"]
    assert (certified["standing"], str(certified["certificate_ends"])) == ("ends_soon", "2027-06-30")
    assert short["missed_count"] == 1 and short["decided_words_zh"].endswith("现 9.99%，差 0.01 个百分点")
    assert near["missed_words_zh"] is None and short["missed_words_zh"] == short["decided_words_zh"]
    worst = max(pool.values(), key=lambda row: row["missed_count"])
    assert worst["missed_words_zh"].count("；") == worst["missed_words_en"].count("; ") == worst["missed_count"] - 1 > 1
    lacking = pool["gaoqi_application-005"]
    assert lacking["right_gap_zh"] == "1 件Ⅰ类知识产权，或再有 2 件Ⅱ类知识产权"
    assert lacking["right_gap_en"] == "1 class I right, or 2 more of class II"
    assert pool["gaoqi_application-003"]["standing"] == "unknown"


def test_of_the_pools_certificate_ever_never_falls_stock_moves_by_the_net_and_ends_at_those_who_hold_it(zone, asked):
    years = asked("from reserve_history order by year")
    before = {"stock_count": 0, "ever_count": 0}
    for row in years:
        assert row["stock_count"] == before["stock_count"] + row["net_count"]
        assert (
            row["ever_count"] == before["ever_count"] + row["first_count"]
            and row["granted_count"] >= row["first_count"]
        )
        before = row
    (pool,) = asked("select count(*) as held from reserve_pool where standing in ('holds', 'ends_soon')")
    assert len(years) > 1 and before["stock_count"] == pool["held"] > 0
    told = next(line for line in reserve_pool(zone).splitlines() if line.split()[:1] == [str(before["year"])])
    assert told.split()[1:] == [f"{before[name]:,}" for name in (
        "granted_count", "first_count", "ended_count", "net_count", "stock_count", "ever_count")]  # fmt: skip


def test_the_pool_as_a_list_has_everybody_likeliest_first_and_comes_out_the_same_twice(zone, asked, tmp_path):
    for name in ("a.xlsx", "b.xlsx"):
        assert write_reserve_pool(zone, tmp_path / name)["enterprises"] == FIRMS
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    head, *rows = openpyxl.load_workbook(tmp_path / "a.xlsx").active.iter_rows(values_only=True)
    assert head[:2] == ("次序", "统一社会信用代码")
    assert [row[1] for row in rows] == [row["uscc"] for row in asked("select uscc from reserve_pool order by place")]
    assert all(len(row[head.index("最高可能分")].partition(".")[2]) == 2 for row in rows)
    told = reserve_pool(zone)
    (first,) = asked("select decided_share from reserve_pool where uscc = 'gaoqi_application-000'")
    line = next(line for line in told.splitlines() if "gaoqi_application-000" in line)
    assert "could_pass" in told and f"{first['decided_share']:.0%} decided" in line
