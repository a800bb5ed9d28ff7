"""Every sentence of the product files in `products/`, lines of any product against plain Python, and who sees what.

product: psbc_points_uplift
rest: 0                      # what a scenario does not give: missing, or a number
scenarios:
  - name: 名次靠后：不上浮，额度就是本行预授信
    given: {pre_approved: {2026-01-05: 1_234_567.89}}        # the bank's own lines; measures; certificates: [...]
    expect: {verdict: qualifies, line_cny: 1_230_000}        # columns of credit_line
"""

from decimal import Decimal

import openpyxl
import pytest
import yaml

from innopoints.errors import WrongUse
from innopoints.project import PRODUCTS
from innopoints.report.product_list import write_qualified
from innopoints.report.products import every_product, products_of, qualified
from tests.scenarios_policy.given_lines import AUTHORISED, drawn_products
from tests.scenarios_policy.given_policies import FIRMS, PRODUCT_FILES, PRODUCT_SCENARIOS

ADDED = "product_added_by_one_file"
UNIT = Decimal("0.00000001")


@pytest.fixture(scope="session")
def said(asked):
    own = "where starts_with(uscc, product || '-')"
    return {row["uscc"]: row for row in asked(f"from finance.credit_line {own}")}


@pytest.mark.parametrize(
    ("scenario", "uscc"), [pytest.param(each, uscc, id=each["name"]) for _, each, uscc in PRODUCT_SCENARIOS]
)
def test_scenario(said, scenario, uscc):
    expected = {name: _exact(value) for name, value in scenario["expect"].items()}
    assert {name: said[uscc][name] for name in expected} == expected, said[uscc]


def test_every_product_has_its_scenarios_and_no_scenario_is_of_another():
    written = [yaml.safe_load(path.read_text("utf-8"))["product"] for path in PRODUCTS.glob("*.yml")]
    assert set(written) == {file["product"] for file in PRODUCT_FILES.values()} == set(PRODUCT_FILES)


def test_a_line_of_any_product_is_what_its_words_say_to_the_cent(asked):
    """Forty drawn products, worked out once more in Python for every enterprise of the run."""
    facts = _facts(asked)
    found = {
        (row["product"], row["uscc"]): row for row in asked("from finance.line_amount where product like 'drawn_%'")
    }
    seen = set()
    for product in drawn_products():
        for uscc, known in facts.items():
            row = found.pop((product["product"], uscc))
            amount = _amount(product["line"], known)
            assert row["amount_cny"] == amount, (product["line"], known, row)
            assert row["verdict"] == _verdict(row["outcome"], amount)
            seen.add((row["method"], row["verdict"]))
    assert found == {}
    assert len(seen) == 12, "every way to a line leads to every verdict"


def _facts(asked) -> dict[str, dict]:
    rows = asked(
        "select uscc, max(value) filter (measure = 'revenue_cny') as revenue_cny, "
        "max(value) filter (measure = 'rd_expense_cny') as rd_expense_cny, any_value(score) as score, "
        "any_value(score_rank) as place, any_value(scored_count) as n, any_value(own_cny) as own "
        "from measures.measure join scoring.score using (uscc) left join (select uscc, amount_cny as own_cny "
        "from staging.stg_bank_returns__credit_line where bank = 'boc_huizhou' and line_state = '预授信' "
        "and state_date <= date '2026-06-30') using (uscc) where scheme = 'zone_default' group by uscc"
    )
    return {row["uscc"]: row for row in rows}


def _amount(line: dict, known: dict) -> Decimal | None:
    base, uplift = _base(line, known)
    if base is None or uplift is None:
        return None
    full = max((base * (1 + uplift)).quantize(UNIT), Decimal(0))
    limits = [_decimal(line["cap_cny"])] if "cap_cny" in line else []
    if "not_above" in line and full:
        if known["revenue_cny"] is None:
            return None
        limits.append(known["revenue_cny"] / 2)
    held = min([max(full, _decimal(line.get("floor_cny", 0))), *limits]) if full else full
    return held - held % line["round_down_cny"]


def _base(line: dict, known: dict) -> tuple[Decimal | None, Decimal | None]:
    """The amount before floor and limits, and by which part it is raised."""
    if "fixed_cny" in line:
        return _decimal(line["fixed_cny"]), Decimal(0)
    if "share_of" in line:
        rd = known["rd_expense_cny"]
        return (None if rd is None else rd * _decimal(line["share_of"]["share"])), Decimal(0)
    given = line.get("bands_cny") or line["uplift"]
    (kind,) = line["by"]
    if kind == "rank":
        place = known["place"]
        met = [each for each in given if place is not None and place - 1 < _decimal(each) * known["n"]][:1]
    else:
        place = known["score" if kind == "score" else "rd_expense_cny"]
        met = [each for each in given if place is not None and place >= each][-1:]
    worth = None if place is None else _decimal(given[met[0]]) if met else Decimal(0)
    return (worth, Decimal(0)) if "bands_cny" in line else (known["own"], worth)


def _verdict(outcome: str, amount: Decimal | None) -> str:
    if outcome == "cannot_pass" or amount == 0:
        return "cannot"
    return "qualifies" if outcome == "passes" and amount is not None else "could"


