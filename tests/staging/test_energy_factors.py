"""折标准煤系数：每个品种的每个计量单位，每一天恰有一个，写明出处；万千瓦时就是一万个千瓦时。"""

from datetime import date
from decimal import Decimal
from itertools import product

import yaml

from innopoints.project import DBT

MEASURES = DBT / "models" / "measures"
UNITS = {
    "外购电力": {"千瓦时": 1, "万千瓦时": 10_000},
    "自发光伏": {"千瓦时": 1, "万千瓦时": 10_000},
    "天然气": {"立方米": 1, "万立方米": 10_000},
    "原煤": {"吨": 1},
    "热力": {"百万千焦": 1},
}


def factors() -> list[dict]:
    models = yaml.safe_load((MEASURES / "_measure_green.yml").read_text("utf-8"))["models"]
    return next(each["config"]["meta"]["factors"] for each in models if each["name"] == "energy_used")


def test_each_unit_of_each_kind_has_exactly_one_factor_on_any_day_and_names_where_it_comes_from():
    said = factors()
    assert all(each["reference"] for each in said)
    for (kind, units), day in product(UNITS.items(), (date(2021, 4, 1), date(2024, 2, 29), date(2026, 6, 30))):
        held = {unit: [each for each in said if (each["energy_kind"], each["unit"]) == (kind, unit)
                       and each["effective_from"] <= day.isoformat() <= each.get("effective_to", "9999-12-31")]
                for unit in units}  # fmt: skip
        assert {unit: len(each) for unit, each in held.items()} == dict.fromkeys(units, 1)
        base = Decimal(next(iter(held.values()))[0]["kgce"])
        assert {unit: Decimal(each[0]["kgce"]) / base for unit, each in held.items()} == units
