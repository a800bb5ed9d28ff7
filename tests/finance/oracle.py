"""The rules of pools and subsidies once more, walked through day by day in whole cents; nothing comes from the SQL."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from fractions import Fraction

import numpy as np

SIGN = {"放款": 1, "还款": -1, "追偿回收": -1}
MANY = 10**15
"""Cents that no cap reaches."""


def cents(amount) -> int:
    return int(Fraction(str(amount)) * 100)


def whole_cents(loss: int, share) -> int:
    share = Fraction(str(share))
    return loss * share.numerator // share.denominator


def moved(event: dict) -> int:
    """By how much an event moves what the borrower owes."""
    return SIGN.get(event["event_type"], 0) * cents(event["amount_cny"])


def half_up(value: Fraction) -> int:
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


class Loan:
    """A loan as its events leave it, one after the other."""

    def __init__(self, given: dict, events: list[dict], today: date):
        self.given, self.key = given, (given["bank"], given["loan_no"])
        known = [each for each in events if each["event_date"] <= today]
        self.events = sorted(known, key=lambda each: (each["event_date"], each["event_no"]))
        self.moved = self.admitted = self.claim = self.basis = 0
        self.defaulted: date | None = None
        self.is_above = False

    @property
    def balance(self) -> int:
        return max(self.moved, 0)

    @property
    def exposed(self) -> int:
        return 0 if self.defaulted else min(self.balance, self.admitted)

    def take(self, event: dict) -> bool:
        """Take one event in; is it the default?"""
        self.moved += moved(event)
        if event["event_type"] != "不良" or self.defaulted:
            return False
        self.defaulted, self.basis = event["event_date"], self.balance
        return True


def counted_tier(pool: dict, filed: str, held: set[str]) -> str | None:
    """The tier that shares a loan's losses, from what its enterprise held on the day; None: it is not covered."""
    if filed not in pool["tiers"]:
        return None
    if not (rules := pool.get("entitled_by")):
        return filed
    order = list(rules)
    given = [tier for tier in order if held & {*rules[tier].get("certificates", []), *rules[tier].get("statuses", [])}]
    if held & set(rules[filed].get("if_listed", [])):
        return filed
    return max(given[0], filed, key=order.index) if given else None


def filed_under(pool: dict, loans: list[Loan], today: date, held: list[dict]) -> list[Loan]:
    """Those the pool takes, in the order they were filed, each with its tier and what is admitted."""
    of_firm = defaultdict(list)
    for row in held:
        of_firm[row["uscc"]].append(row)
    room, taken = cents(pool.get("size_cny", MANY)), []
    for loan in sorted(loans, key=lambda each: (each.given["filed_date"] or today, *each.key)):
        given = loan.given
        last = pool.get("effective_to") or date.max
        if given["pool"] == pool["pool"] and pool["effective_from"] <= given["filed_date"] <= min(today, last):
            valid = {row["standing"] for row in of_firm[given["uscc"]]
                     if row["valid_from"] <= given["filed_date"] <= row["valid_to"]}  # fmt: skip
            loan.tier = counted_tier(pool, given["pool_tier"] or "all", valid)
            if loan.tier is None:
                continue
            loan.admitted = min(room, cents(given["principal_cny"]))
            room -= loan.admitted
            taken.append(loan)
    return taken


def ledger(pool: dict, loans: list[Loan], today: date, held: list[dict]) -> Counter:
    """{(entry, day, bank, loan_no, account, party): cents, debits above zero} of one pool, given as its file."""
    book: Counter = Counter()
    filed = filed_under(pool, loans, today, held)
    if "fund" in pool:
        party = pool["fund"]["party"]
        pair(book, ("fund", pool["effective_from"], "", ""), ("fund", party), ("committed", party),
             cents(pool["fund"]["committed_cny"]))  # fmt: skip
    _covers_and_claims(book, pool, filed)
    _claims(book, pool, [loan for loan in filed if loan.claim], today)
    for loan in filed:
        for event in loan.events:
            if event["event_type"] == "代偿":
                first = pool["first_payer"]
                pair(book, ("payout", event["event_date"], *loan.key), ("payable", first), ("cash", first),
                     cents(event["amount_cny"]))  # fmt: skip
    return Counter({key: amount for key, amount in book.items() if amount})


def pair(book: Counter, entry: tuple, debit: tuple[str, str], credit: tuple[str, str], amount: int) -> None:
    book[(*entry, *debit)] += amount
    book[(*entry, *credit)] -= amount


