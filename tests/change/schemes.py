"""A scheme whose points can be worked out in the head, and one that begins as the same and gets another edition."""

from pathlib import Path

_HEAD = """
scheme: {scheme}
edition: "{edition}"
title: 示例
title_en: An example
reference: 示例
status: illustrative
effective_from: {effective_from}
effective_to: {effective_to}
total: 100
minimum_coverage: 0.2
missing: drop_and_renormalise
outage: drop_and_renormalise
"""
_FIRST = """
groups:
  business:
    title: 经营
    title_en: Business
    max: 60
    indicators:
      revenue_cny: {linear: {low: 0, high: 10_000, points: 40, direction: higher}}
      staff_count: {per_item: {points: 10, cap: 20}}
  technology:
    title: 技术
    title_en: Technology
    max: 40
    indicators:
      valid_invention_patent_count: {per_item: {points: 5, cap: 20}}
      is_high_tech_enterprise: {bands: {1: 20, else: 0}}
"""
_SECOND = """
groups:
  business:
    title: 经营
    title_en: Business
    max: 60
    indicators:
      revenue_cny: {linear: {low: 0, high: 10_000, points: 30, direction: higher}}
      staff_count: {per_item: {points: 10, cap: 30}}
  technology:
    title: 技术
    title_en: Technology
    max: 40
    indicators:
      valid_invention_patent_count: {per_item: {points: 8, cap: 20}}
      management_certificate_count: {per_item: {points: 10, cap: 20}}
"""


def write_schemes(folder: Path) -> Path:
    """`steady` has one edition; `changing` another from March 2026 on, without the high-tech certificate."""
    for scheme, edition, since, until, rest in (
        ("steady", 1, "2020-01-01", "null", _FIRST),
        ("changing", 1, "2020-01-01", "2026-02-28", _FIRST),
        ("changing", 2, "2026-03-01", "null", _SECOND),
    ):
        head = _HEAD.format(scheme=scheme, edition=edition, effective_from=since, effective_to=until)
        (folder / f"{scheme}_{edition}.yml").write_text(head + rest, "utf-8")
    return folder
