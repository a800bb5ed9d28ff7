"""What a product consists of and what must hold of it: `expectations/publication/<product>.yml`.

`files` is the shape promised to banks, column by column: a column that is not listed cannot be published.
`suites` names one Great Expectations suite per file; `invariants` are SQL files in `invariants/`.
"""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, model_validator

from innopoints.contract.terms import Terms
from innopoints.expect.suite import Name, Severity


class Invariant(BaseModel):
    """A sentence about all files together. `invariants/<id>.sql` selects what it looked at, with a column `holds`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Name
    severity: Severity
    because: str = Field(min_length=2)
    may_be_empty: bool = Field(False, description="true: looking at no row is fine")
    needs_previous: bool = Field(False, description="true: looking at no row is fine when there is no edition before")
    then: str = Field("", description="what to do when it fails, in Chinese; otherwise it follows from how it failed")
    then_en: str = Field("", description="the same in English")

    @model_validator(mode="after")
    def _in_both_languages(self) -> "Invariant":
        if bool(self.then) != bool(self.then_en):
            raise ValueError(f"invariant {self.id}: then and then_en go together")
        return self


class Product(BaseModel):
    """A publication: its files and everything the gate asks of them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    product: Name
    title: str
    contract: Terms
    files: dict[Name, dict[str, str]] = Field(min_length=1, description="file -> column -> Arrow type")
    files_because: str = Field(min_length=2, description="why a file of another shape is refused")
    suites: list[Name] = Field(min_length=1)
    invariants: list[Invariant] = Field(min_length=1)
    required: list[Name] = Field(min_length=1)

    @model_validator(mode="after")
    def _a_sunset_has_a_successor(self) -> "Product":
        for table, sunset in self.contract.sunset.items():
            if table == sunset.superseded_by or not {table, sunset.superseded_by} <= set(self.files):
                raise ValueError(
                    f"contract.sunset.{table}: both it and its successor stand under files until the last day"
                )
        return self

    @model_validator(mode="after")
    def _every_file_has_a_suite(self) -> "Product":
        if bare := sorted(set(self.files) - set(self.suites)):
            raise ValueError(f"no suite for {', '.join(bare)}; every published file has one")
        ids = [each.id for each in self.invariants]
        if twice := sorted({each for each in ids if ids.count(each) > 1}):
            raise ValueError(f"invariants written twice: {', '.join(twice)}")
        soft = [each.id for each in self.invariants if each.id in self.required and each.severity != "critical"]
        if soft:
            raise ValueError(f"{', '.join(soft)} is required and must be critical")
        if blind := [each.id for each in self.invariants if each.id in self.required and each.may_be_empty]:
            raise ValueError(f"{', '.join(blind)} is required and must look at a row: may_be_empty is not for it")
        return self


def suite_path(folder: Path, name: str) -> Path:
    """Where the suite of a file stands."""
    return folder / f"{name}.yml"


def sql_path(folder: Path, invariant: str) -> Path:
    """Where an invariant's SQL stands."""
    return folder / "invariants" / f"{invariant}.sql"
