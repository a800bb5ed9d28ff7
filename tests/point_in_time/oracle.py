"""What is true of an enterprise on a day, as known at a moment: the meaning, in plain Python, one enterprise at a time.

The rules, as an officer would say them:

1. A filing is known once the batch it came in had landed, unless the batch is held or the row cannot be read.
2. Of a record's filings the one in force is the one the office itself dates last; one it does not date is older than
   any it does; of filings dated the same, the one that landed last. Landing late never makes an old filing new.
3. If the filing in force is a deletion, the record never was, whatever the as-of day.
4. A correction that is known counts for every day, also for days before it was filed.
5. What happens has days of its own, and only they decide about the as-of day. A certificate or a title counts on its
   first and on its last day; who leaves, is struck off, or repairs a record no longer counts on that very day.
"""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from tests.point_in_time.histories import LANDINGS, Filing

NEVER_SENT = "source_missing"
RUNG = {"科技型中小企业": 1, "专精特新中小企业": 3}
SOURCES = {
    "staff_average_count": {"social_insurance"},
    "staff_count": {"social_insurance"},
    "revenue_cny": {"cit_annual", "vat_return"},
    "revenue_growth_ratio": {"cit_annual", "vat_return"},
    "tax_credit_rating_level": {"credit_rating"},
    "tax_paid_cny": {"tax_payment"},
    "industrial_output_cny": {"monthly_output"},
    "industrial_output_growth_ratio": {"monthly_output"},
    "is_high_tech_enterprise": {"certificate"},
    "sme_ladder_level": {"certificate"},
    "management_certificate_count": {"certificate"},
    "adverse_record_count": {"adverse_record"},
    "valid_invention_patent_count": {"patent", "patent_event"},
}


def in_force(filings: Iterable[Filing], known_at: datetime) -> dict[str, list[dict]]:
    """Rules 1 to 4: the facts in force, by table."""
    records: dict[tuple, list[Filing]] = {}
    for filing in filings:
        if LANDINGS[filing.landing] <= known_at and filing.readable and not filing.held:
            records.setdefault(filing.key, []).append(filing)
    facts: dict[str, list[dict]] = {}
    for versions in records.values():
        last = max(versions, key=_place)
        if not last.deletes:
            facts.setdefault(last.table, []).append(last.facts)
    return facts


def _place(filing: Filing) -> tuple:
    dated = tuple((moment is not None, str(moment)) for moment in filing.version)
    return dated, filing.landing, filing.piece, filing.order


def population(facts: dict[str, list[dict]], as_of: date) -> dict | None:
    """Name and day of entering of an enterprise of the scored population; None when it does not belong to it."""
    stays = [
        each["entered"]
        for each in facts.get("zone_membership", [])
        if each["entered"] <= as_of and (each["left"] is None or as_of < each["left"])
    ]
    for each in facts.get("enterprise", []):
        in_business = each["state"] in ("存续", "在营") or (each["since"] is not None and as_of < each["since"])
        founded = each["founded"] is None or each["founded"] <= as_of
        if in_business and founded and each["kind"] != "个体工商户" and stays:
            return {"enterprise_name": _name(each["name"], facts, as_of), "entered_zone_date": min(stays)}
    return None


def _name(registered: str, facts: dict[str, list[dict]], as_of: date) -> str:
    changes = sorted(facts.get("former_name", []), key=lambda each: each["changed"])
    name = changes[0]["before"] if changes else registered
    for change in changes:
        if change["changed"] <= as_of:
            name = change["after"]
        else:
            return change["before"]
    return name


def measures(facts: dict[str, list[dict]], as_of: date, landed: set[str]) -> dict[str, Decimal | str | None]:
    """Each measure's value; None where there is none; NEVER_SENT where one of its tables has not landed."""
    found = _people(facts, as_of) | _tax(facts, as_of) | _output(facts, as_of) | _held(facts, as_of)
    return {name: value if SOURCES[name] <= landed else NEVER_SENT for name, value in found.items()}


