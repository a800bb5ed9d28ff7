"""Schemes and enterprises nobody would write by hand, from a seed: every method, policy, weight and gap in the data."""

import random
from decimal import Decimal

from tests.scoring.given_zone import STATES

RATIOS = [
    "rd_intensity_ratio",
    "rd_cost_ratio",
    "rd_staff_share_ratio",
    "postgraduate_share_ratio",
    "staff_growth_ratio",
]
COUNTS = ["class_one_ip_count", "class_two_ip_count", "ip_grant_count", "doctoral_staff_count", "rd_platform_count"]
AMOUNTS = ["rd_expense_cny", "tax_paid_cny", "total_assets_cny", "venture_capital_cny", "industrial_output_cny"]
MEASURES = [*RATIOS, *COUNTS, *AMOUNTS]
STAGES = ["seed", "sapling", "growth", "expansion", "mature"]


def invented_scheme(name: str, chance: random.Random) -> dict:
    """A scheme as its YAML would load: it adds up, whatever the seed."""
    measures = chance.sample(MEASURES, 12)
    groups = {}
    for number in range(chance.randint(1, 4)):
        taken = [measures.pop() for _ in range(chance.randint(1, 3))]
        groups[f"group_{number}"] = _group(taken, chance)
    total = sum(group["max"] for group in groups.values())
    base = list(groups)
    if chance.random() < 0.5:
        deduction = _group([measures[0]], chance) | {"role": "deduction"}
        groups["adverse"] = deduction
    weights = {stage: _split(total, base, chance) for stage in chance.sample(STAGES, 3)}
    return {
        "scheme": name,
        "edition": "1",
        "title": "随机体系",
        "title_en": "Invented",
        "reference": "随机",
        "status": "illustrative",
        "effective_from": "2020-01-01",
        "total": total,
        "stages": "hangzhou_binjiang",
        "minimum_coverage": chance.choice([0, 0.5, 0.75]),
        "missing": chance.choice(["zero", "drop_and_renormalise"]),
        "zero_because": "随机体系如此规定",
        "outage": chance.choice(["drop_and_renormalise", "block"]),
        "groups": groups,
        "weights": weights,
    }


def _group(measures: list[str], chance: random.Random) -> dict:
    indicators = {f"{measure}_points": {"measure": measure} | _method(measure, chance) for measure in measures}
    most = [_most(indicator) for indicator in indicators.values()]
    take = chance.choice(["sum", "sum", "best"])
    # A ceiling below what the indicators reach together, so that it binds now and then.
    reach = sum(most) if take == "sum" else max(most)
    ceiling = max([*most, (reach * chance.choice([70, 100, 100]) // 100)])
    return {"title": "组", "title_en": "Group", "max": ceiling, "take": take, "indicators": indicators}


def _method(measure: str, chance: random.Random) -> dict:
    points = chance.randint(3, 30)
    if measure in COUNTS:
        return chance.choice([{"per_item": {"points": 0.75, "cap": points}}, {"flag": {"points": points}}])
    scale = 1 if measure in RATIOS else 10_000_000
    low, high = sorted(chance.sample(range(1, 60), 2))
    low, high = low * scale / 100, high * scale / 100
    if chance.random() < 0.5:
        return {"bands": {low: points // 3, high: points, "else": 0}}
    direction = chance.choice(["higher", "lower"])
    return {"linear": {"low": low, "high": high, "points": points, "direction": direction}}


def _most(indicator: dict) -> int:
    for method in ("linear", "flag"):
        if method in indicator:
            return indicator[method]["points"]
    return indicator["per_item"]["cap"] if "per_item" in indicator else max(indicator["bands"].values())


def _split(total: int, groups: list[str], chance: random.Random) -> dict:
    cuts = sorted(chance.randint(0, total) for _ in groups[1:])
    return {group: high - low for group, low, high in zip(groups, [0, *cuts], [*cuts, total], strict=True)}


def invented_enterprise(chance: random.Random) -> dict:
    """Measures as an enterprise might have them: some on a band's edge, some not known, each for a reason."""
    gap = chance.choice([0, 0.1, 0.5])
    given = {
        measure: _value(measure, chance) if chance.random() >= gap else chance.choice(STATES) for measure in MEASURES
    }
    revenue = chance.choice([Decimal(0), Decimal("499999.99"), Decimal(5_000_000), Decimal(30_000_000), Decimal(10**9)])
    return given | {"revenue_cny": revenue if chance.random() > 0.1 else "missing"}


def _value(measure: str, chance: random.Random):
    if measure in COUNTS:
        return Decimal(chance.randint(0, 40))
    if measure in AMOUNTS:
        return Decimal(chance.randint(0, 10_000_000_00)) / 100
    return Decimal(chance.choice([chance.randint(-20, 80) * 10**8, chance.randint(-(10**9), 10**10)])) / 10**10
