"""In which unit an office writes an amount, and from which day, when it changed.

units: {sale_amt: 元, asset_avg_wan: 万元}                                   # one unit for good
units: {合同成交额: [{unit: 万元}, {unit: 元, effective_from: 2026-03-01}]}    # the office changed it
units_dated_by: 登记日期                                                   # by this column of the row, not by arrival
"""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

UnitName = Literal["元", "千元", "万元", "亿元"]
YUAN: dict[str, int] = {"元": 1, "千元": 1000, "万元": 10_000, "亿元": 100_000_000}


class Unit(BaseModel):
    """A unit in force from a day on; the first of a list from ever."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    unit: UnitName
    effective_from: date | None = None


Units = dict[str, UnitName | list[Unit]]


def units_of(units: Units) -> dict[str, list[Unit]]:
    """Every column's units in order of time."""
    return {column: [Unit(unit=said)] if isinstance(said, str) else said for column, said in units.items()}


def check_units(units: Units, dated_by: str | None, columns: list[str]) -> None:
    """Raises ValueError naming the column whose units cannot be told apart."""
    if unknown := sorted({*units, *([dated_by] if dated_by else [])} - set(columns)):
        raise ValueError(f"units names {', '.join(unknown)}, not among columns")
    for column, said in units_of(units).items():
        days = [each.effective_from for each in said]
        if not said or days[0] is not None or None in days[1:] or days[1:] != sorted(set(days[1:])):
            raise ValueError(
                f"units: {column}: the first unit holds from ever, each later one needs effective_from, in order"
            )
        if len(said) > 1 and not dated_by:
            raise ValueError(f"units: {column} changes its unit; say units_dated_by, the column with the row's day")
