"""A named person's yes before an edition is published, where dags/approval.yml asks for it.

    quality/2026-06-30/approval.json    {by, at, root_hash}: yes to exactly the rows the gate passed

The nightly DAG asks in Airflow; `innopoints approve` says the same by hand. When the day is gated again with other
rows, the yes of before does not count for them; nor does a yes of somebody the file does not name (any more).
"""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from innopoints.durable import write_json
from innopoints.errors import Refused, WrongUse
from innopoints.home import Home
from innopoints.project import ROOT
from innopoints.yaml_file import read

RULES = ROOT / "dags" / "approval.yml"


class Approver(BaseModel):
    """An Airflow user whose yes counts."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(min_length=1)
    name: str = Field(min_length=2)


class Approval(BaseModel):
    """Whether a yes is needed, whose, how long the night waits for it, and where a browser finds the gate's reports."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    required: bool
    wait_hours: float = Field(gt=0, le=240)
    approvers: list[Approver]
    reports_at: str = Field(default="", pattern=r"^(https?://\S+)?$")

    @model_validator(mode="after")
    def _somebody_can_say_it(self) -> "Approval":
        if self.required and not self.approvers:
            raise ValueError("required: true needs at least one of approvers")
        return self


def read_approval(path: Path | None = None) -> Approval:
    """The zone's rule. Raises Refused naming file, key and what is allowed."""
    return read(path or RULES, Approval)


def approve(home: Home, as_of: date, report: dict[str, Any], by: str, at: datetime) -> dict[str, Any]:
    """Note that `by` approves the rows of the gate's `report`; returns {approved, as_of, by, at, root_hash}.

    Raises WrongUse when the name is not that of an approver.
    """
    rule = read_approval()
    if rule.required and by not in (names := [each.name for each in rule.approvers]):
        raise WrongUse(f"{by!r} is no approver; dags/approval.yml names: {', '.join(names)}")
    said = {"by": by, "at": at.isoformat(), "root_hash": report["root_hash"]}
    write_json(_path(home, as_of), said)
    return {"approved": True, "as_of": as_of.isoformat(), **said}


def approved(home: Home, as_of: date, root_hash: str) -> dict[str, Any] | None:
    """{by, at} of whoever approved exactly these rows, or None. Raises Refused when nobody did and somebody must."""
    path, rule = _path(home, as_of), read_approval()
    try:
        said = json.loads(path.read_bytes()) if path.exists() else None
        counts = said and (not rule.required or said["by"] in [each.name for each in rule.approvers])
        if counts and said["root_hash"] == root_hash:
            return {"by": said["by"], "at": said["at"]}
    except (ValueError, KeyError, TypeError) as error:
        raise Refused(f"not published: {path} is not an approval ({error}); approve again") from error
    if rule.required:
        raise Refused(
            f"not published: nobody approved these rows of {as_of}; read {path.with_name('gate.html')}, then run "
            f"`innopoints approve --as-of {as_of} --by NAME`"
        )
    return None


def _path(home: Home, as_of: date) -> Path:
    return home.quality / as_of.isoformat() / "approval.json"
