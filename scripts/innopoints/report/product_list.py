"""Who qualifies, as a file: for a product all enterprises (to tell them), for a bank those that authorised it."""

from pathlib import Path

from innopoints.home import Home
from innopoints.report.list_file import demand_list_name, write_list
from innopoints.report.products import qualified_rows, warehouse

FOR_A_BANK = {
    "uscc": ("统一社会信用代码", 22),
    "enterprise_name": ("企业名称", 36),
    "product": ("产品代号", 24),
    "title_zh": ("产品", 30),
    "certainty": ("依据可靠程度", 14),
    "line_cny": ("额度（元）", 18),
    "rate_ratio": ("年利率（0–1）", 14),
    "term_months": ("期限（月）", 12),
}
FOR_THE_ZONE = FOR_A_BANK | {"working_zh": ("算法", 80)}
"""The working speaks of revenue and the like, which no agreement gives a bank."""


def write_qualified(home: Home, product: str, bank: str, to: Path) -> dict:
    """Write `to` (.xlsx or .csv), complete or not at all; returns counts and sums."""
    demand_list_name(to)
    columns = FOR_A_BANK if bank else FOR_THE_ZONE
    with warehouse(home) as con:
        rows = qualified_rows(con, tuple(columns), product, bank)
    write_list("符合名单", dict(columns.values()), rows, to)
    lines = sum(row[list(columns).index("line_cny")] for row in rows)
    whom = {"bank": bank} if bank else {"product": product}
    return whom | {
        "enterprises": len({row[0] for row in rows}),
        "rows": len(rows),
        "line_cny": str(lines),
        "list": str(to),
    }
