"""The columns of the published tables banks may receive, as the dbt contract says them, in PostgreSQL's types."""

import re
from pathlib import Path
from typing import get_args

from innopoints import yaml_file
from innopoints.errors import Refused
from innopoints.passports.bank import OWN_TABLES, WITHDRAWAL, WITHDRAWAL_COLUMNS, Table
from innopoints.project import DBT

CONTRACT = DBT / "models" / "published" / "_published.yml"
# Text compares byte by byte, as in the files of a delivery: whatever the server's locale, the same order.
_TYPES = {
    "varchar": 'text collate "C"',
    "date": "date",
    "integer": "integer",
    "bigint": "bigint",
    "smallint": "smallint",
    "boolean": "boolean",
}
_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
_DECIMAL = re.compile(r"decimal\((\d+), ?(\d+)\)")


def published_columns(path: Path = CONTRACT) -> dict[str, dict[str, str]]:
    """{table: {column: PostgreSQL type}} in the contract's order. Raises Refused for a type or name it cannot hold."""
    models = {model["name"]: model["columns"] for model in yaml_file.load(path)["models"]}
    found = {table: models[table] for table in get_args(Table) if table in models}
    # The column that says which bank a row is for stays in the house: on the gateway every row says it by itself.
    for table in OWN_TABLES & found.keys():
        found[table] = [column for column in found[table] if column["name"] != "bank"]
    told = [column for column in models.get(WITHDRAWAL, []) if column["name"] in WITHDRAWAL_COLUMNS]
    found |= {WITHDRAWAL: told} if told else {}
    return {
        table: {column["name"]: _type(path, table, column) for column in columns} for table, columns in found.items()
    }


def _type(path: Path, table: str, column: dict) -> str:
    said = column["data_type"]
    if not _NAME.fullmatch(column["name"]):
        raise Refused(f"{path}: {table}: {column['name']!r} is no column's name: a-z, 0-9 and _, at most 63")
    if of := _DECIMAL.fullmatch(said):
        return f"numeric({of[1]},{of[2]})"
    if said not in _TYPES:
        known = ", ".join([*_TYPES, "decimal(p,s)"])
        raise Refused(f"{path}: {table}.{column['name']}: the gateway has no type for {said!r}; known: {known}")
    return _TYPES[said]
