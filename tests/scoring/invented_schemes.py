"""Schemes and enterprises nobody would write by hand, from a seed: every method, policy, weight, depth and gap."""

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
PEERS = ["zone", "stage", "industry", "stage_industry", "group"]
SCALES = [(0, 1), (0, 100), (1, 100), (0, 40)]
FORMULAS = ["percent_rank", "mid_rank", "average_rank", "cumulative"]


def invented_scheme(name: str, chance: random.Random) -> dict:
    """A scheme as its YAML would load: it adds up, whatever the seed."""
    writer = _Writer(chance)
    take = chance.choice(["sum", "sum", "weighted_mean", "geometric_mean", "best"])
    scale = None if take == "sum" else chance.choice(SCALES)
    count = 1 if take == "best" else chance.randint(1, 3)
    groups = {f"group_{number}": writer.group(1, scale) for number in range(count)}
    total = scale[1] if scale else sum(Decimal(str(group["max"])) for group in groups.values())
    base = list(groups)
    weights = (
        {stage: _weights(take, total, base, chance) for stage in chance.sample(STAGES, 3)} if take != "best" else {}
    )
    for role in ("deduction", "bonus"):
        if chance.random() < 0.4:
            groups[role] = writer.group(5, None) | {"role": role}
    return {
        "scheme": name,
        "edition": "1",
        "title": "随机体系",
        "title_en": "Invented",
        "reference": "随机",
        "status": "illustrative",
        "effective_from": "2020-01-01",
        "total": float(total),
        "take": take,
        "decimals": chance.choice([0, 1, 2]),
        "stages": "hangzhou_binjiang",
        "peers": chance.choice(PEERS),
        "minimum_coverage": chance.choice([0, 0, 0.5]),
        "minimum_known": chance.choice([0, 0, 1]),
        "missing": chance.choice(["zero", "drop_and_renormalise", "drop_and_renormalise", "peer_median"]),
        "zero_because": "随机体系如此规定",
        "outage": chance.choice(["drop_and_renormalise", "block"]),
        "groups": groups,
        "weights": weights,
        "tiers": {
            "leading": {"title": "领跑", "title_en": "leading", "top": 0.05},
            "competing": {"title": "竞跑", "title_en": "competing", "top": 0.1},
        },
    }


def _weights(take: str, total, names: list[str], chance: random.Random) -> dict:
    if take != "sum":
        return {name: chance.choice([0.3333333, 1, 2.5]) for name in names}
    cuts = sorted(Decimal(chance.randint(0, int(total * 100))) / 100 for _ in names[1:])
    ends = zip([Decimal(0), *cuts], [*cuts, Decimal(str(total))], strict=True)
    return {name: float(high - low) for name, (low, high) in zip(names, ends, strict=True)}


