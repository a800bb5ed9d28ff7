"""What a bank may read for (`dags/request_causes.yml`): a read names one of these causes, and the log keeps it."""

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from innopoints.project import REQUEST_CAUSES
from innopoints.yaml_file import read

Code = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]{2,39}$")]


class Cause(BaseModel):
    """One cause, in both languages."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    zh: str = Field(min_length=2)
    en: str = Field(min_length=2)


class Causes(BaseModel):
    """All of them, by code; a code that was ever used stays."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    illustrative: bool = Field(False, description="true: the list is invented for the example")
    causes: dict[Code, Cause] = Field(min_length=1)


def read_causes(path: Path = REQUEST_CAUSES) -> dict[str, Cause]:
    """The causes by code. Raises Refused naming file and key."""
    return read(path, Causes).causes
