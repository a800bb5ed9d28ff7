"""坏行一条也到不了指标，同一文件的好行一条也不少：从送出的字节一直查到指标。"""

from collections import Counter
from decimal import Decimal

import pytest

from tests.ingest.poison import single_rows
from tests.quarantine import unread_rows
from tests.quarantine.conftest import SENT_AGAIN
from tests.quarantine.poisoned_rows import MARK, ROWS

NAMES = {"certificate": "企业名称", "monthly_output": "单位详细名称", "patent": "title", "credit_rating": "tax_nm",
         "ip_used_in_certification": "企业名称"}  # fmt: skip


def test_every_kind_of_unreadable_row_of_the_corpus_is_here():
    kinds = {each.sentence for each in single_rows.CASES}
    assert kinds == {*unread_rows.CSV, *unread_rows.JSON_LINES, *unread_rows.ELSEWHERE}


def test_no_measure_differs_from_the_truth_but_where_the_sample_says_so_and_for_the_released_amount(poisoned):
    excused = {(each["uscc"], measure) for each in poisoned.dirt if each["effect"] in ("rejected", "review")
               for measure in each["measures"]}  # fmt: skip
    with poisoned.warehouse() as con:
        differing = con.execute(
            f"""
            select uscc, measure, planted.value, computed.value
            from '{poisoned.data}/truth/measures.parquet' as planted
            full outer join measures.measure as computed using (uscc, measure)
            where planted.uscc is null or computed.uscc is null or planted.value is distinct from computed.value
            """
        ).fetchall()
    released = {measure: (true, computed) for uscc, measure, true, computed in differing
                if (uscc, measure) not in excused and uscc == poisoned.victim}  # fmt: skip
    assert [row for row in differing if row[:2] not in excused and row[0] != poisoned.victim] == []
    assert sorted(released) == ["hightech_revenue_cny", "hightech_revenue_share_ratio"]
    true, computed = released["hightech_revenue_cny"]
    assert computed == true * Decimal(1000)


def found(con, poison) -> list[tuple]:
    """Every line about a marked row of one table."""
    name = NAMES.get(poison.table, "comp_nm")
    return con.execute(
        f"""
        select sent._batch, sent._row, reject.rule_zh, reject.fate, reject.value_cny, reject.history_cny
        from landing."{poison.source}__{poison.table}" as sent
        left join quality.reject as reject on reject.source = '{poison.source}' and reject.batch = sent._batch
            and reject.row_no = sent._row and reject.table_name = '{poison.table}'
        where sent."{name}" = '{MARK}'
        """
    ).fetchall()


def test_every_poisoned_row_is_rejected_in_the_words_it_deserves(poisoned):
    with poisoned.warehouse() as con:
        told = {each.table: found(con, each) for each in ROWS}
    for table, lines in told.items():
        assert all(rule for _, _, rule, *_ in lines), table
        assert len({(batch, row) for batch, row, *_ in lines}) == sum(each.table == table for each in ROWS)
    unnamed = [each.sentence for each in ROWS if not any(each.rule in rule for _, _, rule, *_ in told[each.table])]
    assert unnamed == []
    held = [line for lines in told.values() for line in lines if line[3] == "held"]
    assert len(held) == sum("历史" in each.rule or "小于上一" in each.rule for each in ROWS)
    assert all(None not in line for line in held)


def test_every_unreadable_row_is_told_with_its_line_and_its_rule_in_both_languages(poisoned):
    with poisoned.warehouse() as con:
        unread = con.execute(
            "select origin, count(*), count(rule_zh), count(rule_en), count(raw_value), count(row_no) "
            "from quality.reject where fate = 'unread' group by origin"
        ).fetchall()
    assert {origin: count for origin, count, *_ in unread} == poisoned.unread
    assert all(len(set(counts)) == 1 for _, *counts in unread)


def test_the_good_rows_of_a_poisoned_file_are_all_there(poisoned):
    with poisoned.warehouse() as con:
        accounts = con.execute("select origin, sent, landed, unread from quality.batch_account").fetchall()
    first = {}
    for origin, sent, landed, unread in accounts:
        first[origin] = max(first.get(origin, (0, 0, 0)), (sent, landed, unread))
    for file, lines in poisoned.lines.items():
        bad = poisoned.unread.get(file, 0)
        assert first[file] == (lines, lines - bad, bad), file


def test_every_batch_balances(poisoned):
    """送来 = 落地 + 读不出；落地 = 采用 + 拒收 + 被更正 + 删除。"""
    with poisoned.warehouse() as con:
        accounts = con.execute(
            "select sent, landed, unread, kept, rejected, superseded, deleted from quality.batch_account"
        ).fetchall()
    assert len(accounts) > 150
    for sent, landed, unread, *fates in accounts:
        assert (sent, landed) == (landed + unread, sum(fates))


def test_a_file_sent_again_answers_for_the_rows_its_earlier_self_could_not_give(poisoned):
    with poisoned.warehouse() as con:
        told = con.execute(
            "select status, answered_by from quality.reject where origin = ? and fate = 'unread'", [SENT_AGAIN]
        ).fetchall()
        (again,) = con.execute(
            "select batch from landing.batch where origin = ? order by landed_at desc limit 1", [SENT_AGAIN]
        ).fetchone()
        others = con.execute(
            "select distinct status from quality.reject where fate = 'unread' and origin <> ?", [SENT_AGAIN]
        ).fetchall()
    assert set(told) == {("answered", again)}
    assert others == [("open",)]


def test_a_later_good_version_of_the_same_key_answers_a_rejected_row(poisoned):
    with poisoned.warehouse() as con:
        told = con.execute(
            "select reject.status, answer.landed_at > reject.landed_at from quality.reject as reject "
            "inner join landing.batch as answer on reject.answered_by = answer.batch "
            "where reject.raw_value = '约7777万'"
        ).fetchall()
    assert told == [("answered", True)]


def test_the_rejects_of_the_sample_itself_are_all_there_too(poisoned):
    planted = Counter((each["source"], each["table"]) for each in poisoned.dirt if each["effect"] == "rejected")
    planted.update((each.source, each.table) for each in ROWS)
    with poisoned.warehouse() as con:
        rejected = con.execute(
            "select source, table_name, sum(rejected)::int from quality.batch_account "
            "group by all having sum(rejected) > 0"
        ).fetchall()
    assert {(source, table): count for source, table, count in rejected} == planted


@pytest.mark.parametrize("fate", ["rejected", "held", "unread"])
def test_no_reject_is_without_source_batch_file_row_and_words(poisoned, fate):
    with poisoned.warehouse() as con:
        rows = con.execute(
            "select source, table_name, batch, origin, row_no, rule_zh, rule_en, status from quality.reject "
            "where fate = ?",
            [fate],
        ).fetchall()
    assert rows
    assert all(None not in row and "" not in row for row in rows)
