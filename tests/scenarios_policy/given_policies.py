"""Judge invented enterprises by the real policies and a few invented ones: all tests of this folder share one run."""

import random
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import yaml

from innopoints.home import Home
from innopoints.project import LADDERS, POLICIES, PRODUCTS
from tests.scenarios_policy.given_lines import (
    ADDED_PRODUCT,
    CREDIT,
    drawn_lines,
    drawn_products,
    given_lines,
    lay_bank_returns,
)
from tests.scoring.given_zone import given_zone, score

HERE = Path(__file__).parent


def scenarios(folder: Path) -> tuple[dict[str, dict], list[tuple[str, dict, str]]]:
    """The files of a folder by name, and (name, scenario, code of the enterprise it invents) of each sentence."""
    files = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in sorted(folder.glob("*.yml"))}
    every = [
        (name, {**each, "rest": file["rest"]}, f"{name}-{number:03d}")
        for name, file in files.items()
        for number, each in enumerate(file["scenarios"])
    ]
    return files, every


FILES, SCENARIOS = scenarios(HERE)
LADDER_FILES, LADDER_SCENARIOS = scenarios(HERE / "ladders")
PRODUCT_FILES, PRODUCT_SCENARIOS = scenarios(HERE / "products")
EVERY = SCENARIOS + LADDER_SCENARIOS + PRODUCT_SCENARIOS

ADDED = """
policy: added_by_one_file
title: 新增一个文件的政策
title_en: A policy added as one file
issuer: 测试
reference: 测试
certainty: illustrative
for: enterprises
effective_from: 2026-01-01
all_of:
  lead: {title: 领跑榜企业, title_en: in the first tier, tier: zone_default, among: [leading]}
grant: {fixed_cny: 1000}
"""
ASKS = """
policy: asks_for_talents
title: 有人才需求的企业
title_en: Enterprises that want talents
issuer: 测试
reference: 测试
certainty: illustrative
for: enterprises
effective_from: 2026-01-01
all_of:
  wants: {title: 在招三人以上, title_en: wants three, measure: wanted_person_count, op: ">=", value: 3}
  hosts: {title: 有人才工作站, title_en: hosts a station, measure: talent_station_count, op: ">", value: 0}
"""
ENDED = ADDED.replace("added_by_one_file", "ended_the_day_before") + "effective_to: 2026-06-29\n"
LAST_DAY = ADDED.replace("added_by_one_file", "ends_on_the_day") + "effective_to: 2026-06-30\n"

QUEUE = [f"queue-{number:03d}" for number in range(60)]
"""Enterprises for the budgets: their measures are drawn, some are missing, many are equal."""
BUDGETS = 40
STEP = Decimal("0.0001")
"""What parts the two sides of a bound from it, in the measure's own unit."""


def written_bounds() -> dict[str, list[Decimal]]:
    """Each measure a file of policies, products or ladders compares with a number, and all those numbers."""
    found: dict[str, set] = {}

    def walk(node) -> None:
        if isinstance(node, dict):
            if {"measure", "op", "value"} <= set(node):
                found.setdefault(node["measure"], set()).add(Decimal(str(node["value"])))
            for each in node.values():
                walk(each)

    for kind in (POLICIES, PRODUCTS, LADDERS):
        for path in kind.glob("*.yml"):
            walk(yaml.safe_load(path.read_text("utf-8")))
    return {measure: sorted(values) for measure, values in sorted(found.items())}


BOUNDS = written_bounds()
EDGES = {
    f"edge-{place:02d}{side:+d}": (place, side)
    for place in range(max(map(len, BOUNDS.values())))
    for side in (-1, 0, 1)
}
"""Enterprises that stand just below, at and just above the bound in that place, of every measure at once."""
FIRMS = len(EVERY) + len(QUEUE) + len(EDGES)


