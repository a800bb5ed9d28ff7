"""Made-up enterprise and person names in the Chinese style, with the characters that break careless readers."""

import numpy as np

from sample_exchange.offices.text import choose, texts

# 镕 is not in GB2312; 㐂 䶮 𠮷 are not in GBK: only GB 18030 carries them all.
RARE = "镕㐂䶮𠮷"

_BRAND = (
    "安邦博辰诚创达德鼎东方飞丰福冠光广国海汉航昊恒宏鸿华汇慧嘉建江金锦京晶景精骏凯康科蓝乐力立联亮龙隆绿迈"
    "美铭能鹏普奇启千强勤清融瑞睿润森盛世舒思泰腾天通同拓万威维文物西希曦翔欣信兴星雄旭炫讯亚阳耀业一亿益毅英"
    "盈永优友宇裕源远云泽展兆哲振正智中众卓紫"
)
_BRAND = "".join(dict.fromkeys(_BRAND))

_PLACES = ["惠州市", "广东", "惠州", "深圳市", "惠州仲恺"]
_PLACE_SHARES = [0.42, 0.20, 0.18, 0.10, 0.10]
_TRADES = {
    "electronics": ["电子科技", "光电", "半导体", "智能终端", "通信设备", "电子元件", "显示技术"],
    "software": ["软件", "信息技术", "网络科技", "数据服务", "智能系统", "集成电路设计"],
    "equipment": ["智能装备", "自动化设备", "新能源科技", "精密模具", "电气"],
    "materials": ["新材料", "高分子材料", "精细化工", "塑胶科技"],
    "services": ["检测技术", "技术研究院", "工业设计", "技术服务"],
}
SECTORS = list(_TRADES)


def enterprise_names(rng: np.random.Generator, numbers: np.ndarray, sectors: np.ndarray) -> np.ndarray:
    """One name per enterprise: place, brand, trade, form; the three-letter brand is unique up to 1.5 million."""
    size = len(_BRAND)
    spread = (numbers * 7_368_787 + 1_234_577) % size**3
    brands = [_BRAND[n // size**2] + _BRAND[n // size % size] + _BRAND[n % size] for n in spread.tolist()]
    places = choose(_PLACES, rng.choice(len(_PLACES), len(numbers), p=_PLACE_SHARES)).tolist()
    forms = choose(["有限公司", "股份有限公司"], (rng.random(len(numbers)) < 0.08).astype(int)).tolist()
    trade_draw = rng.random(len(numbers)).tolist()
    bracketed = (rng.random(len(numbers)) < 0.06).tolist()
    rare = np.where(rng.random(len(numbers)) < 0.04, rng.integers(0, len(RARE), len(numbers)), -1).tolist()
    names = []
    for i, sector in enumerate(sectors.tolist()):
        trades = _TRADES[SECTORS[sector]]
        brand = brands[i] if rare[i] < 0 else RARE[rare[i]] + brands[i][1:]
        place, inside = ("广东", "（惠州）") if bracketed[i] else (places[i], "")
        names.append(f"{place}{brand}{inside}{trades[int(trade_draw[i] * len(trades))]}{forms[i]}")
    return texts(names)


def another_letter(name: str, rng: np.random.Generator) -> str:
    """The name with one letter of its brand or trade taken for another."""
    at = int(rng.integers(4, max(5, len(name) - 5)))
    letter = _BRAND[rng.integers(len(_BRAND))]
    return name[:at] + ("鑫" if letter == name[at] else letter) + name[at + 1 :]


def former_names(names: np.ndarray) -> np.ndarray:
    """What the enterprises were called before: the same brand in a plainer trade."""
    return texts([f"{name.replace('股份', '').removesuffix('有限公司')}实业有限公司" for name in names.tolist()])


def sole_trader_names(names: np.ndarray) -> np.ndarray:
    return texts([f"{name.replace('股份', '').removesuffix('有限公司')}经营部" for name in names.tolist()])
