"""The intellectual property office's JSON Lines: one file per table and year of exchange."""

import numpy as np

from sample_exchange.offices.ip import ALONE, EVENTS, OUTSIDERS, TYPES, WITH_BOTH, WITH_MEMBER, WITH_OUTSIDER
from sample_exchange.offices.rows import Rows
from sample_exchange.offices.text import choose, days, moments, texts
from sample_exchange.world.facts import Facts
from sample_exchange.world.population import name_on

_OBJECTS = ["电路板", "显示模组", "电池管理系统", "传感器", "注塑模具", "检测装置", "控制方法", "散热结构", "通信终端"]
_WORDS = ["一种", "一种改进的", "一种高可靠", "一种低功耗"]


def patent_rows(firms: Facts, facts: Facts) -> Rows:
    names, codes = _applicants(firms, facts)
    rows = Rows(
        "ip",
        "patent",
        {
            "app_no": texts(facts.number),
            "patent_type": choose(TYPES, facts.kind),
            "title": _titles(facts.title),
            "applicant_names": names,
            "applicant_codes": codes,
            "app_dt": days(facts.applied),
            "is_main_business": choose(["否", "是"], facts.main.astype(int)),
            "updated_at": moments(facts.updated),
        },
        firms.uscc[facts.firm],
        _year(facts.updated),
    )
    rows.note(facts.together != ALONE, "joint_applicants", "none", "applicant_codes")
    return rows


def _applicants(firms: Facts, facts: Facts) -> tuple[np.ndarray, np.ndarray]:
    """Names and codes joined by semicolons, same positions; an outsider has a name and no code."""
    names = name_on(firms, facts.firm, facts.applied)
    codes = firms.uscc[facts.firm].copy()
    member = np.isin(facts.together, [WITH_MEMBER, WITH_BOTH])
    partner = facts.partner[member]
    names[member] = names[member] + ";" + name_on(firms, partner, facts.applied[member])
    codes[member] = codes[member] + ";" + firms.uscc[partner]
    outsider = np.isin(facts.together, [WITH_OUTSIDER, WITH_BOTH])
    names[outsider] = names[outsider] + ";" + choose(OUTSIDERS, facts.outsider[outsider])
    codes[outsider] = codes[outsider] + ";"
    return names, codes


def event_rows(firms: Facts, patents: Facts, facts: Facts) -> Rows:
    return Rows(
        "ip",
        "patent_event",
        {
            "app_no": texts(patents.number[facts.patent]),
            "event_type": choose(EVENTS, facts.kind),
            "event_dt": days(facts.when),
            "updated_at": moments(facts.updated),
        },
        firms.uscc[patents.firm[facts.patent]],
        _year(facts.updated),
    )


def software_rows(firms: Facts, facts: Facts) -> Rows:
    names = texts([f"合成{_OBJECTS[n % 9]}软件V{n % 5 + 1}.0" for n in facts.serial.tolist()])
    return _owned("software_copyright", "soft_nm", software_numbers(facts), names, firms, facts)


def layout_rows(firms: Facts, facts: Facts) -> Rows:
    names = texts([f"合成芯片布图{n:07d}" for n in facts.serial.tolist()])
    return _owned("layout_design", "layout_nm", layout_numbers(facts), names, firms, facts)


def software_numbers(facts: Facts) -> list[str]:
    return [f"{y}SR{n:08d}" for y, n in zip(_year(facts.when).tolist(), facts.serial.tolist(), strict=True)]


def layout_numbers(facts: Facts) -> list[str]:
    return [f"BS.{y[2:]}{n:07d}" for y, n in zip(_year(facts.when).tolist(), facts.serial.tolist(), strict=True)]


def _owned(table: str, title: str, numbers: list[str], names: np.ndarray, firms: Facts, facts: Facts) -> Rows:
    columns = {
        "reg_no": texts(numbers),
        title: names,
        "owner_code": firms.uscc[facts.firm],
        "owner_nm": name_on(firms, facts.firm, facts.when),
        "reg_dt": days(facts.when),
        "updated_at": moments(facts.updated),
    }
    return Rows("ip", table, columns, firms.uscc[facts.firm], _year(facts.updated))


def _titles(draws: np.ndarray) -> np.ndarray:
    return texts([f"{_WORDS[n % 4]}{_OBJECTS[n // 4 % 9]}及其应用（合成{n}）" for n in draws.tolist()])


def _year(when: np.ndarray) -> np.ndarray:
    return texts([str(year) for year in (when.astype("datetime64[Y]").astype(int) + 1970).tolist()])
