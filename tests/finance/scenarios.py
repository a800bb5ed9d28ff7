"""Scenarios as loans, events and rules of their own: sc00, sc01 ... so that one run of the models holds all of them."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import yaml

from innopoints.project import RISK_POOLS, SUBSIDIES
from tests.finance.given_loans import TODAY

HERE = Path(__file__).parent
DUE = date(2027, 12, 31)
RATE = Decimal("0.036")


def read(name: str) -> list[dict]:
    return yaml.safe_load((HERE / f"{name}.yml").read_text(encoding="utf-8"))


POOL_SCENARIOS = [(f"sc{number:02d}", each) for number, each in enumerate(read("risk_pool"))]
SUBSIDY_SCENARIOS = [(f"su{number:02d}", each) for number, each in enumerate(read("interest_subsidy"))]


def scenario_pools() -> dict[str, dict]:
    """{name: file}: the project's pool under the scenario's name, with what the scenario changes."""
    return {key: _changed(RISK_POOLS / f"{each['rule']}.yml", {"pool": key} | each.get("but", {}))
            for key, each in POOL_SCENARIOS}  # fmt: skip


def scenario_subsidies() -> dict[str, dict]:
    file = SUBSIDIES / "zhongkai_interest.yml"
    return {key: _changed(file, {"subsidy": key, "products": [key]} | each.get("but", {}))
            for key, each in SUBSIDY_SCENARIOS}  # fmt: skip


def _changed(path: Path, changes: dict) -> dict:
    said = yaml.safe_load(path.read_text(encoding="utf-8")) | changes
    return {key: value for key, value in said.items() if value is not None}


def scenario_loans() -> tuple[list[dict], list[dict]]:
    """(loans, events) of all scenarios."""
    loans, events = [], []
    for key, scenario in [*POOL_SCENARIOS, *SUBSIDY_SCENARIOS]:
        for name, said in scenario["loans"].items():
            said = said if isinstance(said, dict) else {"events": said}
            loan = _loan(key, name, said)
            loans.append(loan)
            for number, text in enumerate(said["events"], start=1):
                day, kind, *amount = text.split()
                event = {"event_type": kind, "event_date": date.fromisoformat(day), "event_no": number}
                amount = Decimal(amount[0]) if amount else Decimal(0)
                events.append({"bank": loan["bank"], "loan_no": loan["loan_no"], "amount_cny": amount} | event)
    return loans, events


def scenario_held() -> list[dict]:
    """What the enterprises of the scenarios hold: `<certificate> <first day> <last day>`, open where there is none."""
    return [
        {"uscc": _firm(key, name, said), "standing": standing, "valid_from": date.fromisoformat(first),
         "valid_to": date.fromisoformat(*last) if last else date(9999, 12, 31)}
        for key, scenario in POOL_SCENARIOS
        for name, said in scenario["loans"].items()
        if isinstance(said, dict)
        for standing, first, *last in (text.split() for text in said.get("holds", []))
    ]  # fmt: skip


def _firm(key: str, name: str, said: dict) -> str:
    return f"{key}-{said.get('firm', name)}"


def _loan(key: str, name: str, said: dict) -> dict:
    start = date.fromisoformat(said["events"][0].split()[0])
    pool = said.get("pool", key) if key.startswith("sc") else None
    return {
        "bank": said.get("bank", "bank-a"),
        "loan_no": f"{key}-{name}",
        "uscc": _firm(key, name, said),
        "product_name": said.get("product", key),
        "principal_cny": Decimal(said["events"][0].split()[2]),
        "balance_cny": Decimal(0),
        "rate_ratio": RATE,
        "started_date": start,
        "due_date": said.get("due", DUE),
        "pool": pool,
        "pool_tier": said.get("tier"),
        "filed_date": start if pool else None,
        "reported_date": TODAY,
    }
