"""What an office says it sent: the rows, and what its columns of amounts sum up to, exactly, as the cells are written.

A thousand separator is read over; a cell that is no number (约300万, --) adds nothing to the office's sum.
"""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

STATED = {
    "monthly_output": ["工业总产值_本月_千元", "工业总产值_累计_千元"],
    "hightech_revenue": ["高新技术产品收入_千元", "营业收入_千元"],
    "vat_return": ["sale_amt", "tax_payable"],
    "cit_quarter": ["opt_income_cum", "profit_total_cum"],
    "cit_annual": ["opt_income", "cost_expense", "net_profit"],
    "rd_deduction": ["line_40", "line_51"],
    "tax_payment": ["paid_amt"],
}
"""The columns of amounts, by table; other tables state no sums."""


class Stated:
    """Counts rows of one table as they are written."""

    def __init__(self, table: str):
        self.rows = 0
        self.sums = dict.fromkeys(STATED.get(table, []), Decimal(0))

    def add(self, columns: list[str], records: Iterable[tuple]) -> None:
        places = [(name, columns.index(name)) for name in self.sums]
        for record in records:
            self.rows += 1
            for name, place in places:
                self.sums[name] += number_in(record[place])

    def as_texts(self) -> dict[str, str]:
        return {name: format(total, "f") for name, total in self.sums.items()}


def number_in(cell: str | None) -> Decimal:
    """The number a cell holds, 0 where it holds none."""
    try:
        return Decimal((cell or "").replace(",", ""))
    except InvalidOperation:
        return Decimal(0)
