"""How the talent service centre writes its base down: one file a year; a post closed is sent again, whole."""

import numpy as np

from sample_exchange.offices.rows import Rows
from sample_exchange.offices.talent_demand import CHAINS, LEVELS, POSTS, SKILLS, STATION_LEVELS, STATIONS
from sample_exchange.offices.text import choose, days, moments, numbered, texts, whole, yuan
from sample_exchange.world.facts import Facts
from sample_exchange.world.population import NEVER, name_on

SOURCE = "talent_demand"


def posting_rows(firms: Facts, facts: Facts, serial_from: int) -> Rows:
    """Each posting as published, and once more when it was closed."""
    serial = serial_from + np.arange(len(facts))
    rows = _posting_rows(firms, facts.but(closed=np.full(len(facts), NEVER)), serial, facts.sent)
    again = ~np.isnat(facts.closed)
    rows.note(again, "resent_row", "superseded", "需求编号")
    rows.add(_posting_rows(firms, facts[again], serial[again], facts.sent_closed[again]))
    return rows


def _posting_rows(firms: Facts, facts: Facts, serial: np.ndarray, sent: np.ndarray) -> Rows:
    code = firms.uscc[facts.firm]
    columns = {
        "需求编号": numbered("GW", serial, 10),
        "统一社会信用代码": code,
        "单位名称": name_on(firms, facts.firm, sent),
        "岗位名称": choose([f"{each}（合成）" for each in POSTS], facts.level),
        "产业链": choose(CHAINS, facts.chain),
        "人才层次": choose(LEVELS, facts.level),
        "专业类别": choose(SKILLS, facts.skill),
        "需求人数": whole(facts.wanted),
        "年薪下限_万元": yuan(facts.pay_low),
        "年薪上限_万元": yuan(facts.pay_high),
        "发布日期": days(facts.published),
        "关闭日期": days(facts.closed),
        "联系人": numbered("合成人员", serial, 10),
        "联系电话": numbered("SYNTH", serial, 11),
        "更新时间": moments(sent),
    }
    return Rows(SOURCE, "job_posting", columns, code, _years(sent))


def station_rows(firms: Facts, facts: Facts, serial_from: int) -> Rows:
    code = firms.uscc[facts.firm]
    columns = {
        "站点编号": numbered("ZD", serial_from + np.arange(len(facts)), 10),
        "统一社会信用代码": code,
        "单位名称": name_on(firms, facts.firm, facts.sent),
        "站点类别": choose(STATIONS, facts.kind),
        "站点级别": choose(STATION_LEVELS, facts.level),
        "设立日期": days(facts.set_up),
        "撤销日期": days(facts.revoked),
        "更新时间": moments(facts.sent),
    }
    return Rows(SOURCE, "station", columns, code, _years(facts.sent))


def available_rows(facts: Facts, serial_from: int) -> Rows:
    """Names and telephones are there to be left out; a person is nobody's, so any row is about no enterprise."""
    person = serial_from + facts.person
    columns = {
        "人才代号": numbered("RC", person, 10),
        "姓名": numbered("合成人员", person, 10),
        "手机号": numbered("SYNTH", person, 11),
        "产业链": choose(CHAINS, facts.chain),
        "人才层次": choose(LEVELS, facts.level),
        "专业类别": choose(SKILLS, facts.skill),
        "可到岗日期": days(facts.since),
        "截止日期": days(facts.until),
        "更新时间": moments(facts.sent),
    }
    return Rows(SOURCE, "available_talent", columns, texts([""] * len(facts)), _years(facts.sent))


def _years(sent: np.ndarray) -> np.ndarray:
    return texts([moment[:4] for moment in np.datetime_as_string(sent).tolist()])
