"""Records that do not say plainly whose they are: only a name, joint applicants in one cell, a number of before 2015.

What a reader must find anyway is noted as repaired; a name misspelt, or borne by two enterprises on a day that falls to
neither, must wait for a person (review).
"""

import numpy as np

from sample_exchange.offices.rows import Note, Rows
from sample_exchange.world.facts import Facts
from sample_exchange.world.names import another_letter

# table: column of the code, column of the name, column of the day
OWNER_COLUMNS = {
    **{table: ("统一社会信用代码", "企业名称", day) for table, day in {
        "certificate": "发证日期", "platform": "认定日期", "award": "获奖日期", "programme": "立项日期",
        "technology_contract": "登记日期", "equity_round": "工商变更日期", "adverse_record": "决定日期",
        "standard": "发布日期", "ip_used_in_certification": "申请日期",
    }.items()},
    "patent": ("applicant_codes", "applicant_names", "app_dt"),
    "software_copyright": ("owner_code", "owner_nm", "reg_dt"),
    "layout_design": ("owner_code", "owner_nm", "reg_dt"),
}  # fmt: skip
NAME_ONLY = {"award": 0.35, "patent": 0.2, "software_copyright": 0.1}  # share of rows without a code
OLD_NUMBER = {"programme": 0.1, "platform": 0.1}  # share of rows with a 15-digit registration number
MISSPELT = 0.008  # of the rows without a code
OLD_NAME = 0.3  # of the rows without a code of an enterprise that gave its name up, before another takes it
MARKS = [";", "；", "、", ",", "，", "/", " "]


def hide_owners(rows: Rows, firms: Facts, rng: np.random.Generator) -> None:
    """Take codes away, spell names as offices do, give old numbers; each row noted."""
    special = {row for row, note in rows.notes if note.kind != "joint_applicants"}
    free = np.array([row not in special for row in range(len(rows))], bool)
    if rows.table in OLD_NUMBER:
        _old_numbers(rows, firms, free & (rng.random(len(rows)) < OLD_NUMBER[rows.table]))
    if rows.table in NAME_ONLY:
        shared = _SharedNames(firms)
        chosen = rng.random(len(rows)) < NAME_ONLY[rows.table]
        chosen |= np.isin(rows.meant.astype(str), list(shared.codes))
        _only_names(rows, shared, np.flatnonzero(free & chosen), rng)


class _SharedNames:
    """Names that one enterprise gave up and another took: until when, from when, and whose codes they are."""

    def __init__(self, firms: Facts):
        taker = {name: firm for firm, name in enumerate(firms.name.tolist())}
        self.codes: set[str] = set()
        self.gap: dict[str, tuple[str, str, str]] = {}  # code of the leaver: name, first and last day of nobody
        for leaver in np.flatnonzero(~np.isnat(firms.renamed)).tolist():
            after = taker.get(name := firms.former_name[leaver])
            if after is not None:
                days = (str(day.astype("datetime64[D]")) for day in (firms.renamed[leaver], firms.established[after]))
                self.gap[firms.uscc[leaver]] = (name, *days)
                self.codes |= {firms.uscc[leaver], firms.uscc[after]}


def _old_numbers(rows: Rows, firms: Facts, chosen: np.ndarray) -> None:
    number = dict(zip(firms.uscc.tolist(), firms.registration_no.tolist(), strict=True))
    code, _, _ = OWNER_COLUMNS[rows.table]
    for row in np.flatnonzero(chosen).tolist():
        if sent := number[rows.meant[row]]:
            _set(rows, row, code, sent, "registration_number", "repaired")


def _only_names(rows: Rows, shared: _SharedNames, chosen: np.ndarray, rng: np.random.Generator) -> None:
    code, name, day = OWNER_COLUMNS[rows.table]
    misspelt, outdated = rng.random(len(chosen)) < MISSPELT, rng.random(len(chosen)) < OLD_NAME
    misspelt[: 1 if len(chosen) else 0] = True
    for row, wrong, late in zip(chosen.tolist(), misspelt.tolist(), outdated.tolist(), strict=True):
        right, joint = rows.columns[name][row], ";" in rows.columns[name][row]
        old, since, until = shared.gap.get(rows.meant[row], ("", "", ""))
        rows.columns[code][row] = None
        if late and not joint and since <= rows.columns[day][row] < until:
            _set(rows, row, name, old, "ambiguous_name", "review")
        elif wrong and not joint:
            _set(rows, row, name, another_letter(right, rng), "misspelt_name", "review")
        elif joint:
            _set(rows, row, name, right.replace(";", MARKS[rng.integers(len(MARKS))]), "only_names", "repaired")
        else:
            _set(rows, row, name, _variant(right, rng), "only_name", "repaired")


def _variant(name: str, rng: np.random.Generator) -> str:
    """A name as it stands in the register, or with other brackets, another word for its form, or a space in it."""
    ways = [name, name, name, name.replace("（", "(").replace("）", ")"), name.replace("（", "").replace("）", ""),
            name[:2] + " " + name[2:]]  # fmt: skip
    if "股份" not in name:
        ways.append(name.replace("有限公司", "有限责任公司"))
    return ways[rng.integers(len(ways))]


def _set(rows: Rows, row: int, column: str, sent: str, kind: str, effect: str) -> None:
    right = rows.columns[column][row]
    rows.columns[column][row] = sent
    rows.notes = [(at, note) for at, note in rows.notes if at != row or note.kind != "joint_applicants"]
    rows.notes.append((row, Note(kind, effect, rows.meant[row], column, sent, right)))
