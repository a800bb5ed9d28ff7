"""The certification workbook's sheets as rows of text."""

import numpy as np

from sample_exchange.offices.certification import ADVERSE, AWARDS, CERTIFICATES, LEVELS, ROUNDS, STANDARDS
from sample_exchange.offices.rows import Rows
from sample_exchange.offices.text import choose, days, numbered, texts, yuan
from sample_exchange.world.facts import Facts
from sample_exchange.world.population import name_on

SHEETS = {
    "certificate": "资质证书",
    "platform": "研发平台",
    "award": "科技奖励",
    "programme": "科技计划项目",
    "technology_contract": "技术合同",
    "equity_round": "股权融资",
    "adverse_record": "失信处罚",
    "standard": "标准制定",
    "ip_used_in_certification": "认定使用知识产权",
}


def certificate_rows(firms: Facts, facts: Facts, serial_from: int) -> Rows:
    year = facts.since.astype("datetime64[Y]").astype(int) + 1970
    serials = serial_from + np.arange(len(facts))
    numbers = [f"{CERTIFICATES[k].prefix}{y}44{n:09d}" for k, y, n in
               zip(facts.kind.tolist(), year.tolist(), serials.tolist(), strict=True)]  # fmt: skip
    levels = [kind.level or None for kind in CERTIFICATES]
    return _rows("certificate", firms, facts, "证书编号", texts(numbers), facts.since, {
        "资质类型": choose([kind.name for kind in CERTIFICATES], facts.kind),
        "级别": choose(levels, facts.kind),
        "发证日期": days(facts.since),
        "有效期至": days(facts.until),
        "发证机关": choose([kind.issuer for kind in CERTIFICATES], facts.kind),
    })  # fmt: skip


def platform_rows(firms: Facts, facts: Facts, serial_from: int) -> Rows:
    return _rows("platform", firms, facts, "平台编号", _serials("PT", facts, serial_from), facts.when, {
        "平台名称": texts([f"{LEVELS[level]}工程技术研究中心（合成）" for level in facts.level.tolist()]),
        "级别": choose(LEVELS, facts.level),
        "认定日期": days(facts.when),
        "有效期至": days(facts.until),
    })  # fmt: skip


def award_rows(firms: Facts, facts: Facts, serial_from: int) -> Rows:
    return _rows("award", firms, facts, "奖励编号", _serials("JL", facts, serial_from), facts.when, {
        "奖励名称": choose(["科技进步奖（合成）", "创新创业大赛优胜奖（合成）"], facts.kind),
        "奖励类别": choose(AWARDS, facts.kind),
        "级别": choose(LEVELS, facts.level),
        "获奖日期": days(facts.when),
    })  # fmt: skip


def programme_rows(firms: Facts, facts: Facts, serial_from: int) -> Rows:
    return _rows("programme", firms, facts, "项目编号", _serials("XM", facts, serial_from), facts.when, {
        "项目名称": texts([f"关键技术攻关项目（合成{n % 997}）" for n in range(len(facts))]),
        "级别": choose(LEVELS, facts.level),
        "立项日期": days(facts.when),
        "结题日期": days(facts.closed),
        "资助金额_万元": yuan(facts.grant),
    })  # fmt: skip


def contract_rows(firms: Facts, facts: Facts, serial_from: int) -> Rows:
    return _rows("technology_contract", firms, facts, "合同登记编号", _serials("HT", facts, serial_from), facts.when, {
        "合同成交额_万元": yuan(facts.value),
        "技术交易额_万元": yuan(facts.technology),
        "登记日期": days(facts.when),
    })  # fmt: skip


def equity_rows(firms: Facts, facts: Facts, serial_from: int) -> Rows:
    return _rows("equity_round", firms, facts, "融资编号", _serials("RZ", facts, serial_from), facts.when, {
        "轮次": choose(ROUNDS, facts.round),
        "融资金额_万元": yuan(facts.raised),
        "工商变更日期": days(facts.when),
    })  # fmt: skip


def adverse_rows(firms: Facts, facts: Facts, serial_from: int) -> Rows:
    return _rows("adverse_record", firms, facts, "记录编号", _serials("CF", facts, serial_from), facts.when, {
        "记录类型": choose(ADVERSE, facts.kind),
        "决定日期": days(facts.when),
        "修复日期": days(facts.repaired),
    })  # fmt: skip


def standard_rows(firms: Facts, facts: Facts, serial_from: int) -> Rows:
    year = facts.when.astype("datetime64[Y]").astype(int) + 1970
    prefixes = ["ISO", "GB/T", "SJ/T", "DB44/T", "T/HZ"]
    numbers = [f"合成 {prefixes[level]} {serial_from + n:07d}-{y}" for level, n, y in
               zip(facts.level.tolist(), facts.number.tolist(), year.tolist(), strict=True)]  # fmt: skip
    return _rows("standard", firms, facts, "登记编号", _serials("BZ", facts, serial_from), facts.when, {
        "标准号": texts(numbers),
        "标准名称": texts([f"关键零部件技术规范（合成{n % 997}）" for n in facts.number.tolist()]),
        "标准层级": choose(STANDARDS, facts.level),
        "参与方式": choose(["参与", "主导"], facts.leads.astype(int)),
        "发布日期": days(facts.when),
        "废止日期": days(facts.withdrawn),
    })  # fmt: skip


def _serials(prefix: str, facts: Facts, serial_from: int) -> np.ndarray:
    return numbered(f"{prefix}4413", serial_from + np.arange(len(facts)), 11)


def _rows(table: str, firms: Facts, facts: Facts, key: str, numbers: np.ndarray, when, columns: dict) -> Rows:
    code = firms.uscc[facts.firm]
    first = {key: numbers, "统一社会信用代码": code, "企业名称": name_on(firms, facts.firm, when)}
    return Rows("certification", table, first | columns, code)
