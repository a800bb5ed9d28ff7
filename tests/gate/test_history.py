"""历次结果：一次质检一行，不记钟点；同一份数据再查一次不另记；每一行连到那一次的报告。"""

import json

import pytest

from innopoints.errors import Refused
from innopoints.gate.gate import gate
from innopoints.gate.history import runs, write_page
from tests.gate.conftest import NEXT_DAY
from tests.publication.candidate_factory import change


def test_each_run_is_one_line_linked_to_its_own_report(built):
    with (built.quality / "history.jsonl").open("a", encoding="utf-8") as lines:
        lines.write('{"as_of": "2026-06\n{"as_of": "2025-01-31", "verdict": "passed", "root_hash": null}\n')
    change(built, "update published.pub_score_v1 set score = 101 where score_rank = 1")
    for _ in range(2):
        with pytest.raises(Refused):
            gate(built, NEXT_DAY)
    change(built, "update published.pub_score_v1 set score = 101 where score_rank between 3 and 6")
    with pytest.raises(Refused):
        gate(built, NEXT_DAY)

    later, earlier, published, old, damaged = runs(built)
    assert [later["verdict"], earlier["verdict"], published["verdict"]] == ["closed", "closed", "passed"]
    assert "publication.pub_score_v1.score_within_0_and_100" in earlier["failed"]
    assert earlier["report"] != later["report"]
    for run in (later, earlier, published):
        assert (built.quality / run["report"]).is_file()
    assert published["edition"] == 1 and published["published_at"].startswith("2026-07-01")
    assert later["edition"] is None and damaged["verdict"] == "unreadable" and old["as_of"] == "2025-01-31"
    page = (built.quality / "history.html").read_text(encoding="utf-8")
    assert page.index(later["report"]) < page.index(published["report"]) and "第 1 版" in page
    assert "http" not in page and "百分制" in page
    write_page(built)
    assert (built.quality / "history.html").read_text(encoding="utf-8") == page


def test_the_first_minute_of_a_report_says_verdict_cause_rows_and_next_step(built):
    change(
        built,
        "update published.pub_score_v1 set score = -1 where score_rank = 1",
        "update published.pub_bank_right_v1 set scope = 'marketing'",
        "drop table quality.batch_account",
    )
    with pytest.raises(Refused):
        gate(built, NEXT_DAY)
    glance = json.loads((built.quality / "2026-07-01" / "gate.json").read_bytes())["at_a_glance"]
    assert "不发布" in glance["verdict_zh"] and "closed" in glance["verdict_en"]
    failed = {each["check"].removeprefix("publication."): each for each in glance["failed"]}
    assert glance["checks"]["failed"] == len(failed) and glance["checks"]["not_judged"] == 3
    score = failed["pub_score_v1.score_within_0_and_100"]
    assert score["because"] == "百分制" and score["seen_en"].startswith("4 of ") and len(score["examples"]) == 3
    assert "innopoints explain" in score["then"]["zh"] and "innopoints explain" in score["then"]["en"]
    rights = failed["score_v1.bank_rights_are_those_agreed"]["then"]
    assert "授权书" in rights["zh"] and "authorisations" in rights["en"]
    assert failed["score_v1.row_accounting_closes"]["seen_zh"].startswith("无法判断")
    assert "data engineer" in failed["score_v1.row_accounting_closes"]["then"]["en"]
    page = (built.quality / "2026-07-01" / "gate.html").read_text(encoding="utf-8")
    assert page.index("百分制") < page.index("查了什么 Everything")


def test_a_report_says_what_it_was_compared_with_and_how_far_the_figures_moved(built):
    changed = "update published.pub_stability_v1 set value = 2.5, verdict = 'beyond' where metric = 'psi' and n >= 200"
    change(built, changed)
    with pytest.raises(Refused, match="drift_is_within_its_bounds"):
        gate(built, NEXT_DAY)
    report = json.loads((built.quality / "2026-07-01" / "gate.json").read_bytes())
    (index,) = (each for each in report["stability"] if each["metric"] == "psi")
    assert index["beyond"] >= 1 and index["watch"] == index["within"] == 0
    for scheme in report["scores"]:
        assert scheme["scored_before"] > 0 and scheme["mean_before"] != scheme["mean"]
    page = (built.quality / "2026-07-01" / "gate.html").read_text(encoding="utf-8")
    assert "与 2026-06-30 第 1 版相比" in page and "分数的分布 <code>psi</code>" in page
    (first,) = (built.quality / "2026-06-30").glob("gate-edition-1.json")
    assert "第一版，没有可比的" in (first.parent / "gate.html").read_text(encoding="utf-8")
