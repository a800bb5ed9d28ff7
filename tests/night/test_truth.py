"""The measures equal the planted truth, enterprise by enterprise; what differs is listed, and only that.

The truth was computed by the generator, in Python, from what it sent. Only an enterprise one of whose rows was
rejected, or waits until a person says whose it is, may differ, and only in a measure that row feeds.
"""

import json
from collections import Counter

import duckdb
import pytest


@pytest.fixture(scope="module")
def truth(zone_night):
    folder = next((zone_night.home.root / "sample_exchange").glob("1109-*")) / "truth"
    dirt = [json.loads(line) for line in (folder / "dirt.jsonl").read_text(encoding="utf-8").splitlines()]
    return folder, dirt


@pytest.fixture(scope="module")
def compared(zone_night, truth):
    folder, _ = truth
    with duckdb.connect(zone_night.home.current, read_only=True) as con:
        return con.execute(
            f"""
            select uscc, measure, planted.value as planted, computed.value as computed
            from '{folder}/measures.parquet' as planted
            full outer join measures.measure as computed using (uscc, measure)
            where planted.uscc is null or computed.uscc is null or planted.value is distinct from computed.value
            """
        ).fetchall()


def test_only_measures_fed_by_a_row_rejected_or_under_review_differ_from_the_truth(compared, truth):
    _, dirt = truth
    unused = [each for each in dirt if each["effect"] in ("rejected", "review")]
    excused = {(each["uscc"], measure) for each in unused for measure in each["measures"]}
    assert [row for row in compared if row[:2] not in excused] == []


def test_a_rejected_row_is_rare_enough_for_the_comparison_to_mean_something(compared, zone_night):
    with duckdb.connect(zone_night.home.current, read_only=True) as con:
        cells = con.execute("select count(*) from measures.measure").fetchone()[0]
    assert cells > 40_000
    assert len(compared) < cells / 100


def test_exactly_the_planted_rows_are_rejected(zone_night, truth):
    _, dirt = truth
    planted = {}
    for each in dirt:
        if each["effect"] == "rejected":
            key = (each["source"], each["table"])
            planted[key] = planted.get(key, 0) + 1
    with duckdb.connect(zone_night.home.current, read_only=True) as con:
        rejected = con.execute(
            "select source, table_name, count(distinct (batch, row_no)) from quality.reject group by source, table_name"
        ).fetchall()
    assert {(source, table): count for source, table, count in rejected} == planted


def test_every_rejected_row_names_its_file_line_column_value_and_rule(zone_night):
    with duckdb.connect(zone_night.home.current, read_only=True) as con:
        unnamed = con.execute(
            """
            select * from quality.reject
            where origin is null or row_no is null or column_name is null or rule_zh is null or rule_en is null
                or (raw_value is null and rule_en not like '%missing%')
            """
        ).fetchall()
    assert unnamed == []


def test_every_planted_slip_of_unit_is_held_with_both_amounts_and_every_true_leap_is_not(zone_night, truth):
    """量级突变：全部留待复核，本行与以往两个金额都写明；真实增长五十倍的，一行也不留。"""
    _, dirt = truth
    jumps = [each for each in dirt if each["kind"] in ("magnitude_jump", "whole_row_slip", "year_to_date_falls")]
    with duckdb.connect(zone_night.home.current, read_only=True) as con:
        held = con.execute(
            "select table_name, count(*), min(value_cny is not null and history_cny is not null) "
            "from (select distinct on (source, table_name, batch, row_no) * from quality.reject where fate = 'held') "
            "group by table_name"
        ).fetchall()
    assert {table: count for table, count, _ in held} == Counter(each["table"] for each in jumps)
    assert all(both for *_, both in held)
    assert sum(each["kind"] == "true_leap" for each in dirt) == 6


def test_no_slip_of_unit_reaches_a_measure(compared, truth):
    """拒收一行之后，指标或缺、或退回次优来源，决不会差出一百倍。"""
    slipped = [row for row in compared if row[2] and row[3] and not 0.01 < abs(row[3] / row[2]) < 100]
    assert [row for row in slipped if row[1].endswith("_cny")] == []


