"""Every planted error is on record, can be found again where the record says, and is rare enough to be believed."""

import json
from collections import Counter

import pytest
import sent_rows
from python_calamine import CalamineWorkbook
from sent_rows import ENCODINGS

from sample_exchange.dirt.cases import REJECTED, REPAIRED, REPEATED
from sample_exchange.dirt.whole_rows import WHOLE_ROW_KINDS

KINDS = {each.kind for each in REJECTED + REPAIRED} | {
    "exact_duplicate", "corrected_filing", "late_filing", "name_change", "joint_applicants", "missing_row",
    "deleted_row", "earlier_version", "revoked_consent", "resent_row", "true_leap", "vat_cit_gap",
    "registration_number", "only_name", "only_names", "misspelt_name", "right_of_several", "chain_in_full",
} | WHOLE_ROW_KINDS  # fmt: skip


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_dirt_of_this_kind_is_in_a_small_sample_already(dirt, kind):
    assert kind in {each["kind"] for each in dirt}


def test_no_kind_of_dirt_is_undeclared(dirt):
    # Two enterprises of one name, and a record of a day between them, need a larger sample.
    assert {each["kind"] for each in dirt} <= {*KINDS, "ambiguous_name"}


COMMON = [case for case in REJECTED + REPAIRED if case.where != "nothing" and case.table != "equity_round"]


@pytest.mark.parametrize("case", COMMON, ids=lambda case: f"{case.kind}-{case.table}-{case.column}")
def test_every_case_that_any_sample_has_room_for_is_planted(dirt, case):
    assert (case.kind, case.table, case.column) in {(each["kind"], each["table"], each["column"]) for each in dirt}


def test_every_table_that_repeats_rows_does(dirt):
    assert {each["table"] for each in dirt if each["kind"] == "exact_duplicate"} == set(REPEATED)


def test_a_record_leads_to_the_row_and_the_row_holds_what_was_sent(sample, dirt):
    tables = {}
    for each in dirt:
        if each["line_or_id"] is None or each["column"] is None:
            continue
        row = find(sample, tables, each)
        assert given(row[each["column"]]) == given(each["sent"]), each


def given(cell: str | None) -> str | None:
    """Readers of workbooks take a cell of spaces for an empty one."""
    return cell if cell and cell.strip() else None


def find(sample, tables: dict, each: dict) -> dict:
    """The row a record points at, read from the file and line (or number) it names."""
    source, table, place = each["source"], each["table"], each["line_or_id"]
    if source in ("tax", "registration", "talent"):
        if table not in tables:
            rows = sent_rows.tax(sample, table) if source == "tax" else sent_rows.front(sample, table)
            key = {"tax_payment": "yzpzxh"}.get(table, "sbxh") if source == "tax" else "id"
            name = (lambda r: f"{r['uni_social_crd_cd']}/{r['evalua_year']}") if table == "credit_rating" else (
                lambda r: r[key])  # fmt: skip
            tables[table] = {name(row): row for row in rows}
        return tables[table][place]
    path = sample / "drops" / source / each["file"]
    if source == "certification":
        sheet = {"certificate": "资质证书", "platform": "研发平台", "technology_contract": "技术合同",
                 "adverse_record": "失信处罚", "equity_round": "股权融资", "award": "科技奖励",
                 "programme": "科技计划项目", "standard": "标准制定",
                 "ip_used_in_certification": "认定使用知识产权"}[table]  # fmt: skip
        rows = CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python()
        return dict(zip(rows[1], rows[int(place) - 1], strict=True))
    if source == "ip":
        return json.loads(path.read_text(encoding="utf-8").splitlines()[int(place) - 1])
    rows = sent_rows.csv_files(sample, source, each["file"])
    assert ENCODINGS[source]
    return rows[int(place) - 2]


def test_rejected_rows_name_the_measures_they_may_change_and_the_enterprise_that_was_meant(dirt):
    for each in dirt:
        if each["effect"] == "rejected" and each["table"] != "enterprise":
            assert each["measures"] and len(each["uscc"]) == 18 and each["right"]
        if each["kind"] == "wrong_check_digit":
            assert each["uscc"] == each["right"] != each["sent"]


def test_rejected_rows_are_a_small_share_of_the_large_tables(sample, dirt):
    rejected = Counter(each["table"] for each in dirt if each["effect"] == "rejected")
    sizes = {"vat_return": len(sent_rows.tax(sample, "vat_return")),
             "social_insurance": len(sent_rows.front(sample, "social_insurance"))}  # fmt: skip
    assert all(rejected[table] / size < 0.004 for table, size in sizes.items())
