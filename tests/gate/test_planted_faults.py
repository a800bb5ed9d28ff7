"""每一种毛病都有一个叫得出名字的检查拦住它。"""

import json
from pathlib import Path

import pytest

from innopoints import yaml_file
from innopoints.errors import Refused
from innopoints.gate.export import export
from innopoints.gate.gate import RULES, gate
from innopoints.gate.judge import judge
from innopoints.gate.product import Product
from innopoints.gate.run_facts import gather
from innopoints.passports.bank import read_banks
from innopoints.yaml_file import read
from tests.gate.conftest import NEXT_DAY
from tests.publication.candidate_factory import change, change_run, uscc

PLACES = {
    "score": "published.pub_score_v1",
    "indicator": "published.pub_indicator_v1",
    "reason": "published.pub_score_reason_v1",
    "change": "published.pub_score_change_v1",
    "right": "published.pub_bank_right_v1",
    "one": f"uscc = '{uscc(3)}'",
    "elsewhere": uscc(99999),
}
FAULTS = yaml_file.load(Path(__file__).with_name("planted_faults.yml"))


def refused(home, **options) -> str:
    with pytest.raises(Refused) as refusal:
        gate(home, NEXT_DAY, **options)
    assert json.loads((home.quality / "2026-07-01" / "gate.json").read_bytes())["verdict"] == "closed"
    return str(refusal.value)


def failed_in(home, folder: Path, suite: str, check: str) -> set[str]:
    """The failed checks of one suite, or one invariant: a tenth of the time of a whole gate, by the same code."""
    product = read(RULES / "score_v1.yml", Product)
    asked = {
        "suites": [suite] if suite in product.suites else [],
        "invariants": [each for each in product.invariants if each.id == check],
        "required": [],
    }
    export(home.candidate, list(product.files), folder)
    candidate = json.loads(home.candidate_json.read_bytes())
    facts = gather(home, NEXT_DAY, home.candidate, candidate, read_banks())
    results = judge(product.model_copy(update=asked), folder, facts, RULES)
    return {f"{each.suite}.{line.id}" for each in results for line in each.failures}


@pytest.mark.parametrize("planted", FAULTS, ids=[each["fault"] for each in FAULTS])
def test_a_planted_fault_is_named_by_its_check(built, tmp_path, planted):
    statements = planted["sql"] if isinstance(planted["sql"], list) else [planted["sql"]]
    change(built, *(each.format(**PLACES) for each in statements))
    (tmp_path / "files").mkdir()
    assert f"publication.{planted['check']}" in failed_in(built, tmp_path / "files", *planted["check"].split("."))


def test_a_sound_candidate_passes_and_nothing_is_odd(built):
    assert gate(built, NEXT_DAY)["warnings"] == []


def test_what_is_odd_and_may_be_true_goes_to_the_report_and_stops_nothing(built):
    """Revenue that two tax returns tell differently; ranks that few other weights would give."""
    change(
        built,
        "update measures.revenue_compared set is_within_corridor = 'false'",
        "update published.pub_score_v1 set rank_low = 1, rank_high = 1 where status = 'scored'",
    )
    ranks, revenue = gate(built, NEXT_DAY)["warnings"]
    assert "vat_and_cit_revenue_agree" in str(revenue)
    assert "most_ranks_lie_within_their_band" in str(ranks)


@pytest.mark.parametrize(
    ("fault", "facts", "check"),
    [
        ("候选数据是另一天的", {"as_of": "2026-06-30"}, "could_run"),
        ("与之相比的不是最新一版", {"previous": None}, "previous_edition_is_the_one_compared_with"),
        (
            "落地批次的行数没有核算",
            {"batches": [{"source": "tax", "table": "vat_return", "batch": "x", "rows": 11}]},
            "every_batch_is_accounted_for",
        ),
    ],
)
def test_a_candidate_described_wrongly_is_refused(built, fault, facts, check):
    change_run(built, **facts)
    assert check in refused(built)


def test_an_edition_before_that_was_tampered_with_is_not_compared_with(built):
    score = built.published / "score_v1" / "2026-06-30" / "1" / "pub_score_v1.parquet"
    score.chmod(0o644)
    body = bytearray(score.read_bytes())
    body[100] ^= 1
    score.write_bytes(body)
    assert "previous_edition_is_intact" in refused(built)


def test_a_model_that_was_not_built_closes_the_gate(built):
    change(built, "drop table published.pub_score_reason_v1")
    assert "could_run" in refused(built)
