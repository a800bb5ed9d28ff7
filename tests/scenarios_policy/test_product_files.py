"""A product or ladder that cannot be applied is refused; the refusal names the file, the key, and what is allowed."""

import copy

import pytest
import yaml

from innopoints.errors import Refused
from innopoints.passports.bank import read_banks
from innopoints.passports.ladder_checks import read_ladders
from innopoints.passports.product_checks import read_products
from innopoints.project import LADDERS, PRODUCTS
from tests.scenarios_policy.test_policy_files import KNOWN, TITLED

SOUND = yaml.safe_load((PRODUCTS / "cmb_graded_line.yml").read_text("utf-8"))
LADDER = yaml.safe_load((LADDERS / "gazelle.yml").read_text("utf-8"))
BANKS = read_banks()


def product(**changed) -> dict:
    """The sound product with some keys changed; None takes one away."""
    return {name: value for name, value in (copy.deepcopy(SOUND) | changed).items() if value is not None}


def line(**changed) -> dict:
    return product(line={name: value for name, value in (SOUND["line"] | changed).items() if value is not None})


def by(subject: dict, bands: dict) -> dict:
    return line(by=subject, bands_cny=bands)


def rung(**changed) -> dict:
    return copy.deepcopy(LADDER) | {"rungs": LADDER["rungs"] | {"tested": LADDER["rungs"]["nurture"] | changed}}


REFUSALS = {
    "a bank without a passport": (product(bank="abc"), "bank: unknown bank 'abc'", "cmb_huizhou, hzrcb"),
    "no red line": (product(red_lines={}), "red_lines: Dictionary should have at least 1 item", ""),
    "a red line of nothing known": (
        product(red_lines={"blacklist": TITLED | {"measure": "blacklisted", "op": ">", "value": 0}}),
        "red_lines.blacklist.measure: unknown measure 'blacklisted'",
        "adverse_record_count",
    ),
    "a ticket of nothing known": (
        product(all_of={"points": TITLED | {"score": "zone", "op": ">", "value": 0}}),
        "all_of.points.score: unknown scheme 'zone'",
        "zone_default",
    ),
    "no ticket": (product(all_of=None), "no condition written", "exactly one of all_of, any_of, none_of"),
    "a clause under a name of the product's own": (
        product(all_of={"ticket": TITLED | {"measure": "revenue_cny", "op": ">", "value": 0}}),
        "ticket is used twice",
        "",
    ),
    "no way to an amount": (line(bands_cny=None, by=None), "line: no way to an amount written", "fixed_cny, share_of"),
    "two ways to an amount": (line(fixed_cny=1), "line: fixed_cny and bands_cny written", "exactly one of"),
    "bands of nothing": (line(by=None), "line.by: bands_cny needs exactly one of score, rank, measure", ""),
    "bands of two things": (
        line(by={"score": "zone_default", "measure": "revenue_cny"}),
        "line.by: bands_cny needs exactly one of",
        "",
    ),
    "bands of a scheme of rules alone": (
        line(by={"score": "huangpu_gazelle"}),
        "line.by.score: unknown scheme with a score 'huangpu_gazelle'",
        "zone_default",
    ),
    "points no scheme gives": (by({"score": "zone_default"}, {300: 1}), "line.bands_cny: bound 300 is points", "0 and"),
    "a rank as percent": (by({"rank": "zone_default"}, {5: 1}), "line.bands_cny: bound 5 is the share", "0.05 for"),
    "less for more points": (
        by({"score": "zone_default"}, {40: 2_000_000, 60: 1_000_000}),
        "line.bands_cny: 60 gives 1000000, less than 40 with 2000000",
        "which stands worse",
    ),
    "less for a better rank": (by({"rank": "zone_default"}, {0.05: 1, 0.1: 2}), "0.05 gives 1, less than 0.1", ""),
    "a share of a count": (
        line(by=None, bands_cny=None, share_of={"measure": "staff_count", "share": 0.1}),
        "line.share_of.measure: unknown measure in yuan 'staff_count'",
        "revenue_cny",
    ),
    "more than the whole": (
        line(not_above={"measure": "revenue_cny", "share": 1.1}),
        "line.not_above.share: Input",
        "",
    ),
    "a floor above the cap": (line(floor_cny=2_000_000, cap_cny=1_000_000), "line.floor_cny: 2000000 is above", ""),
    "rounding away the whole": (line(cap_cny=50_000), "line.round_down_cny: 100000 is above cap_cny 50000", ""),
    "no rounding said": (line(round_down_cny=None), "line.round_down_cny: Field required", ""),
    "a rate in percent": (product(rate_ratio=4.2), "rate_ratio: Input should be less than 1", ""),
}
LADDER_REFUSALS = {
    "one rung": (
        LADDER | {"rungs": {"only": LADDER["rungs"]["nurture"]}},
        "rungs: Dictionary should have at least 2",
        "",
    ),
    "a certificate nobody issues": (
        rung(certificates=["瞪羚"]),
        "rungs.tested.certificates: unknown certificate",
        "隐形冠军",
    ),
    "one certificate for two rungs": (
        LADDER | {"rungs": {n: LADDER["rungs"]["nurture"] | {"certificates": ["隐形冠军"]} for n in ("a", "b")}},
        "rungs: 隐形冠军 stands for two rungs",
        "",
    ),
    "a rung nobody can reach": (rung(all_of=None), "rungs.tested: no condition written", "exactly one of all_of"),
    "a rule that is not there": (
        rung(all_of={"rule": TITLED | {"outcome": "huangpu_gazelle.unicorn"}}),
        "rungs.tested.all_of.rule.outcome: unknown rule",
        "gazelle, gazelle_nurture",
    ),
}


def written(folder, kind: str, file: dict):
    path = folder / f"{file[kind]}.yml"
    path.write_text(yaml.safe_dump(file, allow_unicode=True, sort_keys=False), "utf-8")
    return path


@pytest.mark.parametrize(("file", "problem", "allowed"), REFUSALS.values(), ids=REFUSALS.keys())
def test_a_product_that_leads_to_no_amount_is_refused(tmp_path, file, problem, allowed):
    path = written(tmp_path, "product", file)
    with pytest.raises(Refused) as refused:
        read_products(tmp_path, KNOWN, BANKS)
    told = str(refused.value)
    assert told.startswith(f"{path}: ") and problem in told and allowed in told, told


@pytest.mark.parametrize(("file", "problem", "allowed"), LADDER_REFUSALS.values(), ids=LADDER_REFUSALS.keys())
def test_a_ladder_that_cannot_be_climbed_is_refused(tmp_path, file, problem, allowed):
    path = written(tmp_path, "ladder", file)
    with pytest.raises(Refused) as refused:
        read_ladders(tmp_path, KNOWN)
    told = str(refused.value)
    assert told.startswith(f"{path}: ") and problem in told and allowed in told, told


def test_every_product_says_that_it_is_an_example_and_stays_short():
    products = read_products(PRODUCTS, KNOWN, BANKS)
    assert {each.certainty for each in products.values()} == {"illustrative"}
    assert all("示例" in each.title and each.reference for each in products.values())
    assert max(len(path.read_text("utf-8").splitlines()) for path in products) < 30
    assert {each.line.kinds[0] for each in products.values()} == {"fixed_cny", "share_of", "bands_cny", "uplift"}