def _covers_and_claims(book: Counter, pool: dict, filed: list[Loan]) -> None:
    cap, trigger = cents(pool.get("firm_cap_cny", MANY)), pool.get("trigger")
    covered, lost, of_firm, of_bank, days = (
        Counter(),
        Counter(),
        defaultdict(list),
        defaultdict(list),
        defaultdict(list),
    )
    for loan in filed:
        of_firm[loan.given["uscc"]].append(loan)
        of_bank[loan.key[0] if trigger and trigger["judged_per"] == "bank" else ""].append(loan)
        for place, event in enumerate(loan.events):
            days[event["event_date"]].append((*loan.key, place, loan, event))
    for day, happened in sorted(days.items()):
        claimed = []
        for *_, loan, event in sorted(happened, key=lambda each: each[:3]):
            firm = loan.given["uscc"]
            if loan.take(event):
                basis = min(loan.balance, loan.admitted)
                loan.claim = min(cap, lost[firm] + basis) - min(cap, lost[firm])
                lost[firm] += basis
                claimed.append(loan)
            now = min(sum(each.exposed for each in of_firm[firm]), max(cap - lost[firm], 0))
            pair(book, ("cover", day, *loan.key), ("covered", "pool"), ("cover_given", "pool"), now - covered[firm])
            covered[firm] = now
        for loan in claimed if trigger else ():
            group = of_bank[loan.key[0] if trigger["judged_per"] == "bank" else ""]
            bad = sum(each.balance for each in group if each.defaulted)
            loan.is_above = bad > Fraction(str(trigger["ratio"])) * sum(each.balance for each in group)


def _claims(book: Counter, pool: dict, claims: list[Loan], today: date) -> None:
    """What each party bears of each claim, and what is paid back on which day."""
    first, bank = pool["first_payer"], "bank"
    fund = pool.get("fund", {"party": None, "committed_cny": 0})
    left, asks = cents(fund["committed_cny"]), []
    for loan in claims:
        tier = pool["tiers"][loan.tier]
        loan.shares = dict.fromkeys(tier, 0) | pool["trigger"]["shares"] if loan.is_above else tier
        _net_and_settled(loan, bank)
        loan.limits = {}
        if loan.settled and (back := _back(pool, loan.settled)) <= today:
            net = [net for day, _, net in loan.net if day <= back][-1]
            asks += [(back, loan.defaulted, *loan.key, party, whole_cents(net, share), loan)
                     for party, share in loan.shares.items() if party not in (first, bank)]  # fmt: skip
    for back, _, _, _, party, asked, loan in sorted(asks, key=lambda each: each[:5]):
        if not asked:
            continue
        paid = min(asked, left) if party == fund["party"] else asked
        left -= paid if party == fund["party"] else 0
        loan.limits[party] = (back, paid)
        pair(book, ("paid_back", back, *loan.key), ("cash", first),
             ("fund" if party == fund["party"] else "cash", party), paid)  # fmt: skip
        pair(book, ("not_paid_back", back, *loan.key), ("loss", first), ("loss", party), asked - paid)
    for loan in claims:
        before = 0
        for number, (day, has_paid, net) in enumerate(loan.net):
            _shift(book, loan, day, has_paid, (before, net), first, "default" if number == 0 else "recovery")
            before = net


def _net_and_settled(loan: Loan, bank: str) -> None:
    """`net`: what is left of the claim after each event from the default on; `settled`: when it was paid in full."""
    owed = paid = 0
    lowest, loan.net, first_net, payouts, has_paid = None, [], None, [], False
    is_in_default = False
    for event in loan.events:
        owed += moved(event)
        is_in_default = is_in_default or event["event_type"] == "不良"
        if event["event_type"] == "代偿":
            paid += cents(event["amount_cny"])
            payouts.append((event["event_date"], paid))
        if is_in_default:
            lowest = max(owed, 0) if lowest is None else min(lowest, max(owed, 0))
            loan.net.append((event["event_date"], has_paid, half_up(Fraction(loan.claim * lowest, loan.basis))))
        if event["event_type"] == "代偿" and first_net is None:
            first_net = loan.net[-1][2] if is_in_default else loan.claim
            has_paid = True
    due = sum(whole_cents(first_net or 0, share) for party, share in loan.shares.items() if party != bank)
    settled = [max(day, loan.defaulted) for day, so_far in payouts if so_far >= due]
    loan.settled = settled[0] if settled else None


def _back(pool: dict, settled: date) -> date:
    return date(settled.year + 1, pool["paid_back"]["month"], pool["paid_back"]["day"])


def _shift(book, loan: Loan, day: date, has_paid: bool, nets: tuple[int, int], first: str, entry: str) -> None:
    """Move each party from its part of the loss before to its part of what is left now."""
    bank = "bank"
    if nets[0] == nets[1]:
        return
    parts = []
    for net in nets:
        part = {party: whole_cents(net, share) for party, share in loan.shares.items() if party != bank}
        part[bank] = net - sum(part.values())
        for party, (back, paid) in loan.limits.items():
            if day > back and part[party] > paid:
                part[first] += part[party] - paid
                part[party] = paid
        parts.append(part)
    for party in loan.shares:
        is_after_back = party in loan.limits and day > loan.limits[party][0] and entry == "recovery"
        if party == bank:
            other = ("loan", bank)
        elif is_after_back:
            other = ("cash", party)
        else:
            other = ("payable" if entry == "default" or not has_paid else "cash", first)
        pair(book, (entry, day, *loan.key), ("loss", party), other, parts[1][party] - parts[0][party])


