"""Spell an indicator out as a row, and whatever gives points in steps as the bands it means."""

from collections.abc import Iterator
from decimal import Decimal

from innopoints.passports.leaf import Band, CarryForward, Indicator, PeerMedian
from innopoints.passports.scheme import Scheme
from innopoints.passports.scheme_tree import Node, ceiling, floor
from innopoints.registry.measure_meta import Meta

_NEXT = Decimal(1).scaleb(-18)
"""Measures have at most 18 places, so [level, level + this) holds the level and no other value."""


def indicator_row(scheme: Scheme, node: Node, measures: dict[str, Meta]) -> dict:
    """Everything an indicator says, with every default filled in."""
    leaf = node.what
    measure = None if leaf.judged else leaf.measure or node.name
    meta = measures.get(measure)
    said = getattr(leaf, leaf.methods[0])
    peers = leaf.peers or scheme.peers
    return {
        "group_id": node.parent.name,
        "indicator": node.name,
        "title_zh": leaf.title or meta.title_zh,
        "title_en": leaf.title_en or meta.title_en,
        "measure": measure,
        "method": "bands" if leaf.methods[0] in ("flag", "levels") else leaf.methods[0],
        "floor": floor(scheme, leaf),
        "max_points": ceiling(scheme, leaf),
        "low": leaf.linear and leaf.linear.low,
        "high": leaf.linear and leaf.linear.high,
        "direction": getattr(said, "direction", None),
        "points_per_item": leaf.per_item and leaf.per_item.points,
        "formula": getattr(said, "as_", None),
        "mean_points": leaf.zscore and leaf.zscore.mean,
        "sd_points": leaf.zscore and leaf.zscore.sd,
        "deviation": leaf.zscore and leaf.zscore.deviation,
        "peers": peers,
        "transform": leaf.transform,
        "winsorise_low": leaf.winsorise and leaf.winsorise.low,
        "winsorise_high": leaf.winsorise and leaf.winsorise.high,
        **_missing(leaf.missing or scheme.missing, peers),
        "certainty": leaf.certainty or scheme.certainty,
        "note": leaf.note,
    }


def _missing(missing, peers: str) -> dict:
    """`carry_editions` back first (0 for none), then `missing`, by the median of `median_peers` where it says so."""
    carry = missing.carry_forward if isinstance(missing, CarryForward) else 0
    last = missing.otherwise if isinstance(missing, CarryForward) else missing
    if isinstance(last, PeerMedian):
        return {"carry_editions": carry, "missing": "peer_median", "median_peers": last.peer_median}
    return {"carry_editions": carry, "missing": last, "median_peers": peers}


def band_rows(scheme: Scheme, node: Node) -> Iterator[dict]:
    """The bands of an indicator, in order, together holding every value."""
    for position, band in enumerate(_bands(node.what), start=1):
        yield {
            "indicator": node.name,
            "position": position,
            "at_least": band.at_least,
            "below": band.below,
            "points": band.low,
            "points_high": band.high,
            "certainty": band.certainty or node.what.certainty or scheme.certainty,
        }


def _bands(leaf: Indicator) -> Iterator[Band]:
    if leaf.bands is not None:
        yield from leaf.bands
    elif leaf.flag:
        yield Band(below=Decimal(1), points=Decimal(0))
        yield Band(at_least=Decimal(1), points=leaf.flag.points)
    elif leaf.levels is not None:
        other, end = leaf.levels["else"], None
        for level in sorted(level for level in leaf.levels if level != "else"):
            if end != level:
                yield Band.model_construct(at_least=end, below=level, points=other, certainty=None)
            end = level + _NEXT
            yield Band.model_construct(at_least=level, below=end, points=leaf.levels[level], certainty=None)
        yield Band.model_construct(at_least=end, below=None, points=other, certainty=None)
