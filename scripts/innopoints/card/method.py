"""How an indicator is given points, and what is done where data are missing, in one line of Chinese and English."""

from decimal import Decimal

from innopoints.explain.page import said
from innopoints.passports.leaf import CarryForward, Indicator, Missing, PeerMedian

_PEERS = {
    "percentile": "同类百分位 percentile among peers",
    "minmax": "同类最小至最大 between the peers' least and greatest",
    "zscore": "同类标准分 z-score among peers",
    "rank": "同类名次 rank among peers",
}
_MISSING = {
    "zero": "计零 zero",
    "drop_and_renormalise": "不计、其余放大 dropped, the rest scaled up",
    "peer_median": "按同类中位数 peer median",
    "block": "不下结论 no conclusion",
}


def method(indicator: Indicator, unit: str | None) -> str:
    """One line; values in the measure's unit, a lower bound belongs to its band."""
    name = indicator.methods[0]
    how = getattr(indicator, name)
    match name:
        case "bands":
            words = "；".join(f"{_from(band.at_least, unit)} {_points(band.low, band.high)}" for band in reversed(how))
        case "levels":
            words = "；".join(f"{_level(level)} {_points(points, points)}" for level, points in how.items())
        case "flag":
            words = f"有 yes {_points(how.points, how.points)}"
        case "per_item":
            words = f"每项 each {_plain(how.points)}"
        case "judged":
            words = f"人工评定 judged {_points(how.min, how.max)}"
        case "linear":
            ends = [said(how.low, unit), said(how.high, unit)]
            low, high = ends if how.direction == "higher" else reversed(ends)
            words = f"线性 linear {low} → {high}"
        case _:
            higher = "越高越好 higher is better" if how.direction == "higher" else "越低越好 lower is better"
            words = f"{_PEERS[name]}，{higher}"
    return f"{words}（{indicator.transform}）" if indicator.transform else words


def missing(policy: Missing | None) -> str:
    """What is done where the value is missing."""
    if isinstance(policy, CarryForward):
        return f"沿用以往 {policy.carry_forward} 版 carried forward, 否则 else {missing(policy.otherwise)}"
    if isinstance(policy, PeerMedian):
        return f"{_MISSING['peer_median']} ({policy.peer_median})"
    return _MISSING.get(policy or "", "—")


def _from(bound: Decimal | None, unit: str | None) -> str:
    return "其余 else" if bound is None else f"≥ {said(bound, unit)}"


def _level(level: Decimal | str) -> str:
    return "其余 else" if level == "else" else _plain(level)


def _points(low: Decimal, high: Decimal) -> str:
    return f"得 {_plain(low)}" if low == high else f"得 {_plain(low)}–{_plain(high)}"


def _plain(number: Decimal) -> str:
    return said(Decimal(number))
