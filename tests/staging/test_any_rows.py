"""Whatever an office sends, staging and measures build, and every row can be accounted for."""

import unicodedata
from decimal import ROUND_HALF_UP, Decimal

from innopoints.gate.gate import RULES
from innopoints.gate.product import sql_path
from tests.staging.conftest import CODES, UNIT_CHANGED


def failed(results, *kinds) -> list[str]:
    bad = (each for each in results.values() if str(each.status) not in ("success", "pass"))
    return [f"{each.node.name}: {each.message}" for each in bad if each.node.resource_type in kinds]


def test_every_dbt_unit_test_holds(built):
    assert sum(each.node.resource_type == "unit_test" for each in built.results.values()) > 20
    assert failed(built.results, "unit_test") == []


def test_no_cell_stops_the_build(built):
    assert failed(built.results, "model", "operation") == []


def test_keys_are_unique_rows_accounted_and_states_explain_values(built):
    assert failed(built.results, "test") == []


def test_no_row_is_lost_or_doubled(built):
    fates = "sent, unread, kept, rejected, superseded, deleted"
    accounts = built.con.execute(f"select source, table_name, {fates} from quality.row_account").fetchall()
    assert len(accounts) == built.con.execute("select count(*) from landing.source_table").fetchone()[0]
    for source, table, sent, *fates in accounts:
        landed = built.con.execute(f"select count(*) from landing.{source}__{table}").fetchone()[0]
        assert sent == landed == sum(fates), (source, table)


def test_no_amount_is_lost_between_landing_and_what_became_of_its_row(built):
    """The gate's own invariant, on cells of which one in ten is nasty."""
    built.con.execute("create temp view batch as select source, table_name, batch from landing.batch")
    rows = built.con.execute(sql_path(RULES, "control_totals_reconcile").read_text("utf-8")).fetchall()
    names = [column[0] for column in built.con.description]
    told = [dict(zip(names, row, strict=True)) for row in rows]
    assert [row for row in told if not row["holds"]] == []
    amounts = [row for row in told if row["item"] != "rows"]
    assert len(amounts) >= 40
    for fate in ("kept", "rejected", "superseded"):
        assert any(row[fate] for row in amounts)


def test_a_rejected_row_says_file_row_column_value_and_rule(built):
    told = "origin, batch, row_no, column_name, sent_column, rule_zh, rule_en, fate, status"
    rejects = built.con.execute(f"select {told} from quality.reject").fetchall()
    assert len(rejects) > 1000
    assert all(None not in row and "" not in row for row in rejects)
    assert all(origin == batch.replace("batch", "file") for origin, batch, *_ in rejects)


def test_every_failing_cell_of_a_row_is_told_not_only_the_first(built):
    cells = built.con.execute(
        "select count(*), count(distinct (source, table_name, batch, row_no)) from quality.reject"
    ).fetchall()
    rejected = built.con.execute("select sum(rejected) from quality.batch_account").fetchall()
    assert cells[0][0] > cells[0][1] == rejected[0][0]


def test_a_rejected_value_is_the_one_that_was_sent(built):
    told = built.con.execute(
        "select count(*) from quality.reject as reject inner join landing.tax__cit_annual as sent "
        "on reject.batch = sent._batch and reject.row_no = sent._row "
        "where source = 'tax' and table_name = 'cit_annual' and column_name = 'uscc' "
        "and raw_value is distinct from tax_no"
    )
    assert told.fetchone()[0] == 0


def test_what_is_kept_is_a_code_in_its_one_spelling_and_money_of_this_world(built):
    kept = built.con.execute("select uscc, revenue_cny, tax_rate_ratio from staging.stg_tax__cit_annual").fetchall()
    assert {uscc for uscc, *_ in kept} <= set(CODES)
    assert len(kept) > 10
    assert all(revenue is None or abs(revenue) < 10**13 for _, revenue, _ in kept)


def test_rows_do_reach_the_measures(built):
    known = "select count(distinct measure) from measures.measure where state = 'known'"
    assert built.con.execute(known).fetchone()[0] > 30


def test_an_amount_is_read_in_the_unit_in_force_on_its_rows_own_day_and_stays_beside_as_sent(built):
    """改报前的行按万元换算，改报后的按元；原值与单位都留着。"""
    rows = built.con.execute(
        "select registered_date >= ?::date, contract_cny_unit, contract_cny, contract_cny_as_sent "
        "from staging.stg_certification__technology_contract where contract_cny is not null",
        [UNIT_CHANGED],
    ).fetchall()
    assert {(later, unit) for later, unit, *_ in rows} == {(False, "万元"), (True, "元")}
    for _, unit, contract_cny, sent in rows:
        plain = Decimal(unicodedata.normalize("NFKC", sent).strip().replace(",", ""))
        exact = plain * (10_000 if unit == "万元" else 1)
        assert contract_cny == exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def test_an_amount_whose_row_has_no_day_is_rejected_where_the_unit_changed(built):
    rules = built.con.execute(
        "select distinct rule_zh from quality.reject "
        "where table_name = 'technology_contract' and column_name = 'contract_cny'"
    ).fetchall()
    assert ("无日期，不知金额是什么单位",) in rules


def test_a_dirty_value_means_what_its_passport_says_and_a_house_word_may_be_a_value(built):
    sent = built.con.execute(
        """
        select landed.tax_credit_level, list(distinct rating), list(distinct _failed_column)
        from staging.stg_tax__credit_rating__row inner join landing.tax__credit_rating as landed using (_batch, _row)
        group by landed.tax_credit_level
        """
    ).fetchall()
    by_level = {level: (set(ratings), set(failed)) for level, ratings, failed in sent}
    assert (by_level["甲级"][0], by_level["B"][0]) == ({"A"}, {"B"})
    assert by_level["D"][0] == by_level["--"][0] == {None}
    assert "rating" not in by_level["D"][1] | by_level["甲级"][1]
    levels = "select distinct level from staging.stg_certification__platform__row where level in ('/', '--')"
    assert built.con.execute(levels).fetchall() == [("/",)]


def test_what_the_newest_snapshot_leaves_out_is_gone_and_what_came_spoilt_is_not(built):
    rows = built.con.execute(
        "from staging.stg_certification__platform__row select platform_no, _batch, _verdict"
    ).fetchall()
    newest = {key for key, batch, _ in rows if batch == "batch1"}
    fates = {verdict: {key for key, batch, now in rows if now == verdict and batch == "batch0"} for *_, verdict in rows}
    assert fates["deleted"] and fates["deleted"].isdisjoint(newest)
    assert fates["kept"] <= newest
    assert {verdict for _, batch, verdict in rows if batch == "batch1"} <= {"kept", "superseded", "rejected"}
