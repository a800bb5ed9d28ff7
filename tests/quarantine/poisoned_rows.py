"""Rows that can be read but must not be used, each a later version of a good row with one thing wrong.

Every one of them would move a measure if it got through: where there are amounts, they are false too.
"""

from dataclasses import dataclass

MARK = "毒"  # stands in a column that no measure reads, so that the rows can be found again


@dataclass(frozen=True)
class PoisonedRow:
    """`change` is laid over a good row of the victim (a function is asked what to write), one `where` describes;
    `rule` must stand in the words of the rejected row."""

    sentence: str
    source: str
    table: str
    change: dict
    rule: str
    where: dict


LATE = "2026-06-30T23:59:58"
VAT, CIT, RD = "vat_return", "cit_annual", "rd_deduction"
FALSE_VAT = {"sale_amt": "77777777.00", "filed_dt": "2026-06-30", "updated_at": LATE}
FALSE_CIT = {"opt_income": "77777777.00", "cost_expense": "7.00", "filed_dt": "2026-06-30", "updated_at": LATE}
DECEMBER, YEAR, PERIOD = {"period_from": "2025-12-01"}, {"tax_year": "2025"}, {"报告期": "202512"}
MADE, TO_DATE = "工业总产值_本月_千元", "工业总产值_累计_千元"
FALSE_OUTPUT = {TO_DATE: "77777777", "填报日期": "2026-06-29"}
FALSE_FORM = {"filed_dt": "2026-06-30", "updated_at": LATE}
CERTIFICATE = {"证书编号": "GR-POISON", "资质类型": "高新技术企业", "发证日期": "2025-01-01", "有效期至": "2028-01-01"}
USE = {"资质类型": "高新技术企业", "申请日期": "2026-03-01", "认定结果": "通过", "结果日期": "2026-06-01"}
PERSON = {"start_ym": "202601", "end_ym": None, "op_type": "I", "update_time": "2026-06-30 23:59:58"}
RECODED = "91440300192203821X"


def tax(sentence: str, table: str, change: dict, rule: str, where: dict) -> PoisonedRow:
    return PoisonedRow(sentence, "tax", table, change, rule, where)


def output(sentence: str, change: dict, rule: str, where: dict = PERIOD) -> PoisonedRow:
    return PoisonedRow(sentence, "output", "monthly_output", FALSE_OUTPUT | change, rule, where)


def person(sentence: str, change: dict, rule: str) -> PoisonedRow:
    return PoisonedRow(sentence, "talent", "social_insurance", PERSON | {"person_cd": "PX"} | change, rule, {})


def certificate(sentence: str, change: dict, rule: str) -> PoisonedRow:
    return PoisonedRow(sentence, "certification", "certificate", CERTIFICATE | change, rule, {})


def use_of_a_right(sentence: str, change: dict, rule: str) -> PoisonedRow:
    return PoisonedRow(sentence, "certification", "ip_used_in_certification", USE | change, rule, {})


def patent(sentence: str, change: dict, rule: str) -> PoisonedRow:
    new = {"app_no": "202610999999.8", "app_dt": "2026-03-01", "patent_type": "发明", "is_main_business": "是"}
    return PoisonedRow(sentence, "ip", "patent", new | change, rule, {})


