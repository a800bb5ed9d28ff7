"""What each measure is, read from where dbt describes it: the `config.meta` of the columns of models/measures/*.yml.

A column with a `title_zh` is a measure; keys like `uscc` carry none.
"""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from innopoints import yaml_file
from innopoints.errors import Refused

PERIODS = {
    "as_of": "积分日有效；首日与末日都有效，离区、注销、修复、废止之日起不再计",
    "last_month": "最近一个完整月；积分日是月末则为当月，否则为上月",
    "last_twelve_months": "截至最近一个完整月的十二个月",
    "closed_tax_year": "最近一个已汇算年度：6 月 1 日起为上一年，之前为前年",
    "last_calendar_year": "积分日上一日历年度，不论申报是否到期",
    "one_year": "近一年：上年同日之后，至积分日（含）",
    "two_years": "近两年：两年前同日之后，至积分日（含）",
    "three_years": "近三年：三年前同日之后，至积分日（含）",
    "five_years": "近五年：五年前同日之后，至积分日（含）",
}
"""What each `period` means on an as-of day; the rules are computed in dbt_project/macros/as_of.sql."""


class Meta(BaseModel):
    """A measure's meaning. `absent` is what no value means when its sources have landed."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    title_zh: str
    title_en: str
    unit: str
    sources: list[str]
    period: str
    absent: Literal["missing", "not_applicable"]


def read_measures(folder: Path) -> dict[str, Meta]:
    """Every measure described under `folder`, by name. Raises Refused naming file and column."""
    measures = {}
    for path in sorted(folder.rglob("*.yml")):
        for model in (yaml_file.load(path) or {}).get("models", []):
            for column in model.get("columns", []):
                meta = (column.get("config") or {}).get("meta") or {}
                if "title_zh" not in meta:
                    continue
                where = f"{path}: {model['name']}.{column['name']}"
                if column["name"] in measures:
                    raise Refused(f"{where}: this measure is described twice; describe it where it is computed")
                measures[column["name"]] = _meta(meta, where)
    return measures


def _meta(meta: dict, where: str) -> Meta:
    try:
        read = Meta.model_validate(meta)
    except ValidationError as error:
        words = "; ".join(f"config.meta.{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise Refused(f"{where}: {words}; allowed keys: {', '.join(Meta.model_fields)}") from error
    if read.period not in PERIODS:
        raise Refused(f"{where}: config.meta.period: there is no period {read.period!r}; allowed: {', '.join(PERIODS)}")
    return read