class _Writer:
    """Writes groups, each measure at most twice and every name once."""

    def __init__(self, chance: random.Random):
        self.chance, self.written = chance, 0

    def group(self, depth: int, scale: tuple[int, int] | None) -> dict:
        """A group on this scale (floor, top), or a sum with a ceiling of its own."""
        takes = ["sum", "best"] if scale is None else ["weighted_mean", "geometric_mean", "best"]
        take = self.chance.choice([*takes, "sum"] if scale and scale[0] == 0 else takes)
        children, most = {"indicators": {}, "groups": {}}, []
        for _ in range(self.chance.randint(1, 3)):
            points = scale[1] if scale else self.chance.choice([0.5, 3, 7.25, 30])
            self.written += 1
            name = f"node_{self.written}"
            if depth < 5 and self.chance.random() < 0.35:
                child = self.group(depth + 1, scale or self.chance.choice([None, *SCALES]))
                children["groups"][name] = child
                points = child["max"]
            else:
                floor = scale[0] if scale else 0
                child = children["indicators"][name] = self.leaf(points, floor)
            most.append(Decimal(str(points)))
            if take in ("weighted_mean", "geometric_mean") and self.chance.random() < 0.7:
                child["weight"] = self.chance.choice([0.3333333, 0.1, 1, 25])
        top = Decimal(scale[1]) if scale else max(most)
        if take == "sum" and not scale:
            # A ceiling below what the children reach together, so that it binds now and then.
            top = max(top, sum(most) * self.chance.choice([70, 100, 100]) // 100)
        return {"title": "组", "title_en": "Group", "max": float(top), "take": take} | children

    def leaf(self, points, floor: int) -> dict:
        chance, measure = self.chance, self.chance.choice(MEASURES)
        method = chance.choice(["steps", "linear", "linear", "peers"])
        if method == "steps":
            written = self._steps(measure, points, floor)
        elif method == "linear":
            written = self._linear(measure, points)
        else:
            written = self._peers(points, floor)
        missing = [
            "zero",
            "drop_and_renormalise",
            "block",
            {"peer_median": chance.choice(PEERS)},
            {"carry_forward": 2, "otherwise": chance.choice(["zero", "drop_and_renormalise"])},
        ]
        if chance.random() < 0.4:
            written["missing"] = chance.choice(missing)
        return {"measure": measure, "floor": floor} | written

    def _steps(self, measure: str, points, floor: int) -> dict:
        chance = self.chance
        if measure in COUNTS and floor == 0:
            return chance.choice([{"per_item": {"points": points / 4, "cap": points}}, {"flag": {"points": points}}])
        if measure in COUNTS:
            return {"levels": {3: points, 2: floor + (points - floor) / 2, "else": floor}}
        low, high = sorted(chance.sample(range(1, 60), 2))
        unit = 100 if measure in RATIOS else Decimal("0.00001")
        bounds = [float(low / Decimal(unit)), float(high / Decimal(unit))]
        return {"bands": {bounds[0]: floor + (points - floor) / 4, bounds[1]: points, "else": floor}}

    def _linear(self, measure: str, points) -> dict:
        chance = self.chance
        low, high = sorted(chance.sample(range(1, 60), 2))
        unit = {True: Decimal("0.01"), measure in COUNTS: Decimal(1)}.get(measure in RATIOS, Decimal(100_000))
        posts = {"low": float(low * unit), "high": float(high * unit), "points": points}
        written = {"linear": posts | {"direction": chance.choice(["higher", "lower"])}}
        if chance.random() < 0.4:
            written["transform"] = chance.choice(["log", "sqrt"])
        if chance.random() < 0.2:
            written["winsorise"] = {"low": 0.05, "high": 0.9}
        return written

    def _peers(self, points, floor: int) -> dict:
        chance = self.chance
        said = {"points": points, "direction": chance.choice(["higher", "lower"])}
        method = chance.choice(["percentile", "minmax", "zscore", "rank"])
        if method == "percentile":
            said["as"] = chance.choice(FORMULAS)
        if method == "zscore":
            middle = (points + floor) / 2
            said |= {"mean": middle, "sd": (points - floor) / 6, "deviation": chance.choice(["sample", "population"])}
            said["sd"] = round(said["sd"], 6)
        written = {method: said, "peers": chance.choice(PEERS)}
        if method in ("minmax", "zscore"):
            if chance.random() < 0.4:
                written["transform"] = chance.choice(["log", "sqrt"])
            if chance.random() < 0.3:
                written["winsorise"] = {"low": 0.1, "high": 0.95}
        return written


def invented_enterprise(chance: random.Random) -> dict:
    """Measures as an enterprise might have them: some on a band's edge, some not known, each for a reason."""
    gap = chance.choice([0, 0.1, 0.5])
    given = {
        measure: _value(measure, chance) if chance.random() >= gap else chance.choice(STATES) for measure in MEASURES
    }
    revenue = chance.choice([Decimal(0), Decimal("499999.99"), Decimal(5_000_000), Decimal(30_000_000), Decimal(10**9)])
    place = {"industry": chance.choice(["C3921", "C3912", "I6510", None]), "group": chance.choice(["a", "b", None])}
    return given | place | {"revenue_cny": revenue if chance.random() > 0.1 else "missing"}


def _value(measure: str, chance: random.Random):
    if measure in COUNTS:
        return Decimal(chance.randint(0, 40 if chance.random() < 0.5 else 4))
    if measure in AMOUNTS:
        return Decimal(chance.randint(0, 10_000_000_00)) / 100
    return Decimal(chance.choice([chance.randint(-20, 80) * 10**8, chance.randint(-(10**9), 10**10)])) / 10**10


def invented_past(enterprises: dict, schemes: dict, chance: random.Random) -> dict[tuple[str, str, str], list]:
    """{(scheme, enterprise, indicator): [value one edition ago or None, two ago]}, for what is not known now."""
    names = {name: list(_leaves(scheme["groups"])) for name, scheme in schemes.items()}
    return {
        (name, uscc, leaf): [chance.choice([None, Decimal(chance.randint(0, 50)) / 10]) for _ in range(3)]
        for name, leaves in names.items()
        for uscc in enterprises
        for leaf in leaves
    }


def _leaves(groups: dict):
    for group in groups.values():
        yield from group["indicators"]
        yield from _leaves(group["groups"])
