"""What each published column means, read from where dbt puts it under contract: models/published/_published.yml.

A column's `config.meta` says its meaning in English, its unit and an invented example; `description` is the meaning in
Chinese. Only tables handed to banks need it.
"""

from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from innopoints import yaml_file
from innopoints.errors import Refused
from innopoints.passports import bank
from innopoints.project import DBT

PUBLISHED = DBT / "models" / "published" / "_published.yml"

UNITS = {
    "code": ("代码", "code"),
    "text": ("文字", "text"),
    "date": ("日期，年-月-日", "date, YYYY-MM-DD"),
    "points": ("分", "points"),
    "yuan": ("元", "yuan"),
    "months": ("个月", "months"),
    "ratio": ("比例，0 至 1", "ratio, 0 to 1"),
    "rank": ("名次", "rank"),
    "number": ("序号", "number"),
    "flag": ("是否", "true or false"),
    "enterprises": ("户", "enterprises"),
    "indicators": ("项指标", "indicators"),
    "own": ("随所述指标", "that of the figure named"),
}
"""What each `unit` means, in Chinese and English."""


class Meta(BaseModel):
    """What `config.meta` of a published column says."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    meaning_en: str = Field(min_length=4)
    unit: Literal[tuple(UNITS)]
    example: str | int = Field(description="invented; as it stands in a CSV")


class Column(BaseModel):
    """A published column; `data_type` as dbt writes it, `classification` whose matter it is (dbt_project.yml)."""

    model_config = ConfigDict(frozen=True)

    name: str
    data_type: str
    is_required: bool
    classification: str
    meaning_zh: str = Field(min_length=2)
    meta: Meta


class Table(BaseModel):
    """A published table; `grain` are the columns that tell its rows apart."""

    model_config = ConfigDict(frozen=True)

    name: str
    meaning_zh: str = Field(min_length=4)
    meaning_en: str = Field(min_length=4)
    grain: list[str] = Field(min_length=1)
    columns: list[Column] = Field(min_length=1)


def read_tables(path: Path = PUBLISHED) -> dict[str, Table]:
    """The tables handed to banks, by name. Raises Refused naming table, column and what is lacking."""
    handed_over = {*get_args(bank.Table), bank.WITHDRAWAL}
    models = [model for model in yaml_file.load(path)["models"] if model["name"] in handed_over]
    whose = yaml_file.load(DBT / "dbt_project.yml")["models"]["innopoints"]["+meta"]["classification"]
    return {model["name"]: _table(model, path, whose) for model in models}


def _table(model: dict[str, Any], path: Path, whose: str) -> Table:
    where = f"{path}: {model['name']}"
    keys = [test["unique_by"]["arguments"]["columns"] for test in model.get("data_tests", []) if "unique_by" in test]
    if not keys:
        raise Refused(f"{where}: no data test unique_by, so nothing says what one row is")
    meta = model.get("config", {}).get("meta", {})
    whose = meta.get("classification", whose)
    said = {"name": model["name"], "meaning_zh": model.get("description", ""), "grain": keys[0]}
    said["meaning_en"] = meta.get("meaning_en", "")
    said["columns"] = [_column(column, f"{where}.{column['name']}", whose) for column in model["columns"]]
    return _read(Table, said, where)


def _column(column: dict[str, Any], where: str, whose: str) -> Column:
    meta = column.get("config", {}).get("meta", {})
    said = {
        "name": column["name"],
        "data_type": column["data_type"],
        "is_required": any(each["type"] == "not_null" for each in column.get("constraints", [])),
        "meaning_zh": column.get("description", ""),
        "classification": meta.get("classification", whose),
        "meta": meta,
    }
    return _read(Column, said, where)


def _read(model: type, said: dict[str, Any], where: str) -> Any:
    try:
        return model.model_validate(said)
    except ValidationError as error:
        words = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
        needed = "every column banks receive has a description, meta.meaning_en, meta.unit and meta.example"
        raise Refused(f"{where}: {words}; {needed}") from error
