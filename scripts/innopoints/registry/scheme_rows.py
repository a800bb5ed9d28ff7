"""Spell a scheme out as rows: one list for each registry table it fills.

Defaults are filled in here, so that SQL never has to know one: every stage (and `unknown`) has a weight for every
base group, every indicator its measure, titles, policy and certainty; a flag is written as the two bands it means.
"""

from collections.abc import Iterator
from decimal import Decimal

from innopoints.passports.scheme import Band, Flag, Indicator, Scheme
from innopoints.passports.stage_profile import UNKNOWN, StageProfile
from innopoints.registry.measure_meta import Meta

ROOT = ""
"""The parent of the top groups; deeper groups will name the group above them."""


def scheme_rows(
    scheme: Scheme, profile: StageProfile, measures: dict[str, Meta], file_sha256: str
) -> Iterator[tuple[str, dict]]:
    """(table, row) for everything the scheme says."""
    key = {"scheme": scheme.scheme, "edition": scheme.edition}
    yield "scheme", key | _head(scheme, profile, file_sha256)
    position = 0
    for order, (group_id, group) in enumerate(scheme.groups.items(), start=1):
        yield (
            "scheme_group",
            key
            | {
                "group_id": group_id,
                "parent_id": ROOT,
                "depth": 1,
                "position": order,
                "title_zh": group.title,
                "title_en": group.title_en,
                "take": group.take,
                "role": group.role,
                "max_points": group.max,
            },
        )
        for name, indicator in group.indicators.items():
            position += 1
            meta = measures[indicator.measure or name]
            row = _indicator(scheme, name, indicator, meta)
            yield "scheme_indicator", key | {"group_id": group_id, "position": position} | row
            for number, band in enumerate(_bands(indicator), start=1):
                certainty = band.certainty or indicator.certainty or scheme.certainty
                band_row = {"at_least": band.at_least, "below": band.below, "points": band.points}
                yield "scheme_band", key | {"indicator": name, "position": number, "certainty": certainty} | band_row
    yield from (("scheme_stage", key | row) for row in _stages(profile))
    yield from (("scheme_weight", key | row) for row in _weights(scheme, profile))
    yield from (("scheme_condition", key | row) for row in _conditions(scheme))


def _head(scheme: Scheme, profile: StageProfile, file_sha256: str) -> dict:
    names = ("reference", "status", "effective_from", "effective_to", "total", "minimum_coverage", "outage")
    return {name: getattr(scheme, name) for name in (*names, "zero_because")} | {
        "title_zh": scheme.title,
        "title_en": scheme.title_en,
        "stage_profile": scheme.stages,
        "stage_measure": profile.measure,
        "file_sha256": file_sha256,
    }


def _indicator(scheme: Scheme, name: str, indicator: Indicator, meta: Meta) -> dict:
    linear, per_item = indicator.linear, indicator.per_item
    return {
        "indicator": name,
        "title_zh": indicator.title or meta.title_zh,
        "title_en": indicator.title_en or meta.title_en,
        "measure": indicator.measure or name,
        "method": "bands" if indicator.flag else indicator.methods[0],
        "max_points": indicator.max_points,
        "low": linear and linear.low,
        "high": linear and linear.high,
        "direction": linear and linear.direction,
        "points_per_item": per_item and per_item.points,
        "missing": indicator.missing or scheme.missing,
        "certainty": indicator.certainty or scheme.certainty,
        "note": indicator.note,
    }


def _bands(indicator: Indicator) -> list[Band]:
    return _flag(indicator.flag) if indicator.flag else indicator.bands or []


def _flag(flag: Flag) -> list[Band]:
    return [Band(below=Decimal(1), points=Decimal(0)), Band(at_least=Decimal(1), points=flag.points)]


def _stages(profile: StageProfile) -> Iterator[dict]:
    for position, (stage, each) in enumerate(profile.stages.items(), start=1):
        yield {
            "stage": stage,
            "position": position,
            "title_zh": each.title,
            "title_en": each.title_en,
            "measure": profile.measure,
            "at_least": each.at_least,
            "below": each.below,
            "reference": profile.reference,
            "certainty": profile.certainty,
        }


def _weights(scheme: Scheme, profile: StageProfile) -> Iterator[dict]:
    """A stage without a row of its own, and an enterprise of unknown stage, weigh groups by their `max`."""
    unweighted = {group_id: group.max for group_id, group in scheme.base_groups.items()}
    for stage in (*profile.stages, UNKNOWN):
        for group_id, weight in scheme.weights.get(stage, unweighted).items():
            yield {"group_id": group_id, "stage": stage, "weight": weight}


def _conditions(scheme: Scheme) -> Iterator[dict]:
    for position, (kind, name, condition) in enumerate(scheme.conditions.by_kind(), start=1):
        (subject,) = condition.subjects
        yield {
            "condition": name,
            "kind": kind,
            "position": position,
            "title_zh": condition.title,
            "title_en": condition.title_en,
            "subject": subject,
            "subject_name": None if subject == "score" else getattr(condition, subject),
            "op": condition.op,
            "threshold": condition.value,
            "certainty": condition.certainty or scheme.certainty,
        }