def judged_zone(root: Path, measures: list[str]) -> Home:
    """A home whose candidate holds the models of every scenario, a file added of each kind, 40 drawn budgets and lines.

    The models' own data tests and unit tests have held on it.
    """
    lines = [line for product, each, uscc in PRODUCT_SCENARIOS for line in given_lines(product, each["given"], uscc)]
    given = {uscc: _measures(each, measures) for _, each, uscc in EVERY} | drawn_queue(measures)
    given |= {uscc: (_at_bounds(measures, *edge), []) for uscc, edge in EDGES.items()}
    values = {uscc: values for uscc, (values, _) in given.items()}
    home = given_zone(root / "home", values, rules=_rules(root / "rules"))
    with duckdb.connect(home.candidate) as con:
        con.execute("alter table measures.enterprise add column enterprise_name varchar")
        for column in ("established_date", "entered_zone_date"):
            con.execute(f"alter table measures.enterprise add column {column} date")
        con.execute("update measures.enterprise set enterprise_name = '=' || uscc || '有限公司'")
        rows = [(uscc, *each) for uscc, (_, certificates) in given.items() for each in certificates]
        names = ("uscc", "certificate_type", "reached_date", "valid_to")
        held = pa.table(dict(zip(names, zip(*rows, strict=True), strict=True)))  # noqa: F841
        con.execute("create table measures.certificate_reached as select * exclude valid_to from held")
        con.execute("create table measures.certificate_span as "
                    "select uscc, certificate_type, reached_date as valid_from, valid_to from held")  # fmt: skip
        valid = "select * exclude reached_date from held where valid_to >= date '2026-06-30'"
        con.execute(f"create table measures.certificate_valid as {valid}")
        lay_bank_returns(con, lines + drawn_lines(list(given)), sorted(given))
    score(home, select=("scoring", "eligibility", *CREDIT))
    score(home, "test", select=("eligibility", *CREDIT))
    home.candidate_json.write_text("{}", "utf-8")
    return home


def _measures(scenario: dict, measures: list[str]) -> tuple[dict, list[tuple]]:
    """Its measures, and (kind, reached, ends) of its certificates: those valid now, and `past` ones."""
    given = {name: value for name, value in scenario["given"].items() if name != "pre_approved"}
    certificates = [(each, date(2024, 7, 1), date(2027, 6, 30)) for each in given.pop("certificates", [])]
    certificates += [(each, reached, date(2026, 6, 29)) for each, reached in given.pop("past", {}).items()]
    rest = "missing" if given.pop("coverage", None) == "none" else scenario["rest"]
    known = {"is_high_tech_enterprise": 0} if rest == "missing" else {}
    return dict.fromkeys(measures, rest) | known | given, certificates


def _at_bounds(measures: list[str], place: int, side: int) -> dict:
    bounds = {name: values[place % len(values)] + side * STEP for name, values in BOUNDS.items()}
    return dict.fromkeys(measures, "missing") | bounds


def drawn_queue(measures: list[str]) -> dict[str, tuple[dict, list[str]]]:
    """60 enterprises: how much each may ask for and where it stands in the queue."""
    chance = random.Random(20260630)
    return {
        uscc: (
            dict.fromkeys(measures, "missing")
            | {
                "rd_platform_level": 1,
                "wanted_person_count": number % 5,
                "talent_station_count": number % 2,
                "rd_expense_cny": chance.choice(["missing", *(Decimal(chance.randint(0, 10**9)) / 100 for _ in "123")]),
                "revenue_cny": chance.choice(["missing", *(chance.randint(1, 9) for _ in "12345")]),
            },
            [],
        )
        for number, uscc in enumerate(QUEUE)
    }


def drawn_budgets() -> list[dict]:
    """40 policies with a budget: any share, cap, amount and order; some budgets are never reached, some at once."""
    chance = random.Random(7)
    drawn = []
    for number in range(BUDGETS):
        fixed = chance.random() < 0.3
        cap = chance.choice([None, chance.randint(1, 10**8) / 100])
        budget = max(chance.choice([10**2, 10**6, 10**8, 10**10]) * chance.randint(1, 99) / 100, cap or 0)
        formula = {"fixed_cny": chance.randint(1, 10**7) / 100} if fixed else {
            "measure": "rd_expense_cny", "share": chance.randint(1, 10_000) / 10_000
        } | ({"cap_cny": cap} if cap else {})  # fmt: skip
        grant = formula | {
            "budget_cny": budget,
            "order": {"measure": "revenue_cny", "first": chance.choice(["highest", "lowest"])},
        }
        first = {"title": "排队", "title_en": "queues", "measure": "rd_platform_level", "op": "=", "value": 1}
        drawn.append(
            yaml.safe_load(ADDED) | {"policy": f"budget_{number:02d}", "all_of": {"queues": first}, "grant": grant}
        )
    return drawn


def _rules(folder: Path) -> Path:
    for kind in (POLICIES, PRODUCTS, LADDERS):
        shutil.copytree(kind, folder / kind.name)
    for text in (ADDED, ASKS, ENDED, LAST_DAY):
        (folder / "policies" / f"{yaml.safe_load(text)['policy']}.yml").write_text(text, "utf-8")
    for policy in drawn_budgets():
        text = yaml.safe_dump(policy, allow_unicode=True, sort_keys=False)
        (folder / "policies" / f"{policy['policy']}.yml").write_text(text, "utf-8")
    for product in [yaml.safe_load(ADDED_PRODUCT), *drawn_products()]:
        text = yaml.safe_dump(product, allow_unicode=True, sort_keys=False)
        (folder / "products" / f"{product['product']}.yml").write_text(text, "utf-8")
    return folder
