"""每一种毛病都有一个叫得出名字的检查拦住它。"""

import json

import pytest

from innopoints.errors import Refused
from innopoints.gate.gate import gate
from tests.gate.conftest import NEXT_DAY
from tests.gate.planting import Planter, faults
from tests.publication.candidate_factory import change, change_run


def one_for_each_check() -> list[dict]:
    """The daily short form: the first fault of every second check; `make faults` plants them all."""
    first = {}
    for fault in faults():
        first.setdefault(fault["check"], fault)
    return list(first.values())[::2]


@pytest.fixture(scope="module")
def planter(built_once, tmp_path_factory):
    return Planter(built_once, tmp_path_factory.mktemp("faults"))


def refused(home, **options) -> str:
    with pytest.raises(Refused) as refusal:
        gate(home, NEXT_DAY, **options)
    assert json.loads((home.quality / "2026-07-01" / "gate.json").read_bytes())["verdict"] == "closed"
    return str(refusal.value)


@pytest.mark.parametrize("fault", one_for_each_check(), ids=lambda fault: fault["fault"])
def test_a_planted_fault_is_named_by_its_check(planter, fault):
    assert f"publication.{fault['check']}" in planter.failed(fault)


def test_a_sound_candidate_passes_and_nothing_is_odd(built):
    assert gate(built, NEXT_DAY)["warnings"] == []


def test_what_is_odd_and_may_be_true_goes_to_the_report_and_stops_nothing(built):
    """Revenue that two tax returns tell differently; ranks that few other weights would give."""
    change(
        built,
        "update measures.revenue_compared set is_within_corridor = 'false'",
        "update published.pub_score_v1 set rank_low = 1, rank_high = 1, confidence = 'high' where status = 'scored'",
    )
    ranks, revenue = gate(built, NEXT_DAY)["warnings"]
    assert "vat_and_cit_revenue_agree" in str(revenue)
    assert "most_ranks_lie_within_their_band" in str(ranks)


def test_a_candidate_of_another_day_is_not_even_judged(built):
    change_run(built, as_of="2026-06-30")
    assert "could_run" in refused(built)


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
