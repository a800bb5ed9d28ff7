"""Each office's calendar, encoding and habits, as its readers meet them."""

import re
import unicodedata
from collections import Counter
from decimal import Decimal

import pyarrow.parquet as pq
import pytest
import sent_rows
from running_exchange import THROUGH

from innopoints.project import DBT
from innopoints.registry.measure_meta import read_measures
from sample_exchange.world.names import RARE

TAX = ["vat_return", "cit_quarter", "cit_annual", "rd_deduction", "tax_payment", "credit_rating"]


def names_of(sample, source):
    return sorted(path.name for path in (sample / "drops" / source).iterdir())


def test_no_output_is_reported_for_january_and_february_covers_both_months(sample):
    names = [name for name in names_of(sample, "output") if name.startswith("monthly_output_")]
    assert not [name for name in names if name.endswith("01.csv")]
    assert "monthly_output_202402.csv" in names
    plain = [row for row in sent_rows.csv_files(sample, "output", "monthly_output_202402.csv")
             if row["工业总产值_本月_千元"].isdigit() and row["工业总产值_累计_千元"].isdigit()]  # fmt: skip
    same = [row for row in plain if row["工业总产值_本月_千元"] == row["工业总产值_累计_千元"]]
    assert same and len(same) >= len(plain) - 1


def test_output_files_need_gb18030_and_nothing_less(chunk):
    used = set("".join(chunk.firms.name.tolist()))
    assert used & set(RARE)
    for letter in used & set(RARE):
        letter.encode("gb18030")
    with pytest.raises(UnicodeEncodeError):
        "㐂䶮𠮷".encode("gbk")


def test_output_files_decode_as_gb18030_to_the_last_byte(sample):
    for path in (sample / "drops" / "output").glob("*.csv"):
        path.read_bytes().decode("gb18030")


def test_nothing_happens_after_the_last_day(sample):
    last = THROUGH.isoformat()
    for table in TAX:
        assert max(row["updated_at"] for row in sent_rows.tax(sample, table))[:10] <= last
    for table in ("enterprise", "zone_membership", "former_name", "social_insurance", "talent_title"):
        assert max(row["update_time"] for row in sent_rows.front(sample, table))[:10] <= last
    assert max(row["updated_at"] for row in sent_rows.json_lines(sample, "*.jsonl"))[:10] <= last
    assert max(row["填报日期"] for row in sent_rows.csv_files(sample, "output", "monthly*.csv")) <= last
    assert max(row["updated_at"] for row in sent_rows.csv_files(sample, "consent", "*.csv"))[:10] <= last


def test_a_correction_is_filed_and_exchanged_after_what_it_corrects(sample, dirt):
    replaced = {d["line_or_id"] for d in dirt if (d["kind"], d["table"]) == ("corrected_filing", "cit_annual")}
    rows = sent_rows.tax(sample, "cit_annual")
    assert replaced
    for old in (row for row in rows if row["sbxh"] in replaced):
        new = [row for row in rows if (row["tax_no"], row["tax_year"], row["correct_flag"])
               == (old["tax_no"], old["tax_year"], "1")]  # fmt: skip
        assert all(row["filed_dt"] > old["filed_dt"] and row["updated_at"] > old["updated_at"] for row in new)


def test_forms_of_a107012_add_up_unless_planted_otherwise(sample, dirt):
    broken = {each["line_or_id"] for each in dirt if each["kind"] == "broken_arithmetic"}
    for row in sent_rows.tax(sample, "rd_deduction"):
        line = {name: Decimal(value) for name, value in row.items() if name.startswith("line_")}
        own = sum(line[f"line_{n}"] for n in (3, 7, 16, 19, 23, 34))
        adds_up = (
            line["line_2"] == own
            and line["line_40"] == own + line["line_36"] * 8 / 10 + line["line_38"] == line["line_41"] + line["line_42"]
            and line["line_45"] == line["line_41"] + line["line_43"] + line["line_44"]
            and line["line_47"] == line["line_45"] - line["line_46"]
            and line["line_51"] == (line["line_47"] - line["line_48"] - line["line_49"]) * line["line_50"]
        )
        assert adds_up is (row["sbxh"] not in broken)


