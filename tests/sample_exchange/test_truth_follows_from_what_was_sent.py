"""The truth follows from what was sent: measures computed here from the rows as text, by their definitions alone."""

import unicodedata
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal

import pyarrow.parquet as pq
import pytest
import sent_rows

from sample_exchange.truth.exact import SCALE, growth, half_up_fen, ratio

MARKERS = {"--", "/", "无", "不适用", "-2147483640", ""}


def code(text) -> str:
    return unicodedata.normalize("NFKC", text or "").replace(" ", "").upper()


def amount(text) -> Decimal | None:
    plain = unicodedata.normalize("NFKC", text or "").strip().replace(",", "")
    return None if plain in MARKERS else Decimal(plain)


@pytest.fixture(scope="module")
def truth(sample, dirt):
    """measure -> enterprise -> value, without the enterprises that a rejected row may have changed."""
    spoilt = {(each["uscc"], name) for each in dirt for name in each["measures"]}
    found = defaultdict(dict)
    for row in pq.read_table(sample / "truth" / "measures.parquet").to_pylist():
        if (row["uscc"], row["measure"]) not in spoilt:
            found[row["measure"]][row["uscc"]] = row["value"]
    return found


def rejected(dirt, table) -> set[str]:
    """Numbers of the table's rows that no reader can use."""
    return {each["line_or_id"] for each in dirt if (each["effect"], each["table"]) == ("rejected", table)}


def latest(rows, key, order):
    """The last version of each key."""
    kept = {}
    for row in sorted(rows, key=order):
        kept[key(row)] = row
    return kept.values()


def test_tax_paid_is_the_sum_of_last_years_vouchers(sample, truth):
    paid = defaultdict(Decimal)
    for row in sent_rows.tax(sample, "tax_payment"):
        if row["rkrq"][:4] == "2025":
            paid[code(row["tax_no"])] += Decimal(row["paid_amt"])
    assert {uscc: paid[uscc] for uscc in truth["tax_paid_cny"]} == truth["tax_paid_cny"]


def test_revenue_is_the_annual_return_or_else_twelve_months_of_vat(sample, truth, dirt):
    unreadable = rejected(dirt, "vat_return")
    annual = {code(row["tax_no"]): amount(row["opt_income"]) for row in latest(
        (row for row in sent_rows.tax(sample, "cit_annual") if row["tax_year"] == "2025"),
        lambda row: code(row["tax_no"]), lambda row: (row["filed_dt"], row["updated_at"]))}  # fmt: skip
    months, sold = defaultdict(int), defaultdict(Decimal)
    readable = (row for row in sent_rows.tax(sample, "vat_return") if row["sbxh"] not in unreadable)
    for row in latest(readable, lambda row: (code(row["tax_no"]), row["period_from"], row["period_to"]),
                      lambda row: (row["filed_dt"], row["updated_at"])):  # fmt: skip
        if row["period_from"][:4] == "2025":
            uscc = code(row["tax_no"])
            months[uscc] += int(row["period_to"][5:7]) - int(row["period_from"][5:7]) + 1
            sold[uscc] += amount(row["sale_amt"])
    for uscc, value in truth["revenue_cny"].items():
        assert value == annual.get(uscc, sold[uscc] if months[uscc] == 12 else None)


def test_staff_are_the_distinct_persons_insured_in_the_last_complete_month(sample, truth, dirt):
    unreadable = rejected(dirt, "social_insurance")
    persons = defaultdict(set)
    readable = (row for row in sent_rows.front(sample, "social_insurance") if row["id"] not in unreadable)
    for row in latest(readable, lambda row: (row["person_cd"], code(row["uni_social_crd_cd"]), row["start_ym"]),
                      lambda row: row["update_time"]):  # fmt: skip
        end = (row["end_ym"] or "").strip()
        if row["op_type"] != "D" and row["start_ym"] <= "202606" and (end in MARKERS or end >= "202606"):
            persons[code(row["uni_social_crd_cd"])].add(row["person_cd"])
    assert {uscc: Decimal(len(persons[uscc])) for uscc in truth["staff_count"]} == truth["staff_count"]


