"""Whatever an office sends, staging and measures build, and every row can be accounted for."""

from tests.staging.conftest import CODES


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
    accounts = built.con.execute("from quality.row_account").fetchall()
    assert len(accounts) == built.con.execute("select count(*) from landing.source_table").fetchone()[0]
    for source, table, sent, *fates in accounts:
        landed = built.con.execute(f"select count(*) from landing.{source}__{table}").fetchone()[0]
        assert sent == landed == sum(fates), (source, table)


def test_a_rejected_row_says_file_row_column_value_and_rule(built):
    rejects = built.con.execute("select origin, batch, row_no, column_name, rule from quality.reject").fetchall()
    assert len(rejects) > 1000
    assert all(None not in row for row in rejects)
    assert all(origin == batch.replace("batch", "file") for origin, batch, *_ in rejects)


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
