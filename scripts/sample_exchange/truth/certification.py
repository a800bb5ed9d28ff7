"""Measures of certificates, platforms, awards, programmes, contracts, equity and adverse records."""

import numpy as np

from sample_exchange.chunk import Chunk
from sample_exchange.offices.certification import AWARDS, CERTIFICATES, LEVELS, STANDARDS
from sample_exchange.truth.exact import SCALE, counts
from sample_exchange.world.facts import Facts

_RUNGS = ["科技型中小企业", "创新型中小企业", "专精特新中小企业", "隐形冠军", "专精特新小巨人企业"]
_MANAGEMENT = ["知识产权管理体系", "两化融合管理体系", "ISO9001", "绿色工厂"]
_PLATFORM_LEVELS = {"国家级": 4, "省级": 3, "市级": 2}
_HIGH_LEVELS = [LEVELS.index("国家级"), LEVELS.index("省级")]
_YUAN = 100  # in one hundredth of 万元


def measures(chunk: Chunk) -> dict[str, list[int | None]]:
    size, horizon = len(chunk.firms), chunk.horizon
    day, year = horizon.day, horizon.last_calendar_year

    def number(facts: Facts, mask: np.ndarray) -> list[int]:
        return counts(np.bincount(facts.firm[mask], minlength=size))

    def since(facts: Facts, years: int) -> np.ndarray:
        return (facts.when > horizon.years(years)) & (facts.when <= day)

    def money(facts: Facts, amount: np.ndarray, mask: np.ndarray) -> list[int]:
        total = np.zeros(size, np.int64)
        np.add.at(total, facts.firm[mask], amount[mask])
        return [each * _YUAN * SCALE for each in total.tolist()]

    held = _valid(chunk.certificates, chunk.certificates.since, day)
    kinds = np.array([kind.name for kind in CERTIFICATES])[held.kind]
    rungs = np.zeros(size, np.int64)
    for rung, name in enumerate(_RUNGS, start=1):
        np.maximum.at(rungs, held.firm[kinds == name], rung)
    high_tech = np.isin(np.arange(size), held.firm[kinds == "高新技术企业"])
    iso9001 = np.isin(np.arange(size), held.firm[kinds == "ISO9001"])
    platforms = _valid(chunk.platforms, chunk.platforms.when, day)
    platform_levels = np.zeros(size, np.int64)
    np.maximum.at(
        platform_levels, platforms.firm, np.array([_PLATFORM_LEVELS[each] for each in LEVELS])[platforms.level]
    )
    awards, programmes, contracts = chunk.awards, chunk.programmes, chunk.contracts
    contracted = contracts.when.astype("datetime64[Y]").astype(int) + 1970 == year
    adverse = chunk.adverse
    standing = np.isnat(adverse.repaired) | (adverse.repaired > day)
    high_award = (awards.kind == AWARDS.index("科技奖励")) & np.isin(awards.level, _HIGH_LEVELS)
    drafted = chunk.standards
    drafted = drafted[np.isnat(drafted.withdrawn) | (drafted.withdrawn > day)]
    high_standard = drafted.level <= STANDARDS.index("行业标准")
    return {
        "standards_led_count": number(drafted, high_standard & since(drafted, 5)),
        "rd_platform_count": number(platforms, np.isin(platforms.level, _HIGH_LEVELS)),
        "rd_platform_level": counts(platform_levels),
        "science_award_count": number(awards, high_award & since(awards, 5)),
        "science_award_3y_count": number(awards, high_award & since(awards, 3)),
        "national_science_award_count": number(
            awards, high_award & (awards.level == LEVELS.index("国家级")) & since(awards, 5)
        ),
        "science_programme_count": number(programmes, np.isin(programmes.level, _HIGH_LEVELS) & since(programmes, 3)),
        "technology_contract_value_cny": money(contracts, contracts.value, contracted),
        "venture_capital_cny": money(chunk.equity, chunk.equity.raised, since(chunk.equity, 3)),
        "venture_capital_2y_cny": money(chunk.equity, chunk.equity.raised, since(chunk.equity, 2)),
        "is_high_tech_enterprise": counts(high_tech),
        "sme_ladder_level": counts(rungs),
        "management_certificate_count": number(held, np.isin(kinds, _MANAGEMENT)),
        "is_iso9001_certified": counts(iso9001),
        "innovation_award_count": number(awards, (awards.kind == AWARDS.index("创新创业大赛")) & since(awards, 3)),
        "adverse_record_count": number(adverse, since(adverse, 2) & standing),
    }


def _valid(facts: Facts, start: np.ndarray, day: np.datetime64) -> Facts:
    return facts[(start <= day) & (np.isnat(facts.until) | (facts.until >= day))]