def _people(facts, as_of: date) -> dict:
    tomorrow = date.fromordinal(as_of.toordinal() + 1)
    last = _month(tomorrow) - 1  # a month is complete on its last day

    def months(stay) -> set[int]:
        end = last if stay["end"] is None else min(last, _month(stay["end"]))
        return set(range(_month(stay["start"]), end + 1))

    stays = [months(each) for each in facts.get("social_insurance", [])]
    worked = sum(len(each & set(range(last - 11, last + 1))) for each in stays)
    return {
        "staff_count": Decimal(sum(last in each for each in stays)),
        "staff_average_count": _ratio(worked, 12),
    }


def _tax(facts, as_of: date) -> dict:
    closed = as_of.year - (1 if as_of >= date(as_of.year, 6, 1) else 2)
    now, before = _revenue(facts, closed), _revenue(facts, closed - 1)
    rated = [each for each in facts.get("credit_rating", []) if each["rated"] <= as_of]
    rating = max(rated, key=lambda each: (each["year"], each["rated"]), default=None)
    paid = sum(each["amount"] for each in facts.get("tax_payment", []) if each["paid"].year == closed)
    return {
        "revenue_cny": now,
        "revenue_growth_ratio": _growth(now, before),
        "tax_credit_rating_level": rating and Decimal({"A": 5, "B": 4, "M": 3, "C": 2, "D": 1}[rating["level"]]),
        "tax_paid_cny": Decimal(paid),
    }


def _revenue(facts, year: int) -> Decimal | None:
    """The annual return's; where it has none, the sum of four quarters of VAT returns, if all four are known."""
    for each in facts.get("cit_annual", []):
        if each["year"] == year and each["amount"] is not None:
            return Decimal(each["amount"])
    quarters = [each["amount"] for each in facts.get("vat_return", []) if each["year"] == year]
    if len(quarters) == 4 and None not in quarters:
        return Decimal(sum(quarters))
    return None


def _output(facts, as_of: date) -> dict:
    months = {each["month"]: Decimal(each["amount"]) for each in facts.get("monthly_output", [])}
    latest = max((month for month in months if month.year == as_of.year - 1), default=None)
    now = months.get(latest)
    before = latest and months.get(latest.replace(year=latest.year - 1))
    return {"industrial_output_cny": now, "industrial_output_growth_ratio": _growth(now, before)}


def _held(facts, as_of: date) -> dict:
    valid = [
        each["kind"]
        for each in facts.get("certificate", [])
        if each["from"] <= as_of and (each["to"] is None or as_of <= each["to"])
    ]
    adverse = [
        each
        for each in facts.get("adverse_record", [])
        if _years_before(as_of, 2) < each["from"] <= as_of and (each["to"] is None or as_of < each["to"])
    ]
    last_event: dict[str, tuple] = {}
    for event in facts.get("patent_event", []):
        if event["when"] <= as_of:
            last_event[event["patent"]] = max(last_event.get(event["patent"], ()), (event["when"], event["kind"]))
    inventions = [
        each
        for each in facts.get("patent", [])
        if each["mine"] and each["kind"] == "发明" and last_event.get(each["serial"], ("", ""))[1] in ("授权", "恢复")
    ]
    return {
        "is_high_tech_enterprise": Decimal("高新技术企业" in valid),
        "sme_ladder_level": Decimal(max((RUNG.get(kind, 0) for kind in valid), default=0)),
        "management_certificate_count": Decimal(sum(kind in ("ISO9001", "绿色工厂") for kind in valid)),
        "adverse_record_count": Decimal(len(adverse)),
        "valid_invention_patent_count": Decimal(len(inventions)),
    }


def _month(day: date) -> int:
    return day.year * 12 + day.month


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _growth(now: Decimal | None, before: Decimal | None) -> Decimal | None:
    return None if now is None or before is None or before <= 0 else _ratio(now - before, before)


def _ratio(numerator, denominator) -> Decimal:
    return (Decimal(numerator) / Decimal(denominator)).quantize(Decimal("1e-10"), ROUND_HALF_UP)
