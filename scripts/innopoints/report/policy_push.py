"""The push list of one policy as a file: who to tell, what they get, by which clause. Enterprises only, never persons.

What looks like a formula stays text: in a workbook by the cell's type, in CSV by an apostrophe before it.
"""

import csv
import io
from pathlib import Path

from innopoints import durable
from innopoints.errors import Refused, WrongUse
from innopoints.home import Home
from innopoints.report.policies import demand_policy, warehouse
from innopoints.report.text_workbook import HEADER, new_workbook, save, text_cell

COLUMNS = {
    "uscc": "统一社会信用代码",
    "enterprise_name": "企业名称",
    "title_zh": "政策",
    "issuer": "发布单位",
    "reference": "依据",
    "certainty": "依据可靠程度",
    "grant_cny": "应得金额（元）",
    "paid_cny": "预算内金额（元）",
    "place": "次序",
    "share": "预算结果",
    "decided_words_zh": "认定理由",
}
SHARES = {"whole": "全额", "part": "余额不足，部分", "used_up": "预算已用完", "amount_unknown": "金额待定"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def write_push_list(home: Home, policy: str, to: Path) -> dict:
    """Write `to` (.xlsx or .csv), complete or not at all; returns counts and sums.

    Raises Refused for a policy for individuals.
    """
    if to.suffix.lower() not in (".xlsx", ".csv"):
        raise WrongUse(f"--out {to}: the list's name must end in .xlsx or .csv")
    with warehouse(home) as con:
        said = demand_policy(con, policy)
        if said["meant_for"] == "individuals":
            raise Refused(f"{policy} is for individuals: there is no list of persons here, only counts per employer; "
                          "the office that keeps the persons tells them")  # fmt: skip
        found = con.execute(
            f"select {', '.join(COLUMNS)} from eligibility.policy_push where policy = ? order by place, uscc", [policy]
        ).fetchall()
    rows = [_said(dict(zip(COLUMNS, row, strict=True))) for row in found]
    (_as_workbook if to.suffix.lower() == ".xlsx" else _as_csv)(rows, to)
    paid = sum(row[list(COLUMNS).index("paid_cny")] or 0 for row in found)
    return {"policy": policy, "enterprises": len(rows), "paid_cny": str(paid), "list": str(to)}


def _said(row: dict) -> list[str | None]:
    row["share"] = SHARES.get(row["share"])
    return [None if value is None else str(value) for value in row.values()]


def _as_workbook(rows: list[list[str | None]], to: Path) -> None:
    book = new_workbook()
    sheet = book.create_sheet("推送名单")
    sheet.freeze_panes = "A2"
    for position, width in zip("ABCDEFGHIJK", (22, 36, 36, 24, 40, 14, 18, 18, 8, 16, 50), strict=True):
        sheet.column_dimensions[position].width = width
    sheet.append([text_cell(sheet, name, fill=HEADER, bold=True) for name in COLUMNS.values()])
    for row in rows:
        sheet.append([text_cell(sheet, text) for text in row])
    save(book, to)


def _as_csv(rows: list[list[str | None]], to: Path) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS.values())
    writer.writerows([_never_a_formula(cell) for cell in row] for row in rows)
    # The mark at the beginning is what makes Excel read UTF-8.
    durable.write_bytes(to, text.getvalue().encode("utf-8-sig"))


def _never_a_formula(cell: str | None) -> str:
    return f"'{cell}" if cell and cell.startswith(_FORMULA) else cell or ""