def subsidy(rule: dict, loans: list[dict], events: dict[tuple, list[dict]], today: date) -> dict[tuple, int]:
    """{(year, bank, loan_no, kind): cents} of one subsidy, given as its file: every day of every loan is looked at."""
    share, base = Fraction(str(rule["interest_share"])), rule["day_count"]
    first, last = rule["effective_from"], min(rule["effective_to"], today)
    claimed, taken = {}, {}
    years = np.array([(first + timedelta(days=each)).year for each in range((last - first).days + 1)])
    for loan in (each for each in loans if each["product_name"] in rule["products"]):
        balance, counts, default = _days(loan, events[loan["bank"], loan["loan_no"]], first, last, today)
        for year in np.unique(years[counts & (balance > 0)]).tolist():
            days = int(balance[(years == year) & counts].sum())
            amount = half_up(Fraction(days) * Fraction(str(loan["rate_ratio"])) * share / base)
            is_lost = rule["taken_back_on_default"] and default and year >= default.year
            claimed[year, loan["uscc"], loan["started_date"], loan["bank"], loan["loan_no"]] = 0 if is_lost else amount
        taken[loan["bank"], loan["loan_no"]] = default
    used, granted = Counter(), {}
    for (year, uscc, _, bank, loan_no), amount in sorted(claimed.items()):
        got = min(amount, cents(rule.get("firm_year_cap_cny", MANY)) - used[year, uscc])
        used[year, uscc] += got
        granted[year, bank, loan_no, "grant"] = got
    for (bank, loan_no), default in taken.items():
        if default and rule["taken_back_on_default"]:
            back = sum(amount for (year, *key, _), amount in granted.items() if key == [bank, loan_no]
                       and year < default.year)  # fmt: skip
            if back:
                granted[default.year, bank, loan_no, "take_back"] = -back
    return granted


def _days(loan: dict, events: list[dict], first: date, last: date, today: date):
    """What is owed at the end of each day from `first` to `last`, which of them count, and the day of default."""
    size = (last - first).days + 1
    balance, counts = np.zeros(size, np.int64), np.ones(size, bool)
    owed, is_overdue, default = 0, False, None
    for event in sorted(events, key=lambda each: (each["event_date"], each["event_no"])):
        if event["event_date"] > today:
            continue
        owed += moved(event)
        is_overdue = {"逾期": True, "结清逾期": False}.get(event["event_type"], is_overdue)
        if event["event_type"] == "不良" and default is None:
            default = event["event_date"]
        since = max((event["event_date"] - first).days, 0)
        balance[since:], counts[since:] = max(owed, 0), not is_overdue and default is None
    counts[max((loan["due_date"] - first).days, 0) :] = False
    return balance, counts, default


def observed(past: list[dict], loans: list[dict], events: dict[tuple, list[dict]]) -> list[tuple[dict, int]]:
    """(points, is in default) of each enterprise that owed money and was not in default when the window opened."""
    of_firm = defaultdict(list)
    for loan in loans:
        of_firm[loan["uscc"]].append(loan)
    found = []
    for row in past:
        owed, before, during = 0, False, False
        for loan in of_firm[row["uscc"]]:
            told = sorted(
                events[loan["bank"], loan["loan_no"]], key=lambda each: (each["event_date"], each["event_no"])
            )
            owed += max(sum(moved(each) for each in told if each["event_date"] < row["window_from"]), 0)
            first = next((each["event_date"] for each in told if each["event_type"] == "不良"), date.max)
            before = before or first < row["window_from"]
            during = during or row["window_from"] <= first <= row["window_to"]
        if owed and not before:
            found.append((row, int(during)))
    return found


def auc(points: list[tuple[int, int]]) -> tuple[Fraction, float]:
    """(the share of pairs of one in default and one not that the points put right, its standard error). O(n^2).

    Equal points count half. The error is DeLong's, from the definition: each one's own share of pairs put right.
    """
    bad, good = ([score for score, is_bad in points if is_bad == wanted] for wanted in (1, 0))
    twice = [[2 * (other > each) + (other == each) for other in good] for each in bad]
    of_bad = [Fraction(sum(row), 2 * len(good)) for row in twice]
    of_good = [Fraction(sum(column), 2 * len(bad)) for column in zip(*twice, strict=True)]
    area = sum(of_bad) / len(bad)
    spread = [sum((each - area) ** 2 for each in part) / (len(part) - 1) / len(part) for part in (of_bad, of_good)]
    return area, float(sum(spread)) ** 0.5


def ks(points: list[tuple[int, int]]) -> Fraction:
    """The largest gap between the shares of those in default and of the others at or below any number of points."""
    bad, good = ([score for score, is_bad in points if is_bad == wanted] for wanted in (1, 0))
    return max(
        abs(
            Fraction(sum(each <= cut for each in bad), len(bad))
            - Fraction(sum(each <= cut for each in good), len(good))
        )
        for cut in {score for score, _ in points}
    )