ROWS = [
    tax("销售额写成文字", VAT, FALSE_VAT | {"sale_amt": "约7777万"}, "不是数字", DECEMBER),
    tax("销售额大得不可能", VAT, FALSE_VAT | {"sale_amt": "7" * 14}, "大得不可能", DECEMBER),
    tax("更正申报的代码校验位不符", VAT, FALSE_VAT | {"tax_no": RECODED}, "校验不符", DECEMBER),
    tax("代码空缺", VAT, FALSE_VAT | {"tax_no": "--"}, "必填项缺失", DECEMBER),
    tax("所属期起晚于止", VAT, FALSE_VAT | {"period_to": "2025-11-30"}, "所属期起晚于止", DECEMBER),
    tax("所属期不是日期", VAT, FALSE_VAT | {"period_to": "2025-12-32"}, "不是日期", DECEMBER),
    tax("申报日期不是日期", VAT, FALSE_VAT | {"filed_dt": "昨天"}, "不是日期", DECEMBER),
    tax("更正标志既非是也非否", VAT, FALSE_VAT | {"correct_flag": "也许"}, "不是是否", DECEMBER),
    tax("更新时间读不出", VAT, FALSE_VAT | {"updated_at": "2026-06-31T25:00:00"}, "不是时间", DECEMBER),
    tax("纳税人类型不在范围", VAT, FALSE_VAT | {"taxpayer_kind": "特殊"}, "不在取值范围", DECEMBER),
    tax("年度不是年度", CIT, FALSE_CIT | {"tax_year": "去年"}, "不是年度", YEAR),
    tax("成本写成文字", CIT, FALSE_CIT | {"cost_expense": "见附表"}, "不是数字", YEAR),
    tax(
        "更正申报差了千倍",
        CIT,
        FALSE_CIT | {"opt_income": lambda good: f"{float(good['opt_income']) * 1000:.2f}"},
        "历史",
        YEAR,
    ),
    tax("第 2 行不等于分项之和", RD, FALSE_FORM | {"line_2": "7777.00"}, "第 2 行", YEAR),
    tax("第 40 行算不拢", RD, FALSE_FORM | {"line_40": "77777777.00"}, "第 40 行", YEAR),
    tax("第 45 行算不拢", RD, FALSE_FORM | {"line_45": "77777777.00"}, "第 45 行", YEAR),
    tax("第 47 行算不拢", RD, FALSE_FORM | {"line_47": "77777777.00"}, "第 47 行", YEAR),
    tax("第 51 行算不拢", RD, FALSE_FORM | {"line_51": "77777777.00"}, "第 51 行", YEAR),
    tax(
        "入库日期不是日期",
        "tax_payment",
        {"updated_at": LATE, "paid_amt": "7777777.00", "rkrq": "2025-13-45"},
        "不是日期",
        {},
    ),
    tax(
        "入库凭证没有纳税人",
        "tax_payment",
        {"updated_at": LATE, "paid_amt": "7777777.00", "tax_no": ""},
        "必填项缺失",
        {},
    ),
    tax("信用级别不在范围", "credit_rating", {"tax_credit_level": "E", "updated_at": LATE}, "不在取值范围", {}),
    output("本月大于累计", {MADE: "99999999"}, "本月大于累计"),
    output("累计写成文字", {TO_DATE: "约777"}, "不是数字"),
    output(
        "累计与本月都差了千倍",
        {MADE: lambda good: good[MADE] + "000", TO_DATE: lambda good: good[TO_DATE] + "000"},
        "历史",
    ),
    output("累计小于上月", {TO_DATE: lambda good: good[MADE]}, "累计小于上一报告月"),
    output("1 月报了数", {"报告期": "202501", MADE: "1"}, "1 月免报", {"报告期": "202502"}),
    output("2 月的本月不是两个月合计", {MADE: "1"}, "2 月的本月", {"报告期": "202502"}),
    output("报告期是 13 月", {"报告期": "202513"}, "不是年月"),
    output("公式冒充单位名称，累计又是负无穷", {TO_DATE: "-inf", "行业代码": "=1+cmd|' /C calc'!A0"}, "不是数字"),
    person("没有个人编号", {"person_cd": None}, "必填项缺失"),
    person("参保起月晚于止月", {"end_ym": "202512"}, "参保起月晚于止月"),
    person("参保月份是 13 月", {"start_ym": "202513"}, "不是年月"),
    person("学历不在范围", {"highest_educ_back": "博士后院士"}, "不在取值范围"),
    person("操作类型不在范围", {"op_type": "X"}, "不在取值范围"),
    person("单位代码校验位不符", {"uni_social_crd_cd": RECODED}, "校验不符"),
    certificate("证书有效期颠倒", {"有效期至": "2024-12-31"}, "有效期起晚于止"),
    certificate("发证日期不是日期", {"发证日期": "2025-02-30"}, "不是日期"),
    certificate("持证单位代码校验位不符", {"统一社会信用代码": RECODED}, "校验不符"),
    use_of_a_right("认定申请写了证书号", {"知识产权编号": "软著登字第1234567号"}, "也不是软件著作权"),
    use_of_a_right("有认定结果而无日期", {"结果日期": "--"}, "已有结果而无结果日期"),
    use_of_a_right("认定结果早于申请", {"结果日期": "2026-02-28"}, "结果早于申请"),
    use_of_a_right("认定结果不在范围", {"认定结果": "已受理"}, "不在取值范围"),
    patent("申请号校验位不符", {"app_no": "202610999999.1"}, "不是专利申请号"),
    patent("申请日不是日期", {"app_dt": "2026-00-01"}, "不是日期"),
    patent(
        "共同申请人中有坏代码",
        {"applicant_codes": lambda good: f"{good['applicant_codes']};{RECODED}"},
        "其中有代码校验不符",
    ),
]
