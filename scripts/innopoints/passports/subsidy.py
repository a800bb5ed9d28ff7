"""An interest subsidy (`dbt_project/subsidies/<subsidy>.yml`): which loans, which share of the interest, what cap.

Interest counts by day on what is owed at the end of the day, at the rate of the loan, on a year of `day_count` days.
A day counts from the drawing (the day of repayment does not); never while overdue, from the due day on, or in default.
"""

from datetime import date
from pathlib import Path
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from innopoints.passports.condition import Text, Yuan
from innopoints.passports.risk_pool import Share
from innopoints.passports.rule_file import RuleFile
from innopoints.passports.rule_file_checks import read_rule_files
from innopoints.passports.stage_profile import Name


class Subsidy(RuleFile):
    """One edition of one subsidy. It says when it ends: each of its years has a statement and a cap of its own."""

    kind: ClassVar[str] = "subsidy"

    subsidy: Name
    issuer: Text
    effective_to: date
    products: list[Text] = Field(min_length=1, description="names of bank products, as the banks report them")
    interest_share: Annotated[Share, Field(gt=0)]
    day_count: Literal[360, 365]
    firm_year_cap_cny: Yuan | None = None
    taken_back_on_default: bool = Field(description="whether a default returns what the loan got in earlier years")


def read_subsidies(folder: Path) -> dict[Path, Subsidy]:
    """Every subsidy of `folder`, checked. Raises Refused naming file, key and what is allowed."""
    return read_rule_files(folder, Subsidy, lambda subsidy, _: subsidy_problems(subsidy), None)


def subsidy_problems(subsidy: Subsidy) -> list[str]:
    """Everything that does not add up; empty when the subsidy is sound."""
    twice = sorted({name for name in subsidy.products if subsidy.products.count(name) > 1})
    return [f"products: {name} is named twice; allowed: once" for name in twice]