def test_persons_are_visibly_synthetic(sample):
    for row in sent_rows.front(sample, "social_insurance"):
        assert row["nm"].startswith("合成人员") and row["cert_no"].startswith("SYNTH")


def test_everything_says_that_it_is_synthetic(sample):
    assert "SYNTHETIC / 合成数据" in (sample / "README.txt").read_text(encoding="utf-8")
    assert "SYNTHETIC" in sent_rows.front(sample, "readme")[0]["note"]
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(sample / "drops" / "certification" / "certification_01.xlsx")
    assert all("合成数据" in book.get_sheet_by_name(name).to_python()[0][0] for name in book.sheet_names)


def test_a_revoked_authorisation_comes_again_whole_with_the_moment_it_was_revoked(sample):
    rows = sent_rows.csv_files(sample, "consent", "authorisation_*.csv")
    again = [row for row in rows if row["revoked_at"][:2] == "20"]
    assert again
    for row in again:
        first = next(each for each in rows if each["auth_id"] == row["auth_id"] and each["revoked_at"][:2] != "20")
        assert row["updated_at"] == row["revoked_at"] > first["updated_at"]
        assert row["document_hash"] == first["document_hash"]


def test_banks_report_only_on_enterprises_that_authorised_them(sample):
    consents = {(row["uscc"], row["grantee"]) for row in sent_rows.csv_files(sample, "consent", "*.csv")}
    for pattern in ("credit_line_*.csv", "loan_*.csv", "balance_event_*.csv"):
        assert {(row["uscc"], row["bank"]) for row in sent_rows.csv_files(sample, "bank_returns", pattern)} <= consents


def test_the_events_of_a_loan_leave_the_balance_its_bank_reports_and_nothing_is_repaid_twice(sample):
    events = sent_rows.csv_files(sample, "bank_returns", "balance_event_*.csv")
    sign = {"放款": 1, "还款": -1, "追偿回收": -1}
    loans = sent_rows.csv_files(sample, "bank_returns", "loan_*.csv")
    assert loans and {row["event_type"] for row in events} >= {"放款", "还款", "逾期", "结清逾期"}
    for loan in loans:
        happened = [each for each in events if (each["bank"], each["loan_no"]) == (loan["bank"], loan["loan_no"])]
        moved = [(each, sign.get(each["event_type"], 0) * Decimal(each["amount_yuan"])) for each in happened]
        owed = sum(amount for each, amount in moved if each["event_dt"] <= loan["report_dt"])
        assert owed == Decimal(loan["balance_wan"]) * 10_000 >= 0
        drawn = [Decimal(each["amount_yuan"]) for each in happened if each["event_type"] == "放款"]
        assert drawn == [Decimal(loan["principal_wan"]) * 10_000]


def test_a_right_of_class_two_stands_in_one_high_tech_application_that_was_not_refused(sample):
    named = [
        (row["知识产权类别"], re.sub(r"^ZL|^CN|\W", "", unicodedata.normalize("NFKC", row["知识产权编号"])))
        for row in sent_rows.sheet(sample, "认定使用知识产权")
        if row["资质类型"] == "高新技术企业" and row["认定结果"] != "未通过"
    ]
    again = {kind for (kind, _), times in Counter(named).items() if times > 1}
    assert "发明" in again and again <= {"发明", "集成电路布图设计"}
    assert {"实用新型", "软件著作权"} <= {kind for kind, _ in named}


def test_truth_is_asked_for_every_measure_of_every_scored_enterprise(sample):
    rows = pq.read_table(sample / "truth" / "measures.parquet")
    dictionary = read_measures(DBT / "models" / "measures")
    assert set(rows["measure"].to_pylist()) == set(dictionary)
    assert len(rows) == 80 * len(dictionary)
    assert set(rows["as_of_date"].to_pylist()) == {THROUGH}
