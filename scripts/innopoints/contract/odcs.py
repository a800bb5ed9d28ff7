"""The contract of a product as an Open Data Contract Standard v3.1 document: of the whole, or of one bank's share.

Standard: github.com/bitol-io/open-data-contract-standard, v3.1.0. The same files give the same bytes.
"""

from pathlib import Path
from typing import Any

import yaml

from innopoints.contract.columns import PUBLISHED, UNITS, Column, Table, read_tables
from innopoints.contract.rules import rules
from innopoints.contract.terms import Terms
from innopoints.expect.suite import Suite
from innopoints.gate.product import Product, suite_path
from innopoints.passports.bank import Bank
from innopoints.passports.scheme import Scheme
from innopoints.project import EXPECTATIONS, SCHEMES
from innopoints.publication import retention
from innopoints.publication.editions import PRODUCT
from innopoints.yaml_file import read

RULES = EXPECTATIONS / "publication"
API_VERSION = "v3.1.0"
_AS_CSV = "; {}; a text cell loses one leading apostrophe before it is read"
_AS_VIEWS = "PostgreSQL, address and login from the zone office: pub_<table> is current_<table> and <table>_by_edition"
LOGICAL = {"varchar": "string", "boolean": "boolean", "date": "date", "integer": "integer", "decimal": "number"}


def product_contract(version: str = "1.0.0", bank: Bank | None = None, rules_folder: Path = RULES) -> dict[str, Any]:
    """The contract as plain values, in the standard's order; with `bank`, of the tables and columns it agreed to.

    Raises Refused when a column banks receive lacks its meaning, unit or example.
    """
    product = read(rules_folder / f"{PRODUCT}.yml", Product)
    terms, tables = product.contract, read_tables(PUBLISHED)
    agreed = (
        bank.handed_over if bank else {name: [each.name for each in table.columns] for name, table in tables.items()}
    )
    illustrative = is_illustrative() or bool(bank and bank.illustrative)
    return {
        "apiVersion": API_VERSION,
        "kind": "DataContract",
        "id": PRODUCT if bank is None else f"{PRODUCT}-{bank.bank}",
        "name": both(product.title, terms.title_en),
        "version": version,
        "status": "active",
        "domain": "innovation points",
        "dataProduct": PRODUCT,
        **({"tags": ["illustrative"]} if illustrative else {}),
        "description": _description(terms, bank),
        "servers": _servers(bank),
        "schema": [
            _table(tables[name], columns, terms, rules_folder, bank is None) for name, columns in agreed.items()
        ],
        "support": [_support(terms)],
        "team": {"name": both(terms.support.team, terms.support.team_en)},
        "roles": [_role(bank)],
        "slaProperties": _service_levels(terms, bank),
        "customProperties": [
            {
                "property": "illustrative",
                "value": illustrative,
                "description": "true: weights or agreement are invented",
            }
        ],
    }


def as_yaml(contract: dict[str, Any]) -> bytes:
    """One byte string per contract; text of several lines stands as such."""
    return yaml.dump(contract, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120).encode()


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


def both(zh: str, en: str) -> str:
    """A text in Chinese and, on the next line, in English."""
    return f"{zh}\n{en}"


def is_illustrative() -> bool:
    """Whether any scheme sent to banks has invented weights."""
    schemes = [read(path, Scheme) for path in sorted(SCHEMES.glob("*.yml"))]
    return any(each.published and each.status == "illustrative" for each in schemes)


def _description(terms: Terms, bank: Bank | None) -> dict[str, str]:
    said = {"purpose": both(terms.purpose, terms.purpose_en), "limitations": both(terms.limits, terms.limits_en)}
    if bank:
        rows = f"只含以 {bank.consent_scope} 为范围授权本行的企业；依据：{bank.agreement}"
        said["usage"] = both(rows, f"Only enterprises that authorised this bank for {bank.consent_scope}.")
    return said


