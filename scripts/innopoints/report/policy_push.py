"""The push list of one policy as a file: who to tell, what they get, by which clause. No persons."""

from pathlib import Path

from innopoints.errors import Refused
from innopoints.home import Home
from innopoints.report.list_file import demand_list_name, write_list
from innopoints.report.policies import demand_policy, warehouse

COLUMNS = {
    "uscc": ("统一社会信用代码", 22),
    "enterprise_name": ("企业名称", 36),
    "title_zh": ("政策", 36),
    "issuer": ("发布单位", 24),
    "reference": ("依据", 40),
    "certainty": ("依据可靠程度", 14),
    "grant_cny": ("应得金额（元）", 18),
    "paid_cny": ("预算内金额（元）", 18),
    "place": ("次序", 8),
    "share": ("预算结果", 16),
    "decided_words_zh": ("认定理由", 50),
}
SHARES = {"whole": "全额", "part": "余额不足，部分", "used_up": "预算已用完", "amount_unknown": "金额待定"}


def write_push_list(home: Home, policy: str, to: Path) -> dict:
    """Write `to` (.xlsx or .csv), complete or not at all; returns counts and sums.

    Raises Refused for a policy for individuals.
    """
    demand_list_name(to)
    with warehouse(home) as con:
        said = demand_policy(con, policy)
        if said["meant_for"] == "individuals":
            raise Refused(f"{policy} is for individuals: there is no list of persons here, only counts per employer; "
                          "the office that keeps the persons tells them")  # fmt: skip
        found = con.execute(
            f"select {', '.join(COLUMNS)} from eligibility.policy_push where policy = ? order by place, uscc", [policy]
        ).fetchall()
    place = list(COLUMNS).index("share")
    rows = [(*row[:place], SHARES.get(row[place]), *row[place + 1 :]) for row in found]
    write_list("推送名单", dict(COLUMNS.values()), rows, to)
    paid = sum(row[list(COLUMNS).index("paid_cny")] or 0 for row in found)
    return {"policy": policy, "enterprises": len(rows), "paid_cny": str(paid), "list": str(to)}