def test_output_is_the_last_year_to_date_and_null_where_nothing_was_reported(sample, truth):
    rows = sent_rows.csv_files(sample, "output", "monthly_output_*.csv")
    to_date = {(code(row["统一社会信用代码"]), row["报告期"]): amount(row["工业总产值_累计_千元"]) for row in latest(
        rows, lambda row: (code(row["统一社会信用代码"]), row["报告期"]), lambda row: row["填报日期"])}  # fmt: skip
    for uscc, value in truth["industrial_output_cny"].items():
        months = [month for who, month in to_date if who == uscc and month[:4] == "2025"]
        assert value == (to_date[uscc, max(months)] * 1000 if months else None)


def test_certificates_count_while_they_are_valid(sample, truth):
    held = [row for row in sent_rows.sheet(sample, "资质证书") if row["资质类型"].strip() == "高新技术企业"]
    valid = [row for row in held if row["发证日期"] <= "2026-06-30" <= row["有效期至"]]
    holders = {code(row["统一社会信用代码"]) for row in valid}
    found = truth["is_high_tech_enterprise"]
    assert {uscc for uscc, value in found.items() if value} == holders & set(found)


def test_clean_energy_is_solar_power_and_what_certificates_cover_of_twelve_months(sample, truth, dirt):
    per_unit = {"外购电力": "0.1229", "自发光伏": "0.1229", "天然气": "1.2143", "原煤": "714.3", "热力": "34.12"}
    unreadable = {(each["file"], int(each["line_or_id"])) for each in dirt
                  if (each["effect"], each["table"]) == ("rejected", "energy_reading")}  # fmt: skip
    months, used, clean = defaultdict(set), defaultdict(Decimal), defaultdict(Decimal)
    for file in sorted({row["_file"] for row in sent_rows.csv_files(sample, "green", "energy_reading_*.csv")}):
        rows = list(enumerate(sent_rows.csv_files(sample, "green", file), start=2))
        readable = (row for line, row in rows if (file, line) not in unreadable)
        for row in latest(readable, lambda row: (row["表计编号"], row["月份"]), lambda row: row["上报日期"]):
            if "202507" <= row["月份"] <= "202606":
                kind, quantity = row["能源品种"], amount(row["消费量"]) * (10_000 if "万" in row["计量单位"] else 1)
                covered = quantity if kind == "自发光伏" else min(quantity, 1000 * Decimal(row["绿色电力证书_个"]))
                months[code(row["统一社会信用代码"])].add(row["月份"])
                used[code(row["统一社会信用代码"])] += quantity * Decimal(per_unit[kind])
                clean[code(row["统一社会信用代码"])] += covered * Decimal(per_unit[kind])
    known = {uscc: value for uscc, value in truth["clean_energy_ratio"].items() if value is not None}
    assert {uscc for uscc in known if len(months[uscc]) < 12} == set()
    assert {uscc: round(clean[uscc] / used[uscc], 10) for uscc in known} == known
    assert len(known) > 2


def test_a_month_of_waste_is_open_unless_what_came_in_went_out_or_lies_in_store(sample, truth):
    closed = defaultdict(dict)
    for row in sent_rows.csv_files(sample, "green", "material_balance_*.csv"):
        came, went = ("自产量_吨", "外来量_吨"), ("处置量_吨", "库存增加_吨")
        sums = [sum(amount(row[name]) for name in each) for each in (came, went)]
        closed[code(row["统一社会信用代码"])][row["月份"]] = sums[0] == sums[1]
    year = [*(f"2025{month:02d}" for month in range(7, 13)), *(f"2026{month:02d}" for month in range(1, 7))]
    for uscc, value in truth["material_open_month_count"].items():
        due = [month for month in year if closed[uscc] and month >= min(closed[uscc])]
        assert value == sum(not closed[uscc].get(month) for month in due)


@pytest.mark.parametrize(
    ("numerator", "denominator"), [(1, 3), (2, 3), (-1, 3), (1, 2**11), (-1, 2**11), (7, 1), (0, 9)]
)
def test_a_ratio_is_rounded_half_up_to_ten_decimals(numerator, denominator):
    exact = (Decimal(numerator) / Decimal(denominator)).quantize(Decimal(1) / SCALE, ROUND_HALF_UP)
    assert Decimal(ratio(numerator, denominator)) / SCALE == exact


def test_what_cannot_be_divided_is_unknown():
    assert ratio(1, 0) is None and ratio(None, 1) is None and growth(1, None) is None and growth(5, -1) is None


def test_half_a_fen_is_rounded_up():
    assert half_up_fen(10, 25) == 3 and half_up_fen(9, 25) == 2