def _servers(bank: Bank | None) -> list[dict[str, Any]]:
    """Where a reader stands: in the folder of an edition or delivery, as `<table>.<format>`; and its gateway."""
    what = "a delivery" if bank else "an edition"
    servers = []
    for name in bank.formats if bank else ["parquet"]:
        said = f"In the folder of {what}" + (_AS_CSV.format(bank.csv_encoding) if name == "csv" else "")
        place = {"server": name, "type": "local", "path": f"./{{model}}.{name}", "format": name}
        servers.append(place | {"description": said})
    if bank and bank.gateway:
        servers.append({"server": "gateway", "type": "custom", "schema": "innopoints", "description": _AS_VIEWS})
    return servers


def _table(table: Table, agreed: list[str], terms: Terms, rules_folder: Path, whole: bool) -> dict[str, Any]:
    suite = read(suite_path(rules_folder, table.name), Suite)
    by_column, of_table = rules(suite, agreed, whole)
    columns = [each for each in table.columns if each.name in agreed]
    sunset = terms.sunset.get(table.name)
    ends = sunset and [
        {"property": "sunset", "value": sunset.last_day.isoformat(), "description": "Last as-of day that holds it"},
        {"property": "supersededBy", "value": sunset.superseded_by},
    ]
    return {
        "name": table.name,
        "physicalName": table.name,
        "logicalType": "object",
        "physicalType": "table",
        "description": both(table.meaning_zh, table.meaning_en),
        "dataGranularityDescription": f"One row per {', '.join(table.grain)}",
        **({"customProperties": ends} if ends else {}),
        "properties": [_column(each, table, agreed, by_column.get(each.name, [])) for each in columns],
        **({"quality": of_table} if of_table else {}),
    }


def _column(column: Column, table: Table, agreed: list[str], quality: list[dict]) -> dict[str, Any]:
    is_key = column.name in table.grain and set(table.grain) <= set(agreed)
    key = {"primaryKey": True, "primaryKeyPosition": table.grain.index(column.name) + 1} if is_key else {}
    unit_zh, unit_en = UNITS[column.meta.unit]
    return {
        "name": column.name,
        **key,
        "logicalType": LOGICAL[column.data_type.split("(")[0]],
        "physicalType": column.data_type.upper(),
        "required": column.is_required,
        "classification": column.classification,
        "description": both(column.meaning_zh, column.meta.meaning_en),
        "examples": [column.meta.example],
        "customProperties": [{"property": "unit", "value": column.meta.unit, "description": f"{unit_zh} {unit_en}"}],
        **({"quality": quality} if quality else {}),
    }


def _support(terms: Terms) -> dict[str, str]:
    said = terms.support
    return {"channel": "zone office", "scope": "issues", "description": both(said.channel, said.channel_en)}


def _role(bank: Bank | None) -> dict[str, str]:
    who = bank.bank if bank else "bank"
    words = "Rows of enterprises that authorised the bank, columns of its agreement (dags/banks/<bank>.yml); read only"
    return {"role": who, "access": "read", "description": words, "firstLevelApprovers": "zone office"}


def _service_levels(terms: Terms, bank: Bank | None) -> list[dict[str, Any]]:
    nightly = {"property": "frequency", "value": 1, "unit": "d", "scheduler": "cron", "schedule": terms.schedule}
    kept = read(retention.RULES, retention.Retention)
    levels = [
        nightly
        | {
            "description": "每夜一次（北京时间）；质检不通过则不发布，上一版仍有效\nNightly, Asia/Shanghai; "
            "when the gate is closed the edition before stays"
        },
        {"property": "retention", "value": kept.keep_years, "unit": "y", "description": f"依据：{kept.reference}"},
    ]
    if bank:
        words = "积分日之后多少天内可据以放贷\nFor how long after its as-of day an edition may be lent on"
        levels.append({"property": "validity", "value": bank.max_staleness_days, "unit": "d", "description": words})
    for table, sunset in sorted(terms.sunset.items()):
        level = {"property": "endOfLife", "value": sunset.last_day.isoformat(), "element": table}
        levels += [level] if bank is None or table in bank.handed_over else []
    return levels
