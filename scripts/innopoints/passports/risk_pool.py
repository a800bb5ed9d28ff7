"""A risk-compensation pool (`dbt_project/risk_pools/<pool>.yml`): who bears how much of a covered loss, and when.

    parties   the bank that lent · the first payer, who pays the bank at once · the others, who pay the first payer
              back on a day of the year after
    trigger   above this ratio of loans in default to loans covered the shares are other ones
    tiers     who may have which follows from `entitled_by`, the best first; without it a tier is as the bank filed it

Amounts in yuan, shares 0-1. What a loan may claim follows the edition in force on the day it was filed.
"""

from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from innopoints import yaml_file
from innopoints.passports.condition import Text, Yuan
from innopoints.passports.condition_checks import Terms, not_allowed
from innopoints.passports.rule_file import RuleFile
from innopoints.passports.rule_file_checks import read_rule_files
from innopoints.passports.stage_profile import Name
from innopoints.project import POLICIES

Share = Annotated[Decimal, Field(ge=0, le=1, max_digits=5, decimal_places=4)]
Shares = dict[Name, Share]
CERTIFICATES = POLICIES / "terms" / "certificates.yml"
BANK = "bank"
"""The party that lent; every pool has it."""


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Trigger(Strict):
    """At `ratio` the ordinary shares still hold; above it `shares` do, judged per bank or for the whole pool."""

    ratio: Share
    judged_per: Literal["bank", "pool"]
    shares: Shares


class Fund(Strict):
    """The money one party has put aside; what it cannot pay out of it stays with the first payer."""

    party: Name
    committed_cny: Yuan


class PaidBack(Strict):
    """The day of the year after on which the others pay the first payer back."""

    month: Annotated[int, Field(ge=1, le=12)]
    day: Annotated[int, Field(ge=1, le=28)]


class Entitled(Strict):
    """What gives an enterprise a tier: one of these, valid on the day the loan is filed.

    `if_listed` are certificates that do so only for those on a list (筛选名单) that no office sends here.
    """

    certificates: list[Text] = []
    statuses: list[Literal["national_programme"]] = []
    if_listed: list[Text] = []

    @property
    def standings(self) -> list[tuple[str, bool]]:
        """(certificate or status, whether it needs the list), in the order of the file."""
        return [(each, False) for each in (*self.certificates, *self.statuses)] + [
            (each, True) for each in self.if_listed
        ]


class RiskPool(RuleFile):
    """One edition of one pool."""

    kind: ClassVar[str] = "pool"

    pool: Name
    issuer: Text
    illustrative: list[Text] = Field([], description="keys of this file that are invented for the example")
    size_cny: Yuan | None = Field(None, description="loans in all that are covered, in the order they were filed")
    firm_cap_cny: Yuan | None = Field(None, description="covered of one enterprise at a time, and lost by it in all")
    first_payer: Name
    paid_back: PaidBack
    fund: Fund | None = None
    trigger: Trigger | None = None
    tiers: dict[Name, Shares] = Field(min_length=1)
    entitled_by: dict[Name, Entitled] = Field({}, description="what gives an enterprise each tier, the best first")


def read_risk_pools(folder: Path) -> dict[Path, RiskPool]:
    """Every pool of `folder`, checked. Raises Refused naming file, key and what is allowed."""
    certificates = yaml_file.read(CERTIFICATES, Terms).certificates
    return read_rule_files(folder, RiskPool, risk_pool_problems, certificates)


def risk_pool_problems(pool: RiskPool, certificates: list[str]) -> list[str]:
    """Everything that does not add up, in the order of the file; empty when the pool is sound."""
    problems = []
    if unknown := sorted({each.split(".")[0] for each in pool.illustrative} - set(RiskPool.model_fields)):
        problems.append(f"illustrative: {', '.join(unknown)} is no key of this file")
    parties = list(next(iter(pool.tiers.values())))
    for tier, shares in pool.tiers.items():
        problems += _whole(f"tiers.{tier}", shares)
        if set(shares) != set(parties):
            problems.append(f"tiers.{tier}: names {', '.join(shares)}; allowed: the parties of the first tier, "
                            f"{', '.join(parties)}")  # fmt: skip
    for key, party in (("tiers", BANK), ("first_payer", pool.first_payer)):
        if party not in parties:
            problems.append(f"{key}: {party} has no share; allowed: {', '.join(parties)}")
    if pool.first_payer == BANK:
        problems.append("first_payer: is the bank itself; allowed: a party that pays it")
    if pool.fund and (pool.fund.party not in parties or pool.fund.party in (BANK, pool.first_payer)):
        allowed = [each for each in parties if each not in (BANK, pool.first_payer)]
        problems.append(f"fund.party: {pool.fund.party} pays nobody back; allowed: {', '.join(allowed) or 'none'}")
    if pool.trigger:
        problems += _whole("trigger.shares", pool.trigger.shares)
        if unknown := [each for each in pool.trigger.shares if each not in parties]:
            problems.append(f"trigger.shares: unknown party {unknown[0]}; allowed: {', '.join(parties)}")
    return problems + _entitled(pool, certificates)


def _entitled(pool: RiskPool, certificates: list[str]) -> list[str]:
    if not pool.entitled_by:
        return []
    problems, given = [], Counter()
    if list(pool.entitled_by) != list(pool.tiers):
        problems.append(f"entitled_by: names {', '.join(pool.entitled_by)}; allowed: every tier, the best first, as in "
                        f"tiers: {', '.join(pool.tiers)}")  # fmt: skip
    for tier, entitled in pool.entitled_by.items():
        given.update([*entitled.certificates, *entitled.statuses])
        for key in ("certificates", "if_listed"):
            unknown = [each for each in getattr(entitled, key) if each not in certificates]
            problems += not_allowed(f"entitled_by.{tier}.{key}", "certificate", unknown, certificates)
        if not entitled.standings:
            problems.append(f"entitled_by.{tier}: nothing gives it; name a certificate or status")
    twice = [each for each, count in given.items() if count > 1]
    return problems + [f"entitled_by: {each} gives two tiers; name it once" for each in twice]


def _whole(at: str, shares: Shares) -> list[str]:
    total = sum(shares.values())
    return [] if total == 1 else [f"{at}: shares add up to {total}; allowed: exactly 1"]
