"""One run of the finance models for all tests: each scenario, the pool of the founding article, drawn histories."""

import os
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

import duckdb
import pytest
import yaml
from filelock import FileLock

from innopoints.home import Home
from innopoints.project import RISK_POOLS
from tests.finance.given_loans import TODAY, given_loans, with_rules
from tests.finance.histories import drawn, drawn_held, drawn_points, pool_files, subsidy_files
from tests.finance.scenarios import scenario_held, scenario_loans, scenario_pools, scenario_subsidies

SEED = 20260630
ARTICLE = 202
"""Loans of the founding article's pool: 200 it has room for, and two more."""


class Drawn(NamedTuple):
    """A warehouse, the drawn loans that went into it, their events, and what their enterprises scored and hold."""

    con: duckdb.DuckDBPyConnection
    home: Home
    loans: list[dict]
    events: dict[tuple, list[dict]]
    past: list[dict]
    held: list[dict]


def drawn_zone(root, count: int, with_scenarios: bool) -> Home:
    loans, events = drawn(count, SEED)
    told = [each for every in events.values() for each in every]
    past, held = drawn_points(loans, SEED), drawn_held(loans, SEED)
    pools, subsidies = pool_files(), subsidy_files()
    if with_scenarios:
        for more, happened in (scenario_loans(), article_loans()):
            loans, told = loans + more, told + happened
        held += scenario_held()
        pools |= scenario_pools() | {"article": article_pool()}
        subsidies |= scenario_subsidies()
    with with_rules(root, pools, subsidies):
        return given_loans(root / "home", loans, told, given_lines(), past, scored=1109, held=held)


def opened(home: Home, count: int):
    loans, events = drawn(count, SEED)
    with duckdb.connect(home.candidate, read_only=True) as con:
        yield Drawn(con, home, loans, events, drawn_points(loans, SEED), drawn_held(loans, SEED))


@pytest.fixture(scope="session")
def zone(tmp_path_factory):
    """2,000 drawn histories and all scenarios, put through the models once for all workers."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    root = shared / "finance"
    with FileLock(shared / "finance.lock"):
        home = Home(root / "home") if (root / "done").exists() else drawn_zone(root, 2_000, with_scenarios=True)
        (root / "done").touch()
    yield from opened(home, 2_000)


@pytest.fixture(scope="session")
def large_zone(tmp_path_factory):
    """10,000 drawn histories in one run."""
    yield from opened(drawn_zone(tmp_path_factory.mktemp("large"), 10_000, with_scenarios=False), 10_000)


def given_lines() -> list[dict]:
    """Three lines of one bank: one drawn, one approved, one pre-approved; and one that the day does not know yet."""
    told = [
        ("1", "p", "预授信", 100, 1),
        ("1", "p", "已批", 100, 2),
        ("1", "p", "已用", 60, 3),
        ("2", "p", "预授信", 50, 1),
        ("2", "p", "已批", 50, 31),
        ("3", None, "预授信", 300, 1),
        ("3", None, "已批", 200, 2),
    ]
    return [
        {"bank": "line-bank", "line_no": line, "uscc": f"line-{line}", "product_name": name, "line_state": state,
         "amount_cny": Decimal(amount), "state_date": date(2026, 6, 1) + timedelta(days=days)}
        for line, name, state, amount, days in told
    ]  # fmt: skip


def article_pool() -> dict:
    return yaml.safe_load((RISK_POOLS / "zhongkai_zyd.yml").read_text(encoding="utf-8")) | {"pool": "article"}


def article_loans() -> tuple[list[dict], list[dict]]:
    """202 enterprises with 5 million yuan each: the first six default, and long after them a seventh and the 202nd."""
    loans, events = [], []
    for number in range(1, ARTICLE + 1):
        drawn_on = date(2024, 1, 2)
        loan = {
            "bank": "bank-a", "loan_no": f"article-{number:03d}", "uscc": f"article-{number:03d}",
            "product_name": "article", "principal_cny": Decimal(5_000_000), "balance_cny": Decimal(5_000_000),
            "rate_ratio": Decimal("0.036"), "started_date": drawn_on, "due_date": date(2027, 1, 2), "pool": "article",
            "pool_tier": None, "filed_date": drawn_on, "reported_date": TODAY,
        }  # fmt: skip
        loans.append(loan)
        happened = [("放款", drawn_on, 5_000_000)] if number <= 200 else [("放款", date(2025, 12, 1), 5_000_000)]
        happened += [("不良", date(2024, 9, 1), 0), ("代偿", date(2024, 10, 1), 4_000_000)] if number <= 6 else []
        happened += [("不良", date(2025, 3, 1), 0)] if number == 7 else []
        happened += [("不良", date(2026, 1, 1), 0)] if number == ARTICLE else []
        events += [
            {"bank": "bank-a", "loan_no": loan["loan_no"], "event_no": place, "event_type": kind, "event_date": day,
             "amount_cny": Decimal(amount)} for place, (kind, day, amount) in enumerate(happened, start=1)
        ]  # fmt: skip
    return loans, events
