"""What each measure is, read from where dbt describes it: the `config.meta` of the columns of models/measures/*.yml.

A column with a `title_zh` is a measure; keys like `uscc` carry none.
"""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from innopoints import yaml_file
from innopoints.errors import Refused


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
        return Meta.model_validate(meta)
    except ValidationError as error:
        words = "; ".join(f"config.meta.{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise Refused(f"{where}: {words}; allowed keys: {', '.join(Meta.model_fields)}") from error
