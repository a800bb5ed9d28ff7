"""A bank's passport: what it agreed to receive, of whom, and how (`dags/banks/<bank>.yml`).

Only columns named here ever reach the bank, and only rows of enterprises that
authorised this bank for this scope. Unknown keys are errors.
"""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from innopoints.errors import Refused
from innopoints.project import BANKS
from innopoints.yaml_file import read

Column = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
# pub_bank_right_v1 says which bank may see whom: it is never handed to any bank.
Table = Literal[
    "pub_score_v1",
    "pub_pillar_v1",
    "pub_indicator_v1",
    "pub_score_reason_v1",
    "pub_score_change_v1",
    "pub_stability_v1",
    "pub_credit_line_v1",
]
# Handed to each bank unasked: whom it may not see any more. The column that names the bank stays with us.
WITHDRAWAL = "pub_withdrawal_v1"
WITHDRAWAL_COLUMNS = [
    "uscc",
    "as_of_date",
    "last_as_of_date",
    "withdrawn_date",
    "reason",
    "reason_zh",
    "ended_date",
]
# Figures of the zone as a whole, in which no enterprise stands: handed over entire, whoever gave consent.
ZONE_TABLES = {"pub_stability_v1"}
# Of these a bank is handed the rows that name it: its own products, not those of another bank.
OWN_TABLES = {"pub_credit_line_v1"}


class Bank(BaseModel):
    """One bank and one product."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    bank: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str = Field(min_length=2)
    agreement: str = Field(min_length=2, description="the document that allows it")
    illustrative: bool = Field(False, description="true: the agreement is invented for the example")
    product: Literal["score_v1"]
    consent_scope: str = Field(min_length=2, description="the scope an enterprise must have authorised")
    connection: str | None = Field(
        None, pattern=r"^[a-z][a-z0-9_]*$", description="where its files are sent, if at all"
    )
    csv_encoding: Literal["utf-8-sig", "gb18030"] = "utf-8-sig"
    gateway: str | None = Field(
        None, pattern=r"^[a-z][a-z0-9_]*$", description="the connection of a PostgreSQL server the bank reads as well"
    )
    formats: list[Literal["parquet", "csv"]] = Field(min_length=1)
    max_staleness_days: int = Field(ge=1, le=366, description="do not lend on it later than this after its day")
    tables: dict[Table, list[Column]] = Field(min_length=1)

    @property
    def handed_over(self) -> dict[str, list[str]]:
        """Every table a delivery holds, with its columns: those agreed, and the withdrawals."""
        return {**self.tables, WITHDRAWAL: WITHDRAWAL_COLUMNS}

    @field_validator("tables")
    @classmethod
    def _a_row_says_whom_and_when(cls, tables: dict[str, list[str]]) -> dict[str, list[str]]:
        for table, columns in tables.items():
            if absent := ({"as_of_date"} if table in ZONE_TABLES else {"uscc", "as_of_date"}) - set(columns):
                raise ValueError(f"{table} must include {', '.join(sorted(absent))}")
            if table in OWN_TABLES and "bank" in columns:
                raise ValueError(f"{table} holds this bank's rows only; leave out the column bank")
            if len(set(columns)) != len(columns):
                raise ValueError(f"{table} names a column twice")
        return tables

    @model_validator(mode="after")
    def _a_score_says_its_scheme(self) -> "Bank":
        if "scheme" not in self.tables.get("pub_score_v1", ["scheme"]):
            raise ValueError("pub_score_v1 must include scheme: a score without its scheme means nothing")
        return self


def read_banks(folder: Path = BANKS) -> dict[str, Bank]:
    """All banks by id. Raises Refused when a file's name is not its bank's id."""
    banks = {}
    for path in sorted(folder.glob("*.yml")):
        bank = read(path, Bank)
        if bank.bank != path.stem:
            raise Refused(f"{path}: bank: is {bank.bank!r}; must equal the file's name, {path.stem!r}")
        banks[bank.bank] = bank
    return banks