def test_the_best_product_is_the_largest_line_then_the_lower_rate(asked):
    order = "line_cny desc, rate_ratio asc nulls last, product"
    assert asked(f"select * from (select place, row_number() over (partition by uscc order by {order}) as again "
                 "from finance.credit_line where verdict = 'qualifies') where place <> again") == []  # fmt: skip


def test_pre_approved_approved_and_drawn_stay_apart_and_add_up_to_what_the_banks_sent(asked):
    sums = "sum(amount_cny) filter (line_state = '{}') as {}"
    states = {"预授信": "pre_approved", "已批": "approved", "已用": "drawn"}
    (sent,) = asked(
        f"select {', '.join(sums.format(*each) for each in states.items())} "
        "from staging.stg_bank_returns__credit_line where state_date <= date '2026-06-30'"
    )
    (told,) = asked(
        "select sum(pre_approved_cny) as pre_approved, sum(approved_cny) as approved, "
        "sum(drawn_cny) as drawn from finance.line_account"
    )
    assert told == sent and told["pre_approved"] > told["approved"] > told["drawn"] > 0
    assert asked("select distinct finding from finance.line_account") == [{"finding": "agrees"}]


def test_a_product_added_as_one_file_is_judged_pushed_and_seen_by_its_bank_with_no_other_edit(zone, asked, tmp_path):
    judged = asked(f"select * from finance.credit_line where product = '{ADDED}' order by uscc")
    assert len(judged) == FIRMS
    passing = [row["uscc"] for row in judged if row["verdict"] == "qualifies"]
    assert {row["line_cny"] for row in judged if row["verdict"] == "qualifies"} == {Decimal(123_000)}
    pushed = write_qualified(zone, ADDED, "", tmp_path / "push.xlsx")
    assert (pushed["enterprises"], pushed["line_cny"]) == (len(passing), f"{123_000 * len(passing)}.00")
    seen = {row["uscc"] for row in asked(f"select uscc from published.pub_bank_right_v1 where bank = '{AUTHORISED}'")}
    write_qualified(zone, "", AUTHORISED, tmp_path / "bank.xlsx")
    head, *rows = openpyxl.load_workbook(tmp_path / "bank.xlsx").active.iter_rows(values_only=True)
    own = [row[0] for row in rows if row[2] == ADDED]
    assert sorted(own) == sorted(seen.intersection(passing)) and 0 < len(own) < len(passing)
    assert {row[0] for row in rows} <= seen, "only enterprises that authorised the bank"
    assert "算法" not in head, "the working names revenue, which no agreement gives a bank"
    assert f"{ADDED} (illustrative)" in every_product(zone)


def test_an_enterprise_sees_its_products_best_first_why_not_the_others_and_what_banks_report(zone, asked):
    told = products_of(zone, "boc_innovation_loan-000")
    assert told.index("boc_innovation_loan  qualifies: 10,000,000.00") < told.index(
        "icbc_base_line  qualifies: 500,000"
    )
    assert "营业收入 2500.00 万元 × 40.00% = 1000.00 万元" in told
    assert told.index("icbc_base_line") < told.index("没有数据：本行预授信额度") < told.index("，不足最低一档")
    (line,) = asked("from finance.line_account where approved_cny > drawn_cny and drawn_cny > 0 order by uscc limit 1")
    assert (
        f"boc_huizhou reports: pre-approved {line['pre_approved_cny']:,}, approved {line['approved_cny']:,}, "
        f"drawn {line['drawn_cny']:,}, owed {line['balance_cny']:,} CNY  agrees" in products_of(zone, line["uscc"])
    )
    (sums,) = asked("select count(*) as n, sum(pre_approved_cny) as pre_approved, sum(approved_cny) as approved, "
                    "sum(drawn_cny) as drawn from finance.line_account where bank = 'boc_huizhou'")  # fmt: skip
    (row,) = (line.split() for line in every_product(zone).splitlines() if line.startswith("boc_huizhou "))
    assert row[1:] == [*(f"{each:,}" for each in sums.values()), "0"]
    with pytest.raises(WrongUse, match="no enterprise of the zone and no product in force"):
        products_of(zone, "914413000000000000")


def test_a_bank_without_products_is_told_which_banks_have_some(zone, tmp_path):
    with pytest.raises(WrongUse, match=r"no product of bank 'abc' is in force; there are: boc_huizhou, "):
        qualified(zone, bank="abc")
    with pytest.raises(WrongUse, match=r"must end in \.xlsx or \.csv"):
        write_qualified(zone, ADDED, "", tmp_path / "list.pdf")
    (tmp_path / "old.csv").touch()
    with pytest.raises(WrongUse, match=r"nothing can be written in .*old\.csv; name another place"):
        write_qualified(zone, ADDED, "", tmp_path / "old.csv" / "list.csv")
    (tmp_path / "old.csv").unlink()
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(WrongUse, match="is a folder; name a file in it"):
        write_qualified(zone, ADDED, "", tmp_path / "folder.csv")
    (tmp_path / "folder.csv").rmdir()
    assert list(tmp_path.iterdir()) == []


def _decimal(value) -> Decimal:
    return Decimal(str(value))


def _exact(value):
    return _decimal(value) if isinstance(value, float) else value
