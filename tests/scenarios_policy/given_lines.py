"""Bank returns and products for the scenarios: what they say, and some drawn at random."""

import random
from datetime import date
from decimal import Decimal

import duckdb
import pyarrow as pa
import yaml

CREDIT = ("line_amount", "credit_line", "line_account")
AUTHORISED = "hzrcb"
"""The one bank that enterprises with an even place in the list have authorised."""

ADDED_PRODUCT = """
product: product_added_by_one_file
bank: hzrcb
title: 新增一个文件的产品
title_en: A product added as one file
reference: 测试
certainty: illustrative
effective_from: 2026-01-01
all_of:
  has_points: {title: 有积分, title_en: has a score, score: zone_default, op: ">=", value: 0}
red_lines:
  adverse_record: {title: 有失信记录, title_en: an adverse record, measure: adverse_record_count, op: ">", value: 0}
line: {fixed_cny: 123456, round_down_cny: 1000}
"""
LINE = pa.schema(
    [(name, pa.string()) for name in ("bank", "line_no", "uscc", "line_state")]
    + [("amount_cny", pa.decimal128(18, 2)), ("state_date", pa.date32())]
)


def given_lines(product: str, given: dict, uscc: str) -> list[dict]:
    """The pre-approved lines a scenario gives, of the bank the product's name begins with."""
    bank = "psbc_huizhou" if product.startswith("psbc") else product.split("_")[0]
    return [
        _line(bank, f"{uscc}-{number}", uscc, "预授信", Decimal(str(amount)), day)
        for number, (day, amount) in enumerate(given.get("pre_approved", {}).items())
    ]


def drawn_lines(enterprises: list[str]) -> list[dict]:
    """Lines of one bank: pre-approved for most, then approved, then drawn, ever less; some only after the day."""
    chance, lines = random.Random(20260630), []
    for number, uscc in enumerate(enterprises):
        amount, day = Decimal(chance.randint(10**4, 2 * 10**9)) / 100, date(2026, chance.randint(1, 8), 15)
        for state in ("预授信", "已批", "已用")[: chance.randint(0, 3)]:
            lines.append(_line("boc_huizhou", f"drawn-{number}", uscc, state, amount, day))
            amount = (amount * Decimal(chance.randint(50, 100)) / 100).quantize(Decimal("0.01"))
    return lines


def _line(bank, line_no, uscc, state, amount, day) -> dict:
    return dict(zip(LINE.names, (bank, line_no, uscc, state, amount, day), strict=True))


def lay_bank_returns(con: duckdb.DuckDBPyConnection, lines: list[dict], enterprises: list[str]) -> None:
    """Write the staging tables of bank returns, a loan for each drawn line, and whom the bank may see."""
    sent = pa.Table.from_pylist(lines, LINE)  # noqa: F841
    for schema in ("staging", "published"):
        con.execute(f"create schema if not exists {schema}")
    con.execute("create table staging.stg_bank_returns__credit_line as select * from sent")
    con.execute(
        "create table staging.stg_bank_returns__loan as select bank, line_no as loan_no, uscc, "
        "amount_cny as principal_cny, cast(amount_cny / 2 as decimal(18, 2)) as balance_cny, "
        "state_date as started_date from sent where line_state = '已用'"
    )
    seen = pa.table({"bank": [AUTHORISED] * len(enterprises[::2]), "uscc": enterprises[::2]})  # noqa: F841
    con.execute(
        "create table published.pub_bank_right_v1 as select * from seen union all select * from seen limit 99999"
    )


def drawn_products() -> list[dict]:
    """40 products of any line: fixed, share, bands by score, rank or measure, uplift; any floor, cap, limit, unit."""
    chance, drawn = random.Random(7), []
    for number in range(40):
        kind = ("fixed_cny", "share_of", "bands_cny", "uplift")[number % 4]
        by = chance.choice([{"score": "zone_default"}, {"rank": "zone_default"}, {"measure": "rd_expense_cny"}])
        line = {
            "fixed_cny": lambda: {"fixed_cny": _cents(chance)},
            "share_of": lambda: {
                "share_of": {"measure": "rd_expense_cny", "share": chance.randint(1, 10_000) / 10_000}
            },
            "bands_cny": lambda by=by: {"by": by, "bands_cny": _bands(chance, by, lambda: _cents(chance))},
            "uplift": lambda by=by: {"by": by, "uplift": _bands(chance, by, lambda: chance.randint(1, 5000) / 10_000)},
        }[kind]()
        line |= {"round_down_cny": chance.choice([1, 100, 10_000])}
        line |= {"floor_cny": 20_000} if chance.random() < 0.3 else {}
        line |= {"cap_cny": max(_cents(chance), 20_000)} if chance.random() < 0.5 else {}
        line |= {"not_above": {"measure": "revenue_cny", "share": 0.5}} if chance.random() < 0.3 else {}
        drawn.append(
            yaml.safe_load(ADDED_PRODUCT) | {"product": f"drawn_{number:02d}", "bank": "boc_huizhou", "line": line}
        )
    return drawn


def _bands(chance: random.Random, by: dict, worth) -> dict:
    """Three bounds, and never less for who stands better."""
    (kind,) = by
    bounds = sorted(chance.sample({"score": range(1, 60), "rank": range(1, 100), "measure": range(10**8)}[kind], 3))
    amounts = sorted(worth() for _ in bounds)
    if kind == "rank":
        return {bound / 100: amount for bound, amount in zip(bounds, reversed(amounts), strict=True)}
    return dict(zip(bounds, amounts, strict=True))


def _cents(chance: random.Random) -> float:
    return chance.randint(10**6, 10**9) / 100
