"""Every kind of dirt, where it is planted and how often: a list, so that a new kind is a new line.

`share` is of the rows of the table; every chunk plants at least one where a row allows it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sample_exchange.dirt import spellings as say

# What a row is allowed to hold in the column before it is touched.
ANY = "any value"
ABSENT = "nothing"
LARGE = "an amount of a thousand or more"
CHINESE_PATENT = "a Chinese application number"
SETTLED = "an amount like the enterprise's earlier ones, so that a slip of unit stands out"

USES = "ip_used_in_certification"


@dataclass(frozen=True)
class Case:
    kind: str
    effect: str
    table: str
    column: str
    say: Callable
    share: float
    where: str = ANY


REJECTED = [
    Case("wrong_check_digit", "rejected", "vat_return", "tax_no", say.other_check_digit, 0.0003),
    Case("wrong_check_digit", "rejected", "social_insurance", "uni_social_crd_cd", say.other_check_digit, 0.0003),
    Case("wrong_check_digit", "rejected", "certificate", "统一社会信用代码", say.other_check_digit, 0.0006),
    Case("text_in_amount", "rejected", "vat_return", "sale_amt", say.about, 0.0003),
    Case("wrong_check_digit", "rejected", "job_posting", "统一社会信用代码", say.other_check_digit, 0.002),
    Case("text_in_amount", "rejected", "job_posting", "需求人数", say.several, 0.002),
    Case("text_in_amount", "rejected", "technology_contract", "合同成交额_万元", say.about, 0.001),
    Case("impossible_date", "rejected", "tax_payment", "rkrq", say.impossible_day, 0.0003),
    Case("impossible_date", "rejected", "patent", "app_dt", say.impossible_day, 0.0004),
    Case("impossible_date", "rejected", USES, "申请日期", say.impossible_day, 0.001),
    Case("missing_key", "rejected", "tax_payment", "tax_no", say.nothing, 0.0002),
    Case("missing_key", "rejected", "social_insurance", "person_cd", say.nothing, 0.0002),
    Case("broken_arithmetic", "rejected", "rd_deduction", "line_40", say.thousandfold, 0.001, LARGE),
    Case("broken_arithmetic", "rejected", "rd_deduction", "line_2", say.thousandfold, 0.001, LARGE),
    Case("broken_arithmetic", "rejected", "rd_deduction", "line_45", say.thousandfold, 0.001, LARGE),
    Case("broken_arithmetic", "rejected", "rd_deduction", "line_47", say.thousandfold, 0.001, LARGE),
    Case("broken_arithmetic", "rejected", "rd_deduction", "line_51", say.thousandfold, 0.001, LARGE),
    Case("magnitude_jump", "rejected", "vat_return", "sale_amt", say.thousandfold, 0.0002, SETTLED),
    Case("magnitude_jump", "rejected", "vat_return", "sale_amt", say.ten_thousandth, 0.0002, SETTLED),
    Case("magnitude_jump", "rejected", "cit_annual", "opt_income", say.thousandfold, 0.0005, SETTLED),
    Case("magnitude_jump", "rejected", "hightech_revenue", "高新技术产品收入_千元", say.thousandfold, 0.001, SETTLED),
    Case("wrong_check_digit", "rejected", "energy_reading", "统一社会信用代码", say.other_check_digit, 0.001),
    Case("text_in_amount", "rejected", "energy_reading", "消费量", say.about, 0.001),
    Case("unit_of_another_kind", "rejected", "energy_reading", "计量单位", say.other_unit, 0.001),
    Case("missing_key", "rejected", "material_balance", "统一社会信用代码", say.nothing, 0.001),
    Case("unit_slip", "rejected", "monthly_output", "工业总产值_本月_千元", say.thousandfold, 0.0006, LARGE),
]

REPAIRED = [
    Case("lower_case_code", "repaired", "vat_return", "tax_no", say.lower_case, 0.001),
    Case("lower_case_code", "repaired", "social_insurance", "uni_social_crd_cd", say.lower_case, 0.001),
    Case("lower_case_code", "repaired", "software_copyright", "owner_code", say.lower_case, 0.003),
    Case("full_width_code", "repaired", "cit_annual", "tax_no", say.full_width, 0.002),
    Case("full_width_code", "repaired", "monthly_output", "统一社会信用代码", say.full_width, 0.002),
    Case("full_width_code", "repaired", "certificate", "统一社会信用代码", say.full_width, 0.002),
    Case("letter_slip", "repaired", "vat_return", "tax_no", say.letter_slip, 0.0005),
    Case("letter_slip", "repaired", "certificate", "统一社会信用代码", say.letter_slip, 0.003),
    Case("letter_slip", "repaired", "software_copyright", "owner_code", say.letter_slip, 0.003),
    Case("organisation_code", "repaired", "programme", "统一社会信用代码", say.organisation_part, 0.08),
    Case("organisation_code", "repaired", "platform", "统一社会信用代码", say.organisation_part, 0.08),
    Case("full_width_code", "repaired", "job_posting", "统一社会信用代码", say.full_width, 0.01),
    Case("chain_in_full", "repaired", "job_posting", "产业链", say.chain_in_full, 0.02),
    Case("empty_marker", "repaired", "job_posting", "关闭日期", say.marker, 0.01, ABSENT),
    Case("lower_case_code", "repaired", "station", "统一社会信用代码", say.lower_case, 0.03),
    Case("chain_in_full", "repaired", "available_talent", "产业链", say.chain_in_full, 0.03),
    Case("empty_marker", "repaired", "available_talent", "截止日期", say.marker, 0.01, ABSENT),
    Case("outer_spaces", "repaired", "enterprise", "uni_social_crd_cd", say.outer_spaces, 0.004),
    Case("outer_spaces", "repaired", "tax_payment", "tax_no", say.outer_spaces, 0.001),
    Case("full_width_code", "repaired", "standard", "统一社会信用代码", say.full_width, 0.02),
    Case("empty_marker", "repaired", "standard", "废止日期", say.marker, 0.03, ABSENT),
    Case("empty_marker", "repaired", "skill_certificate", "revoke_dt", say.marker, 0.01, ABSENT),
    Case("outer_spaces", "repaired", "certificate", "资质类型", say.outer_spaces, 0.002),
    Case("inner_spaces", "repaired", "software_copyright", "owner_code", say.inner_spaces, 0.002),
    Case("inner_spaces", "repaired", "credit_rating", "uni_social_crd_cd", say.inner_spaces, 0.001),
    Case("empty_marker", "repaired", "social_insurance", "end_ym", say.marker, 0.002, ABSENT),
    Case("empty_marker", "repaired", "zone_membership", "leave_dt", say.marker, 0.01, ABSENT),
    Case("empty_marker", "repaired", "talent_title", "valid_to", say.marker, 0.02, ABSENT),
    Case("empty_marker", "repaired", "platform", "有效期至", say.marker, 0.03, ABSENT),
    Case("empty_marker", "repaired", "adverse_record", "修复日期", say.marker, 0.05, ABSENT),
    Case("empty_marker", "repaired", "cit_annual", "asset_avg_wan", say.marker, 1.0, ABSENT),
    Case("empty_marker", "repaired", "hightech_revenue", "高新技术产品收入_千元", say.marker, 1.0, ABSENT),
    Case("empty_marker", "repaired", "authorisation", "revoked_at", say.marker, 0.01, ABSENT),
    Case("percent_as_ratio", "repaired", "cit_annual", "tax_rate", say.percent, 0.02),
    Case("thousands_separator", "repaired", "vat_return", "sale_amt", say.thousands, 0.002, LARGE),
    Case("thousands_separator", "repaired", "cit_annual", "opt_income", say.thousands, 0.004, LARGE),
    Case("thousands_separator", "repaired", "equity_round", "融资金额_万元", say.thousands, 0.05, LARGE),
    Case("thousands_separator", "repaired", "monthly_output", "工业总产值_累计_千元", say.thousands, 0.003, LARGE),
    Case("patent_spelling", "repaired", "patent", "app_no", say.patent_spelling, 0.08, CHINESE_PATENT),
    Case("patent_spelling", "repaired", "patent_event", "app_no", say.patent_spelling, 0.12, CHINESE_PATENT),
    Case("patent_spelling", "repaired", USES, "知识产权编号", say.patent_spelling, 0.15, CHINESE_PATENT),
    Case("full_width_code", "repaired", USES, "知识产权编号", say.full_width, 0.02),
    Case("full_width_code", "repaired", "energy_reading", "统一社会信用代码", say.full_width, 0.003),
    Case("lower_case_code", "repaired", "green_factory", "统一社会信用代码", say.lower_case, 0.02),
    Case("thousands_separator", "repaired", "material_balance", "自产量_吨", say.thousands, 0.02, LARGE),
    Case("empty_marker", "repaired", USES, "结果日期", say.marker, 0.01, ABSENT),
]

# What a history is made of, by table: the period, the least amount that counts (as sent), how many periods are enough.
HISTORY = {
    "vat_return": ("period_from", 100_000, 6),
    "cit_annual": ("tax_year", 500_000, 2),
    "rd_deduction": ("tax_year", 100_000, 2),
    "hightech_revenue": ("统计年度", 500, 2),
    "monthly_output": ("报告期", 500, 6),
}

# Tables some of whose rows come twice, and how many.
REPEATED = {
    "vat_return": 0.001,
    "social_insurance": 0.001,
    "monthly_output": 0.002,
    "patent": 0.003,
    "software_copyright": 0.003,
    "certificate": 0.003,
    "authorisation": 0.004,
    "job_posting": 0.004,
    "available_talent": 0.01,
    "energy_reading": 0.002,
}
# Tables whose rows carry a number of their own: sent again, a row gets another number.
NUMBERED = {"vat_return": "sbxh", "social_insurance": "id", "enterprise": "id"}

_IP = ["invention_application_count", "pct_application_count", "valid_invention_patent_count", "ip_grant_count",
       "inventions_per_100_staff", "class_one_ip_count", "class_two_ip_count", "valid_utility_model_count",
       "valid_design_patent_count", "ip_right_count", "ip_per_100_rd_staff",
       "class_two_ip_unused_count", "usable_ip_right_count"]  # fmt: skip
_STAFF = ["staff_count", "staff_average_count", "rd_staff_count", "rd_staff_share_ratio", "postgraduate_share_ratio",
          "doctoral_staff_count", "graduates_hired_count", "staff_growth_ratio",
          "inventions_per_100_staff", "ip_per_100_rd_staff", "skilled_staff_share_ratio",
          "rd_expense_per_rd_staff_cny", "output_per_staff_cny"]  # fmt: skip
_SALES = ["revenue_three_years_before_cny", "revenue_cagr_3y_ratio", "revenue_cagr_2y_ratio", "sales_growth_3y_ratio",
          "rd_intensity_prior_year_ratio", "rd_intensity_3y_ratio", "net_profit_margin_ratio"]  # fmt: skip
# The measures that may change when a row of the table is lost.
TOUCHED = {
    "vat_return": ["revenue_cny", "revenue_growth_ratio", "rd_intensity_ratio", "output_per_staff_cny", *_SALES],
    "cit_annual": ["revenue_cny", "revenue_growth_ratio", "rd_expense_cny", "rd_expense_growth_ratio",
                   "rd_intensity_ratio", "rd_cost_ratio", "rd_super_deduction_relief_cny",
                   "return_on_net_assets_ratio", "total_assets_cny", "debt_ratio", "rd_expense_mean_2y_cny",
                   "net_asset_growth_3y_ratio", "rd_expense_per_rd_staff_cny", "output_per_staff_cny",
                   *_SALES],
    "hightech_revenue": ["hightech_revenue_cny", "hightech_revenue_share_ratio"],
    "tax_payment": ["tax_paid_cny", "tax_paid_growth_ratio"],
    "rd_deduction": ["rd_expense_cny", "rd_expense_growth_ratio", "rd_intensity_ratio", "rd_cost_ratio",
                     "rd_super_deduction_relief_cny", "rd_expense_mean_2y_cny", "rd_intensity_prior_year_ratio",
                     "rd_intensity_3y_ratio", "rd_expense_per_rd_staff_cny"],
    "monthly_output": ["industrial_output_cny", "industrial_output_growth_ratio", "output_per_staff_cny",
                       "energy_intensity_kgce_per_10k_cny"],
    "social_insurance": _STAFF,
    "patent": _IP,
    "certificate": ["is_high_tech_enterprise", "sme_ladder_level", "management_certificate_count",
                    "is_iso9001_certified"],
    "energy_reading": ["clean_energy_ratio", "energy_intensity_kgce_per_10k_cny"],
    "material_balance": ["material_open_month_count"],
    "technology_contract": ["technology_contract_value_cny"],
    "award": ["science_award_count", "science_award_3y_count", "national_science_award_count",
              "innovation_award_count"],
    "software_copyright": ["ip_grant_count", "software_layout_count", "class_two_ip_count", "ip_right_count",
                           "ip_per_100_rd_staff", "class_two_ip_unused_count", "usable_ip_right_count"],
    "job_posting": ["open_posting_count", "wanted_person_count", "longest_vacancy_days"],
    USES: ["class_two_ip_unused_count", "usable_ip_right_count"],
}  # fmt: skip
