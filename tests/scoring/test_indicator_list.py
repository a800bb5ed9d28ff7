"""INDICATORS.md 是给人看的指标清单：与字典、与 zone_default 一字不差；不一致时本测试打印应有的内容。"""

import pytest
import yaml

from innopoints.errors import Refused
from innopoints.project import DBT, SCHEMES
from innopoints.registry.measure_meta import PERIODS, read_measures

FOLDER = DBT / "models" / "measures"
CORE = {
    *("rd_expense_cny", "rd_expense_growth_ratio", "rd_intensity_ratio", "rd_staff_share_ratio"),
    *("invention_application_count", "pct_application_count", "technology_contract_value_cny"),
    *("hightech_revenue_cny", "revenue_cny", "revenue_growth_ratio", "rd_super_deduction_relief_cny"),
    *("return_on_net_assets_ratio", "graduates_hired_count", "postgraduate_share_ratio"),
    *("rd_platform_count", "science_award_count", "science_programme_count", "venture_capital_cny"),
}
UNITS = {"cny": "元", "count": "个", "ratio": "比例", "level": "等级", "flag": "是 1 否 0", "years": "年"}


def indicators() -> list[str]:
    """The measures of zone_default, in its order."""
    groups = yaml.safe_load((SCHEMES / "zone_default.yml").read_text("utf-8"))["groups"]
    return [name for group in groups.values() for name in group["indicators"]]


def definitions() -> dict[str, str]:
    """What the column of each measure says it is."""
    files = [yaml.safe_load(path.read_text("utf-8")) for path in FOLDER.glob("_measure_*.yml")]
    columns = [column for file in files for model in file["models"] for column in model.get("columns", [])]
    return {column["name"]: column["description"] for column in columns}


def test_the_list_says_what_the_dictionary_says():
    measures, told = read_measures(FOLDER), definitions()
    lines = ["| 指标 | measure | 来自 | 口径 | 单位 | 期间 | 来源表 | 无值时 |", "|---|---|---|---|---|---|---|---|"]
    for name in indicators():
        meta = measures[name]
        absent = {"missing": "缺数", "not_applicable": "不适用"}[meta.absent]
        origin = "核心" if name in CORE else "特色"
        cells = [meta.title_zh, f"`{name}`", origin, told[name], UNITS[meta.unit], meta.period, "、".join(meta.sources)]
        lines.append(f"| {' | '.join([*cells, absent])} |")
    periods = [f"- `{period}` {rule}。" for period, rule in PERIODS.items()]
    text = (FOLDER / "INDICATORS.md").read_text("utf-8")
    for part in ("\n".join(lines), "\n".join(periods)):
        assert part in text, f"INDICATORS.md should hold:\n{part}"


def test_the_zones_scheme_has_all_40_indicators_18_core_and_22_of_its_own():
    named = indicators()
    assert len(named) == len(set(named)) == 40
    assert set(named) >= CORE
    assert len(CORE) == 18


def test_a_period_nobody_defined_is_refused(tmp_path):
    meta = {"title_zh": "甲", "title_en": "A", "unit": "count", "sources": [], "period": "lately", "absent": "missing"}
    model = {"name": "measure_x", "columns": [{"name": "a_count", "config": {"meta": meta}}]}
    (tmp_path / "_measure_x.yml").write_text(yaml.safe_dump({"models": [model]}), "utf-8")
    with pytest.raises(
        Refused, match=r"measure_x\.a_count: config\.meta\.period: there is no period 'lately'; allowed: as"
    ):
        read_measures(tmp_path)
