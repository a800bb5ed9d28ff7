"""Loans whose histories are drawn: amounts to the cent, events in any order, also such as should not happen."""

import random
from datetime import date, timedelta
from decimal import Decimal

from tests.finance.given_loans import TODAY

BANKS = ("bank-a", "bank-b", "bank-c")
POOLS = {
    "drawn_tight": {
        "size_cny": 1_500_000_000, "firm_cap_cny": 1_234_567.89, "first_payer": "guarantee",
        "fund": {"party": "government", "committed_cny": 20_000_000.01},
        "trigger": {"ratio": 0.05, "judged_per": "bank", "shares": {"bank": 1}},
        "tiers": {"all": {"government": 0.2, "guarantee": 0.6, "bank": 0.2}},
    },
    "drawn_open": {
        "first_payer": "guarantor",
        "tiers": {
            "tier_1": {"fund": 0.4, "province": 0.2, "guarantor": 0.2, "bank": 0.2},
            "tier_2": {"fund": 0.3333, "province": 0.1111, "guarantor": 0.3556, "bank": 0.2},
            "tier_3": {"fund": 0.3, "province": 0.1, "guarantor": 0.4, "bank": 0.2},
        },
        "entitled_by": {
            "tier_1": {"certificates": ["专精特新小巨人企业"], "statuses": ["national_programme"]},
            "tier_2": {"certificates": ["高新技术企业"], "if_listed": ["科技型中小企业"]},
            "tier_3": {"certificates": ["科技型中小企业", "创新型中小企业"]},
        },
    },
    "drawn_whole": {
        "effective_to": date(2024, 12, 31), "firm_cap_cny": 3_000_000, "first_payer": "guarantor",
        "trigger": {"ratio": 0.2, "judged_per": "pool", "shares": {"guarantor": 0.5, "bank": 0.5}},
        "tiers": {"all": {"government": 0.3, "guarantor": 0.5, "bank": 0.2}},
    },
}  # fmt: skip
TIERS = ["tier_1", "tier_2", "tier_3", "tier_4"]
"""The last one is filed though the pool does not have it."""
SUBSIDIES = {
    "drawn_half": {"products": ["product-1", "product-2"], "interest_share": 0.5, "day_count": 360,
                   "firm_year_cap_cny": 20_000.05, "taken_back_on_default": True,
                   "effective_from": date(2023, 3, 1), "effective_to": date(2025, 9, 30)},
    "drawn_all": {"products": ["product-2"], "interest_share": 0.3333, "day_count": 365,
                  "taken_back_on_default": False,
                  "effective_from": date(2024, 1, 1), "effective_to": date(2027, 12, 31)},
}  # fmt: skip
HEAD = {"title": "抽取", "title_en": "drawn", "issuer": "测试", "reference": "测试", "certainty": "illustrative"}


def pool_files() -> dict[str, dict]:
    common = HEAD | {"effective_from": date(2022, 1, 1), "paid_back": {"month": 3, "day": 28}}
    return {name: common | {"pool": name} | said for name, said in POOLS.items()}


def subsidy_files() -> dict[str, dict]:
    return {name: HEAD | {"subsidy": name} | said for name, said in SUBSIDIES.items()}


def drawn(count: int, seed: int) -> tuple[list[dict], dict[tuple, list[dict]]]:
    """(loans, their events): about a third of the loans fall into default."""
    chance = random.Random(seed)
    loans, events = [], {}
    for number in range(count):
        start = date(2022, 1, 1) + timedelta(days=chance.randrange(1600))
        pool = chance.choice([None, *POOLS, "no_such_pool"])
        loan = {
            "bank": chance.choice(BANKS),
            "loan_no": f"L{number:05d}",
            "uscc": f"drawn-{chance.randrange(count // 3)}",
            "product_name": chance.choice(["product-1", "product-2", "product-3"]),
            "principal_cny": Decimal(chance.randint(1, 300_000_000)) / 100,
            "balance_cny": Decimal(0),
            "rate_ratio": Decimal(chance.randint(200, 900)) / 10_000,
            "started_date": start,
            "due_date": start + timedelta(days=chance.choice([90, 365, 730])),
            "pool": pool,
            "pool_tier": chance.choice(TIERS) if pool == "drawn_open" else None,
            "filed_date": start + timedelta(days=chance.choice([0, 0, 5, 40])) if pool else None,
            "reported_date": TODAY,
        }
        loans.append(loan)
        events[loan["bank"], loan["loan_no"]] = _events(chance, loan)
    return loans, events


