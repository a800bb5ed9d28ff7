"""A stage profile (`dbt_project/schemes/stages/<profile>.yml`): where one stage of an enterprise's life ends.

Cut-offs are in the measure's own unit (yuan); a lower bound belongs to its stage, an upper bound does not.
"""

from collections.abc import Collection
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from innopoints import yaml_file
from innopoints.errors import Refused
from innopoints.passports.interval import Interval, cover_problems

Certainty = Literal["verified", "remembered", "illustrative"]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]

UNKNOWN = "unknown"
"""The stage of an enterprise whose stage measure is not known; no profile may define it."""


class Stage(BaseModel):
    """One stage: `at_least` <= measure < `below`; an end left out is open."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    title: str
    title_en: str
    at_least: Decimal | None = None
    below: Decimal | None = None


class StageProfile(BaseModel):
    """Stages in order of growth, with the document that set the cut-offs."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    profile: Name
    title: str
    reference: str
    certainty: Certainty
    measure: Name
    stages: dict[Name, Stage] = Field(min_length=1)


def read_stage_profiles(folder: Path, measures: Collection[str]) -> dict[str, StageProfile]:
    """Every profile of `folder`, by name. Raises Refused naming file, key and what is allowed."""
    profiles = {}
    for path in sorted(folder.glob("*.yml")):
        profile = yaml_file.read(path, StageProfile)
        if problems := _problems(profile, path, measures):
            raise Refused(f"{path}: " + "; ".join(problems))
        profiles[profile.profile] = profile
    return profiles


def _problems(profile: StageProfile, path: Path, measures: Collection[str]) -> list[str]:
    problems = []
    if profile.profile != path.stem:
        problems.append(f"profile: {profile.profile!r} must be the file's name, {path.stem!r}")
    if profile.measure not in measures:
        problems.append(f"measure: unknown measure {profile.measure!r}; allowed: {', '.join(sorted(measures))}")
    if UNKNOWN in profile.stages:
        problems.append(f"stages.{UNKNOWN}: the name is kept for enterprises whose measure is not known")
    ends = [Interval(stage.at_least, stage.below) for stage in profile.stages.values()]
    return problems + cover_problems("stages", ends)
