"""Spell risk-compensation pools and interest subsidies out as rows."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from innopoints import durable, project
from innopoints.passports.risk_pool import BANK, RiskPool, read_risk_pools
from innopoints.passports.subsidy import Subsidy, read_subsidies
from innopoints.registry.entry_rows import head_row


def finance_rows() -> Iterator[tuple[str, dict]]:
    """(registry table, row) of everything the files of both kinds say. Raises Refused for one that does not add up."""
    for path, pool in read_risk_pools(project.RISK_POOLS).items():
        yield from risk_pool_rows(pool, durable.sha256_of(path))
    for path, subsidy in read_subsidies(project.SUBSIDIES).items():
        yield from subsidy_rows(subsidy, durable.sha256_of(path))


def risk_pool_rows(pool: RiskPool, file_sha256: str) -> Iterator[tuple[str, dict]]:
    """The pool, the share of each party in each tier, below its trigger and above, and what entitles to the tier."""
    trigger, fund = pool.trigger, pool.fund
    said = {
        "file_sha256": file_sha256,
        "issuer": pool.issuer,
        "illustrative": ", ".join(pool.illustrative) or None,
        "size_cny": pool.size_cny,
        "firm_cap_cny": pool.firm_cap_cny,
        "paid_back_on": f"{pool.paid_back.month:02d}-{pool.paid_back.day:02d}",
        "fund_party": fund and fund.party,
        "fund_cny": fund and fund.committed_cny,
        "trigger_ratio": trigger and trigger.ratio,
        "judged_per": trigger and trigger.judged_per,
    }
    yield "risk_pool", head_row(pool) | said
    roles = {BANK: "bank", pool.first_payer: "first_payer"}
    for tier, shares in pool.tiers.items():
        for position, (party, share) in enumerate(shares.items(), start=1):
            said = {
                "tier": tier,
                "position": position,
                "party": party,
                "role": roles.get(party, "pays_back"),
                "share_ratio": share,
                "above_ratio": trigger.shares.get(party, Decimal(0)) if trigger else share,
                "fund_cny": fund.committed_cny if fund and fund.party == party else None,
            }
            yield "risk_pool_share", {"pool": pool.pool, "edition": pool.edition} | said
    for place, (tier, entitled) in enumerate(pool.entitled_by.items(), start=1):
        for standing, is_if_listed in entitled.standings:
            said = {"tier": tier, "tier_place": place, "standing": standing, "is_if_listed": is_if_listed}
            yield "risk_pool_entitled", {"pool": pool.pool, "edition": pool.edition} | said


def subsidy_rows(subsidy: Subsidy, file_sha256: str) -> Iterator[tuple[str, dict]]:
    """The subsidy, each of its years as first and last day, and the products it is for."""
    key = {"subsidy": subsidy.subsidy, "edition": subsidy.edition}
    said = {
        "file_sha256": file_sha256,
        "issuer": subsidy.issuer,
        "interest_share": subsidy.interest_share,
        "day_count": subsidy.day_count,
        "firm_year_cap_cny": subsidy.firm_year_cap_cny,
        "taken_back_on_default": subsidy.taken_back_on_default,
    }
    yield "subsidy", head_row(subsidy) | said
    for year in range(subsidy.effective_from.year, subsidy.effective_to.year + 1):
        first = max(subsidy.effective_from, date(year, 1, 1))
        last = min(subsidy.effective_to, date(year, 12, 31))
        yield "subsidy_year", key | {"year": year, "first_day": first, "last_day": last}
    for product in subsidy.products:
        yield "subsidy_product", key | {"product_name": product}