def _events(chance: random.Random, loan: dict) -> list[dict]:
    principal, day, told = loan["principal_cny"], loan["started_date"], []

    def tell(kind: str, amount=Decimal(0)) -> None:
        told.append({"bank": loan["bank"], "loan_no": loan["loan_no"], "event_no": len(told) + 1, "event_type": kind,
                     "event_date": day, "amount_cny": amount})  # fmt: skip

    parts = chance.choice([1, 1, 1, 2])
    for _ in range(parts):
        tell("放款", (principal / parts).quantize(Decimal("0.01")))
        day += timedelta(days=chance.choice([0, 30]))
    for _ in range(chance.randrange(5)):
        day += timedelta(days=chance.choice([0, 1, 29, 90, 180]))
        kind = chance.choice(["还款", "还款", "还款", "逾期", "结清逾期"])
        tell(kind, _part(chance, principal) if kind == "还款" else Decimal(0))
    if chance.random() < 0.05:
        tell("代偿", _part(chance, principal))
    if chance.random() < 0.35:
        day += timedelta(days=chance.choice([0, 1, 91]))
        tell("不良")
        for _ in range(chance.randrange(5)):
            day += timedelta(days=chance.choice([0, 1, 60, 300]))
            kind = chance.choice(["代偿", "代偿", "追偿回收", "还款", "不良", "放款"])
            tell(kind, Decimal(0) if kind == "不良" else _part(chance, principal))
    return told


def _part(chance: random.Random, principal: Decimal) -> Decimal:
    share = Decimal(chance.choice([8, 8, 3, 1, 10])) / 10
    return max((principal * share).quantize(Decimal("0.01")), Decimal("0.01"))


def drawn_held(loans: list[dict], seed: int) -> list[dict]:
    """Certificates and projects around the days loans were filed: many begin or end that day or the day beside it."""
    chance = random.Random(seed)
    kinds = ["专精特新小巨人企业", "national_programme", "高新技术企业", "科技型中小企业", "创新型中小企业", "ISO9001"]
    rows = []
    for loan in (each for each in loans if each["pool"] == "drawn_open"):
        for kind in chance.sample(kinds, chance.randrange(4)):
            first, last = (timedelta(days=chance.choice([0, 1, 400])) for _ in range(2))
            row = {"uscc": loan["uscc"], "standing": kind, "valid_from": loan["filed_date"] - first,
                   "valid_to": loan["filed_date"] + last}  # fmt: skip
            shifted = timedelta(days=chance.choice([0, 0, 0, 401, -401]))
            rows.append(row | {key: row[key] + shifted for key in ("valid_from", "valid_to")})
    return rows


STAGES = ("growth", "mature", "seed")
WINDOWS = [(date(2024, 6, 30), date(2024, 7, 1), date(2025, 6, 30)), (date(2025, 6, 30), date(2025, 7, 1), TODAY)]


def drawn_points(loans: list[dict], seed: int) -> list[dict]:
    """Points published before each window: those whose loans defaulted have a few less, many are equal.

    Under kexiao_2017 only eight enterprises are scored: too few to say anything.
    """
    chance = random.Random(seed)
    firms = sorted({loan["uscc"] for loan in loans})
    rows = []
    for day, opens, closes in WINDOWS:
        for number, uscc in enumerate(firms):
            head = {"as_of_date": day, "window_from": opens, "window_to": closes, "uscc": uscc, "scheme_edition": "1"}
            score = Decimal(min(max(round(chance.gauss(60 + number % 7, 12)), 0), 100))
            rows.append(head | {"scheme": "zone_default", "stage": chance.choice(STAGES), "score": score})
            if number < 8:
                rows.append(head | {"scheme": "kexiao_2017", "stage": "growth", "score": score})
    return rows
