"""What a product promises beyond columns and rules: `contract:` of expectations/publication/<product>.yml.

    contract:
      schedule: "0 2 * * *"
      sunset: {pub_score_v1: {last_day: 2027-12-31, superseded_by: pub_score_v2}}

A table with a sunset and the table that takes its place are published side by side up to and including `last_day`.
"""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Support(_Strict):
    """Whom a bank asks."""

    team: str = Field(min_length=2)
    team_en: str = Field(min_length=2)
    channel: str = Field(min_length=2)
    channel_en: str = Field(min_length=2)


class Sunset(_Strict):
    """The announced end of one version of a table."""

    last_day: date = Field(description="the last as-of day whose editions hold the table")
    superseded_by: str


class Terms(_Strict):
    """Purpose, limits, schedule, support, and which tables end when."""

    title_en: str = Field(min_length=4)
    purpose: str = Field(min_length=4)
    purpose_en: str = Field(min_length=4)
    limits: str = Field(min_length=4)
    limits_en: str = Field(min_length=4)
    schedule: str = Field(pattern=r"^(\S+ ){4}\S+$", description="cron, Asia/Shanghai; that of dags/nightly.py")
    support: Support
    sunset: dict[str, Sunset] = {}
