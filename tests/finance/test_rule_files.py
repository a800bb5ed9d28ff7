"""What does not add up in a pool or subsidy is refused with file, key and what is allowed."""

import pytest
import yaml

from innopoints.errors import Refused
from innopoints.passports.risk_pool import read_risk_pools
from innopoints.passports.subsidy import read_subsidies
from innopoints.project import RISK_POOLS, SUBSIDIES

POOL = yaml.safe_load((RISK_POOLS / "zhongkai_zyd.yml").read_text(encoding="utf-8"))
SUBSIDY = yaml.safe_load((SUBSIDIES / "zhongkai_interest.yml").read_text(encoding="utf-8"))
WRONG_POOLS = {
    "shares that miss a cent of the whole": (
        {"tiers": {"all": {"government": 0.2, "guarantee": 0.6, "bank": 0.19}}},
        "tiers.all: shares add up to 0.99; allowed: exactly 1",
    ),
    "a trigger that shares more than the loss": (
        {"trigger": {"ratio": 0.03, "judged_per": "bank", "shares": {"bank": 1, "guarantee": 0.1}}},
        "trigger.shares: shares add up to 1.1",
    ),
    "a trigger that names a stranger": (
        {"trigger": {"ratio": 0.03, "judged_per": "bank", "shares": {"insurer": 1}}},
        "trigger.shares: unknown party insurer; allowed: government, guarantee, bank",
    ),
    "tiers with different parties": (
        {"tiers": POOL["tiers"] | {"more": {"state": 0.2, "guarantee": 0.6, "bank": 0.2}}},
        "tiers.more: names state, guarantee, bank; allowed: the parties of the first tier",
    ),
    "no bank": ({"tiers": {"all": {"government": 0.4, "guarantee": 0.6}}}, "tiers: bank has no share"),
    "a first payer without a share": ({"first_payer": "insurer"}, "first_payer: insurer has no share; allowed"),
    "a bank that pays itself": ({"first_payer": "bank"}, "first_payer: is the bank itself"),
    "a fund of the first payer": (
        {"fund": {"party": "guarantee", "committed_cny": 1}}, "fund.party: guarantee pays nobody back; allowed: gov"
    ),
    "a key that is invented but not there": ({"illustrative": ["funds"]}, "illustrative: funds is no key of this file"),
    "a certificate nobody issues": (
        {"entitled_by": {"all": {"certificates": ["小巨人"]}}},
        "entitled_by.all.certificates: unknown certificate '小巨人'; allowed: 高新技术企业, ",
    ),
    "a listed certificate nobody issues": (
        {"entitled_by": {"all": {"certificates": ["高新技术企业"], "if_listed": ["科小"]}}},
        "entitled_by.all.if_listed: unknown certificate '科小'",
    ),
    "a status that is none": (
        {"entitled_by": {"all": {"statuses": ["listed"]}}}, "entitled_by.all.statuses"
    ),
    "a tier that nothing gives": ({"entitled_by": {"all": {}}}, "entitled_by.all: nothing gives it"),
    "a tier that is not there": (
        {"entitled_by": {"best": {"certificates": ["高新技术企业"]}}},
        "entitled_by: names best; allowed: every tier, the best first, as in tiers: all",
    ),
    "a certificate for two tiers": (
        {"tiers": POOL["tiers"] | {"more": POOL["tiers"]["all"]},
         "entitled_by": {tier: {"certificates": ["高新技术企业"]} for tier in ("all", "more")}},
        "entitled_by: 高新技术企业 gives two tiers; name it once",
    ),
    "an unknown key": ({"npl": 0.03}, "npl: unknown key; allowed here: "),
    "a day that is not in every year": ({"paid_back": {"month": 2, "day": 29}}, "paid_back.day"),
    "an end before its beginning": ({"effective_to": "2020-01-01"}, "effective_to: 2020-01-01 is before"),
}  # fmt: skip
WRONG_SUBSIDIES = {
    "a share of nothing": ({"interest_share": 0}, "interest_share"),
    "a year of 366 days": ({"day_count": 366}, "day_count"),
    "no end": ({"effective_to": None}, "effective_to"),
    "a product twice": (
        {"products": ["创新积分贷", "创新积分贷"]},
        "products: 创新积分贷 is named twice; allowed: once",
    ),
    "no product": ({"products": []}, "products"),
}


def written(folder, stem, said):
    folder.mkdir(exist_ok=True)
    (folder / f"{stem}.yml").write_text(yaml.safe_dump(said, allow_unicode=True, sort_keys=False), encoding="utf-8")


@pytest.mark.parametrize(
    ("read", "sound", "changes", "problem"),
    [
        *((read_risk_pools, POOL, *each) for each in WRONG_POOLS.values()),
        *((read_subsidies, SUBSIDY, *each) for each in WRONG_SUBSIDIES.values()),
    ],
    ids=[*WRONG_POOLS, *WRONG_SUBSIDIES],
)
def test_what_does_not_add_up_is_refused(tmp_path, read, sound, changes, problem):
    stem = sound.get("pool") or sound["subsidy"]
    written(tmp_path, stem, sound | changes)
    with pytest.raises(Refused) as refused:
        read(tmp_path)
    assert f"{tmp_path / stem}.yml: " in str(refused.value) and problem in str(refused.value)


def test_two_editions_of_a_pool_are_never_in_force_on_the_same_day(tmp_path):
    written(tmp_path, "zhongkai_zyd", POOL | {"effective_to": "2025-12-31"})
    written(tmp_path, "zhongkai_zyd_2", POOL | {"edition": "2", "effective_from": "2025-12-31"})
    with pytest.raises(Refused, match="end that one the day before"):
        read_risk_pools(tmp_path)
    written(tmp_path, "zhongkai_zyd_2", POOL | {"edition": "2", "effective_from": "2026-01-01"})
    assert len(read_risk_pools(tmp_path)) == 2


def test_what_the_project_ships_says_what_of_it_is_invented():
    for pool in read_risk_pools(RISK_POOLS).values():
        assert pool.reference and (pool.certainty == "illustrative" or "trigger.shares" in pool.illustrative)
    for subsidy in read_subsidies(SUBSIDIES).values():
        assert subsidy.certainty == "illustrative"
