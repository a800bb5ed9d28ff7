"""Spell a scheme out as rows: one list for each registry table it fills.

Defaults are filled in here, so that SQL never has to know one: every stage (and `unknown`) has a weight for every
group and indicator, every indicator its measure, titles, policy and certainty; flags and levels are written as the
bands they mean. Every place in the tree has a whole number, `node`, that no other place in the registry has.
"""

from collections.abc import Iterator
from decimal import Decimal

from innopoints.passports.leaf import Indicator
from innopoints.passports.scheme import Group, Scheme
from innopoints.passports.scheme_tree import ROOT, Node, beside, ceiling, floor, nodes, weights
from innopoints.passports.stage_profile import UNKNOWN, StageProfile
from innopoints.registry.leaf_rows import band_rows, indicator_row
from innopoints.registry.measure_meta import Meta
from innopoints.registry.rule_rows import rule_rows

TOP = ""
"""The parent of the top groups."""


def scheme_rows(
    scheme: Scheme, profile: StageProfile | None, measures: dict[str, Meta], file_sha256: str, first_node: int = 1
) -> Iterator[tuple[str, dict]]:
    """(table, row) for everything the scheme says; its nodes are numbered from `first_node` on.

    `profile` is that of `scheme.stages`, None where the scheme names none.
    """
    key = {"scheme": scheme.scheme, "edition": scheme.edition}
    own = {name: _own(each) for name, each in scheme.measures.items()}
    every = list(nodes(scheme))
    numbers = {each.name: first_node + place for place, each in enumerate(every)}
    stages = [row["stage"] for row in _stages(scheme, profile)]
    yield "scheme", key | _head(scheme, profile, file_sha256) | {"root": first_node}
    for position, each in enumerate(every):
        node = {"node": numbers[each.name], "parent": each.parent and numbers[each.parent.name]}
        yield "scheme_node", key | node | _node(scheme, each, position)
        if isinstance(each.what, Group):
            yield "scheme_group", key | node | _group(scheme, each, position)
        if isinstance(each.what, Indicator):
            row = indicator_row(scheme, each, measures | own) | {"position": position}
            yield "scheme_indicator", key | node | row
            yield from (("scheme_band", key | {"node": node["node"]} | band) for band in band_rows(scheme, each))
        else:
            yield from (("scheme_weight", key | row) for row in _weights(scheme, each, stages, numbers))
    yield from (("scheme_stage", key | row) for row in _stages(scheme, profile))
    units = {name: meta.unit for name, meta in (measures | own).items()}
    rules = rule_rows(scheme.rules, units, scheme.certainty, scheme.whole_points)
    yield from (("scheme_rule", key | row) for row in rules)
    for position, (tier, each) in enumerate(scheme.tiers.items(), start=1):
        titles = {"title_zh": each.title, "title_en": each.title_en}
        yield "scheme_tier", key | titles | {"tier": tier, "position": position, "top_ratio": each.top}
    yield from (("scheme_grade", key | each.model_dump()) for each in scheme.grades)
    yield from (("measure", row | {"measure": name}) for name, row in ((n, _own_row(m)) for n, m in own.items()))


def _head(scheme: Scheme, profile: StageProfile | None, file_sha256: str) -> dict:
    names = ("reference", "status", "effective_from", "effective_to", "total", "take", "decimals", "minimum_coverage",
             "minimum_known")  # fmt: skip
    bonus = sum((group.max for group in scheme.groups.values() if group.role == "bonus"), Decimal(0))
    return {name: getattr(scheme, name) for name in (*names, "outage", "zero_because", "tiers_within")} | {
        "title_zh": scheme.title,
        "title_en": scheme.title_en,
        "lowest": floor(scheme, scheme),
        "highest": scheme.total and scheme.total + bonus,
        "is_published": scheme.published,
        "stage_profile": profile and profile.profile,
        "stage_measure": profile and profile.measure,
        "file_sha256": file_sha256,
    }


def _node(scheme: Scheme, each: Node, position: int) -> dict:
    kind = {Scheme: "total", Group: "group", Indicator: "indicator"}[type(each.what)]
    scale = {"floor": floor(scheme, each.what), "max_points": ceiling(scheme, each.what)}
    same = {name: getattr(each, name) for name in ("name", "depth", "role", "take")}
    return same | scale | {"kind": kind, "position": position}


def _group(scheme: Scheme, each: Node, position: int) -> dict:
    return {
        "group_id": each.name,
        "parent_id": TOP if each.parent.name == ROOT else each.parent.name,
        "depth": each.depth,
        "position": position,
        "title_zh": each.what.title,
        "title_en": each.what.title_en,
        "take": each.take,
        "role": each.role,
        "max_points": ceiling(scheme, each.what),
    }


def _weights(scheme: Scheme, parent: Node, stages: list[str], numbers: dict[str, int]) -> Iterator[dict]:
    """A stage that says nothing weighs a sum by what each can give, a mean by the weights of its children."""
    for stage_position, stage in enumerate(stages):
        points = dict.fromkeys(beside(parent), (Decimal(1), Decimal(0)))
        for name, (factor, weight) in (weights(scheme, parent, stage) | points).items():
            yield {
                "node": numbers[name],
                "name": name,
                "stage": stage,
                "stage_position": stage_position,
                "weight": weight,
                "factor": factor,
            }


def _stages(scheme: Scheme, profile: StageProfile | None) -> Iterator[dict]:
    """`unknown` first, then the stages of the profile, those the table of enterprises names, or the one of all."""
    rest = {"measure": None, "at_least": None, "below": None, "reference": None, "certainty": None}
    unknown = {"stage": UNKNOWN, "position": 0, "basis": "none", "title_zh": "阶段未知", "title_en": "unknown"}
    yield rest | unknown
    if profile is None:
        named = scheme.stages or ["all"]
        for position, stage in enumerate(named, start=1):
            titles = (
                {"title_zh": "全部", "title_en": "all"}
                if scheme.stages is None
                else dict.fromkeys(("title_zh", "title_en"), stage)
            )
            yield rest | titles | {"stage": stage, "position": position, "basis": "given" if scheme.stages else "all"}
        return
    for position, (stage, each) in enumerate(profile.stages.items(), start=1):
        yield {
            "stage": stage,
            "position": position,
            "basis": "measure",
            "title_zh": each.title,
            "title_en": each.title_en,
            "measure": profile.measure,
            "at_least": each.at_least,
            "below": each.below,
            "reference": profile.reference,
            "certainty": profile.certainty,
        }


def _own(measure) -> Meta:
    return Meta(
        title_zh=measure.title,
        title_en=measure.title_en,
        unit=measure.unit,
        sources=[],
        period="",
        absent="missing",
    )


def _own_row(meta: Meta) -> dict:
    said = meta.model_dump(include={"title_zh", "title_en", "unit", "period"})
    return said | {"sources": "", "absent_state": meta.absent}
