"""What the energy monitoring platform sends, as rows of text."""

import numpy as np

from sample_exchange.offices.green import COAL, GAS, GRID, HEAT, KINDS, LEVELS, SOLAR
from sample_exchange.offices.rows import Rows
from sample_exchange.offices.text import days, months, texts, whole, yuan
from sample_exchange.world.facts import Facts
from sample_exchange.world.population import name_on

_UNITS = {GRID: "千瓦时", SOLAR: "千瓦时", GAS: "立方米", COAL: "吨", HEAT: "百万千焦"}


def reading_rows(firms: Facts, facts: Facts, chunk: int) -> Rows:
    """Large enterprises' power is sent in 万千瓦时, which takes six decimals of hundredths."""
    firm = facts.firm
    large = facts.large & np.isin(facts.kind, [GRID, SOLAR])
    amounts = [
        f"{n / 1_000_000:.6f}" if much else f"{n / 100:.0f}" if kind in (GRID, SOLAR, GAS) else f"{n / 100:.2f}"
        for n, much, kind in zip(facts.amount.tolist(), large.tolist(), facts.kind.tolist(), strict=True)
    ]
    units = [
        ("万" if much else "") + _UNITS[kind] for much, kind in zip(large.tolist(), facts.kind.tolist(), strict=True)
    ]
    return Rows(
        "green",
        "energy_reading",
        {
            "表计编号": texts([f"NH{chunk:04d}{n:06d}" for n in facts.meter.tolist()]),
            "统一社会信用代码": firms.uscc[firm],
            "企业名称": name_on(firms, firm, facts.reported),
            "年度": whole(facts.month // 12),
            "月份": months(facts.month),
            "能源品种": texts([KINDS[kind] for kind in facts.kind.tolist()]),
            "消费量": texts(amounts),
            "计量单位": texts(units),
            "绿色电力证书_个": whole(facts.certificates),
            "表计状态": texts(["停用" if each else "在用" for each in facts.final.tolist()]),
            "上报日期": days(facts.reported),
        },
        firms.uscc[firm],
        whole(facts.month // 12),
    )


def factory_rows(firms: Facts, facts: Facts, serial_from: int) -> Rows:
    year = facts.since.astype("datetime64[Y]").astype(int) + 1970
    return Rows(
        "green",
        "green_factory",
        {
            "名单编号": texts([f"LSGC{y}{serial_from + n:010d}" for n, y in enumerate(year.tolist())]),
            "统一社会信用代码": firms.uscc[facts.firm],
            "企业名称": name_on(firms, facts.firm, facts.since),
            "公布年度": whole(year),
            "级别": texts([LEVELS[level] for level in facts.level.tolist()]),
            "公布日期": days(facts.since),
            "有效期至": days(facts.until),
        },
        firms.uscc[facts.firm],
        whole(year),
    )


def balance_rows(firms: Facts, facts: Facts) -> Rows:
    firm = facts.firm
    return Rows(
        "green",
        "material_balance",
        {
            "统一社会信用代码": firms.uscc[firm],
            "企业名称": name_on(firms, firm, facts.reported),
            "年度": whole(facts.month // 12),
            "月份": months(facts.month),
            "自产量_吨": yuan(facts.arisen),
            "外来量_吨": yuan(facts.brought),
            "处置量_吨": yuan(facts.treated),
            "库存增加_吨": yuan(facts.stock),
            "上报日期": days(facts.reported),
        },
        firms.uscc[firm],
        whole(facts.month // 12),
    )
