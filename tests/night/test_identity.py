"""Whose is each record? What the pipeline found, held against the planted owners: never a wrong one, hardly one missed.

The truth says of every record whose it is, taken before codes were left out, names misspelt and old numbers put in.
Compared are the records staging kept: a rejected row has no owner to find.
"""

import json

import duckdb
import pytest


@pytest.fixture(scope="module")
def owners(zone_night):
    """A connection with `planted` and `found`, and `hidden`: what was done to the rows that do not plainly say it."""
    folder = next((zone_night.home.root / "sample_exchange").glob("1109-*")) / "truth"
    with duckdb.connect(zone_night.home.current, read_only=True) as con:
        con.execute(
            "create temp view found as select source, table_name, record_no, uscc, way from identity.record_owner"
        )
        con.execute(
            f"""
            create temp view planted as
            select distinct source, table_name, record_no, uscc from '{folder}/owners.parquet'
            where (source, table_name, record_no) in (select (source, table_name, record_no) from found)
            """
        )
        yield con


def share(con, query: str) -> float:
    return con.execute(query).fetchone()[0]


def test_precision_and_recall_of_owners_found_without_a_person(owners, capsys):
    exact = "(source, table_name, record_no, uscc)"
    precision = share(owners, f"select avg(({exact} in (from planted))::int) from found where uscc is not null")
    recall = share(owners, f"select avg(({exact} in (select {exact} from found))::int) from planted")
    named = "way not in ('code', 'near', 'ambiguous', 'nobody_known')"
    hidden = share(owners, f"select avg(({exact} in (from planted))::int) from found where {named}")
    rows = owners.execute(
        "select table_name, owner_count, found_count, review_count, match_ratio from quality.match_rate"
    )
    with capsys.disabled():
        print(f"\nowners: precision {precision:.5f} (of those without a plain code {hidden:.5f}), recall {recall:.5f}")
        for table, owner_count, found_count, review_count, ratio in rows.fetchall():
            print(
                f"  {table:<20} {owner_count:>6,} owners {found_count:>6,} found {review_count:>3} to review  {ratio}"
            )
    assert precision >= 0.999 and hidden >= 0.999
    assert recall >= 0.98


def test_of_the_owners_that_no_plain_code_names_nearly_all_are_found(owners):
    """只看不带统一社会信用代码的记录，要求同样成立。"""
    recall = share(
        owners,
        """
        select avg(((source, table_name, record_no, uscc) in
            (select (source, table_name, record_no, uscc) from found))::int)
        from planted
        where (source, table_name, record_no) in
            (select (source, table_name, record_no) from found where way not in ('code', 'nobody_known'))
        """,
    )
    assert recall >= 0.98


def test_every_way_of_finding_an_owner_is_met(owners):
    ways = {way for (way,) in owners.execute("select distinct way from found").fetchall()}
    assert ways >= {"code", "old_code", "name", "name_of_the_day", "near", "nobody_known"}


def test_misspelt_and_ambiguous_names_wait_for_a_person_and_count_for_nobody(owners, zone_night):
    folder = next((zone_night.home.root / "sample_exchange").glob("1109-*")) / "truth"
    lines = (folder / "dirt.jsonl").read_text(encoding="utf-8").splitlines()
    planted = sum(each["effect"] == "review" for each in map(json.loads, lines))
    waiting = share(owners, "select count(*) from found where way in ('near', 'ambiguous') and uscc is null")
    assert planted > 10
    assert waiting >= planted * 0.95  # a letter may make another true name: then it is that name


def test_every_open_question_names_the_enterprise_that_is_meant_among_its_candidates(owners):
    missing = owners.execute(
        """
        select record.record_no from identity.record_owner as record
        inner join planted using (source, table_name, record_no)
        where way in ('near', 'ambiguous') and place = 1 and not exists (
            select 1 from identity.name_review as review
            where review.name_key = record.name_key and review.uscc = planted.uscc)
        """
    ).fetchall()
    assert len(missing) <= 1


def test_no_record_is_lost_by_looking_for_its_owner(owners):
    counted = owners.execute(
        """
        select sum(owner_count), sum(found_count + review_count + answered_nobody_count + nobody_known_count)
        from quality.match_rate
        """
    ).fetchone()
    assert counted[0] == counted[1] == share(owners, "select count(*) from found")