def test_vat_and_cit_revenue_disagree_where_planted_and_nowhere_else(zone_night, truth):
    _, dirt = truth
    planted = {each["uscc"] for each in dirt if each["kind"] == "vat_cit_gap"}
    with duckdb.connect(zone_night.home.current, read_only=True) as con:
        found = con.execute(
            "select uscc, is_within_corridor, abs(vat_sale_cny - cit_revenue_cny) > 500000 "
            "from measures.revenue_compared where tax_year = 2025"
        ).fetchall()
    told = {uscc for uscc, is_within, _ in found if not is_within}
    assert told == planted & {uscc for uscc, _, is_large in found if is_large}
    assert len(told) >= 5


def test_interest_is_reckoned_on_the_days_and_balances_that_were_true(zone_night, truth):
    folder, _ = truth
    with duckdb.connect(zone_night.home.current, read_only=True) as con:
        found = con.execute(
            f"""
            with computed as (from finance.interest_subsidy where subsidy = 'zhongkai_interest' and kind = 'grant'),
            planted as (from '{folder}/loan_years.parquet' where year >= 2024)
            select bank, loan_no, year, planted.day_count, computed.day_count,
                planted.balance_days_cny = computed.balance_days_cny and planted.day_count = computed.day_count as agree
            from planted full outer join computed using (bank, loan_no, year)
            """
        ).fetchall()
    assert len(found) > 200
    assert [row for row in found if not row[-1]] == []


def test_every_loan_of_the_national_plan_shares_losses_by_the_best_of_what_its_enterprise_held(zone_night, truth):
    folder, dirt = truth
    unused = {each["uscc"] for each in dirt if each["table"] in ("certificate", "programme")
              and each["effect"] in ("rejected", "review")}  # fmt: skip
    with duckdb.connect(zone_night.home.current, read_only=True) as con:
        told = con.execute(
            f"""
            select uscc, bank, loan_no, finding, planted.filed_tier = computed.filed_tier
                and planted.entitled_tier is not distinct from computed.entitled_tier
                and planted.tier is not distinct from computed.tier as agree
            from (from '{folder}/pool_tiers.parquet' where filed_date >= '2024-07-01') as planted
            full outer join (from finance.pool_filing where pool = 'national_60') as computed using (bank, loan_no)
            """
        ).fetchall()
    assert [row for row in told if not row[-1] and row[0] not in unused] == []
    assert {row[3] for row in told} == {"as_entitled", "below", "if_listed", "above", "not_entitled"}


@pytest.fixture
def rows_of(zone_night):
    with duckdb.connect(zone_night.home.current, read_only=True) as con:
        yield lambda query: con.execute(query).fetchall()


def test_the_energy_of_all_kinds_is_the_energy_of_the_enterprise_and_no_reading_is_lost_or_counted_twice(rows_of):
    read = rows_of("select count(*) from staging.stg_green__energy_reading")
    assert rows_of("select count(*) from measures.energy_used where kgce is not null") == read
    by_kind = rows_of(
        "select uscc, energy_kind, sum(kgce), sum(clean_kgce) from measures.energy_used "
        "where year(reading_month) = 2025 group by all"
    )
    total = rows_of("select uscc, kgce, clean_kgce from measures.energy_year where period = 'last_calendar_year'")
    assert len(by_kind) > len(total) > 80
    for uscc, kgce, clean in total:
        mine = [each for each in by_kind if each[0] == uscc]
        assert (kgce, clean) == (sum(each[2] for each in mine), sum(each[3] for each in mine))
        assert 0 <= clean <= kgce


def test_waste_that_came_in_was_treated_lies_in_store_or_is_the_difference_to_the_last_digit(rows_of):
    amounts = "arisen_t, brought_in_t, treated_t, stock_increase_t, difference_t"
    rows = rows_of(f"select {amounts}, verdict from measures.material_balance")
    assert {each[-1] for each in rows} == {"closed", "more_treated_than_came_in", "not_accounted_for"}
    for arisen, brought, treated, stored, difference, verdict in rows:
        assert arisen + brought == treated + stored + difference
        assert (verdict == "closed", verdict == "more_treated_than_came_in") == (difference == 0, difference < 0)


def test_some_enterprises_are_on_the_green_list_and_each_of_the_others_is_told_why_not(rows_of):
    told = rows_of(
        "select outcome, count(*) = count(decided_words_zh) from eligibility.policy_eligibility "
        "where policy = 'green_list' group by outcome"
    )
    assert sorted(told) == [("cannot_pass", True), ("could_pass", True), ("passes", True)]
