"""A bank's contract: the promise narrowed to what it agreed to receive, for machines, and a page in two languages.

<out>/score_v1.odcs.yaml    run it with datacontract-cli in the folder of a delivery
<out>/score_v1.html         opens without internet, prints on paper
"""

from pathlib import Path
from typing import Any

from innopoints import verify
from innopoints.contract.columns import UNITS, read_tables
from innopoints.contract.odcs import RULES, as_yaml, product_contract
from innopoints.contract.promise import promised_version
from innopoints.durable import write_bytes
from innopoints.errors import WrongUse
from innopoints.gate.product import Product
from innopoints.passports.bank import Bank, read_banks
from innopoints.passports.scheme import Scheme
from innopoints.project import BANKS, SCHEMES
from innopoints.publication.editions import PRODUCT
from innopoints.yaml_file import read

TEMPLATE = Path(__file__).with_name("page.html.j2")


def for_bank(name: str, out: Path, passports: Path = BANKS) -> dict[str, Any]:
    """Write them into `out`; returns {bank, contract, page, version}. Raises WrongUse for an unknown bank."""
    banks = read_banks(passports)
    if name not in banks:
        raise WrongUse(f"no bank {name!r} in {passports}; known: {', '.join(banks) or 'none'}")
    contract = product_contract(promised_version(), banks[name])
    files = {f"{PRODUCT}.odcs.yaml": as_yaml(contract), f"{PRODUCT}.html": page(banks[name], contract).encode()}
    files |= {"GUIDE.md": (BANKS / "GUIDE.md").read_bytes(), "verify.py": Path(verify.__file__).read_bytes()}
    for file, body in files.items():
        write_bytes(out / file, body)
    told = {"contract": str(out / f"{PRODUCT}.odcs.yaml"), "page": str(out / f"{PRODUCT}.html")}
    return {"bank": name, **told, "version": contract["version"]}


def page(bank: Bank, contract: dict[str, Any]) -> str:
    """The page, Chinese with English beside."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    product = read(RULES / f"{PRODUCT}.yml", Product)
    schemes = [read(path, Scheme) for path in sorted(SCHEMES.glob("*.yml"))]
    tables, promised = read_tables(), {each["name"]: each for each in contract["schema"]}
    return environment.from_string(TEMPLATE.read_text(encoding="utf-8")).render(
        bank=bank,
        product=product,
        version=contract["version"],
        levels={each["property"]: each for each in contract["slaProperties"]},
        schemes=[each for each in schemes if each.published],
        tables=[_shown(tables[name], promised[name]) for name in bank.handed_over],
        sunset={name: each for name, each in product.contract.sunset.items() if name in bank.handed_over},
        units=UNITS,
    )


def _shown(table: Any, promised: dict[str, Any]) -> dict[str, Any]:
    """A table as the page shows it: its agreed columns, the values each may have, and the rules on it."""
    columns = {each.name: each for each in table.columns}
    rules = {each["name"]: each.get("quality", []) for each in promised["properties"]}
    rows = []
    for name, on_column in rules.items():
        allowed = [rule["arguments"]["validValues"] for rule in on_column if "validValues" in rule.get("arguments", {})]
        rows.append({"column": columns[name], "allowed": allowed[0] if allowed else []})
    every = [(name, rule) for name, on_column in rules.items() for rule in on_column]
    every += [("", rule) for rule in promised.get("quality", [])]
    return {"table": table, "rows": rows, "rules": [each for each in every if each[1]["severity"] == "error"]}
