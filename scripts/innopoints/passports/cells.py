"""What known dirty values mean: lists in the passports, on top of the house's list in dags/house.yml.

no_value: ["N/A", "-999"]                       # of a source or of a table: such a cell says nothing
dirty: {级别: {省部级: 省级, "9": null, "/": "/"}}  # of a column: what is sent: what it means, null: nothing

The cell lands as it was sent and a reject shows it so; what it means counts from staging on.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from innopoints import yaml_file
from innopoints.project import SOURCES

HOUSE = SOURCES.parent / "house.yml"
Dirty = dict[str, Annotated[dict[str, str | None], Field(min_length=1)]]


class House(BaseModel):
    """The house's own list."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    no_value: list[str] = Field(min_length=1)

    @model_validator(mode="after")
    def _blank_says_nothing(self) -> "House":
        if "" not in self.no_value:
            raise ValueError('no_value: "" must stand here: a blank cell says nothing, everywhere')
        return self


def read_house(path: Path = HOUSE) -> House:
    """The house list. Raises Refused naming file, key and what is allowed."""
    return yaml_file.read(path, House)


def cell_meanings(no_value: list[str], dirty: Dirty) -> Iterator[dict]:
    """Rows {column_name, sent, meant}: of single columns first by name; column_name empty means every column."""
    for column, meanings in dirty.items():
        for sent, meant in meanings.items():
            yield {"column_name": column, "sent": sent, "meant": meant}
    for sent in dict.fromkeys(no_value):
        yield {"column_name": "", "sent": sent, "meant": None}
