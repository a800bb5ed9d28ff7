"""问批准人的那一页：与哪一版相比、各体系的户数与平均分怎么变、有什么提醒，不打开报告也看得见。"""

from types import SimpleNamespace

from jinja2 import Environment, StrictUndefined

from innopoints.nightly.asking import question


def asked(reports_at: str = "", **gate) -> str:
    scheme = {"scheme": "zone_default", "scored": 1108, "scored_before": 1084, "mean": "27.26", "mean_before": "27.65"}
    scheme |= {"psi": "0.014357", "rank_correlation": "0.911694", "coverage": "0.7622"}
    said = {
        "as_of": "2026-06-30",
        "report": "/q/gate.html",
        "root_hash": "ab12",
        "rows": {"pub_score_v1.parquet": 7618},
    }
    said |= {"scores": [scheme], "warnings": ["查一查"], "previous": {"as_of": "2025-12-31", "edition": 1}} | gate
    task = SimpleNamespace(xcom_pull=lambda task_ids: said)
    return Environment(undefined=StrictUndefined).from_string(question(reports_at)).render(ti=task)


def test_the_question_shows_what_moved_since_the_edition_before():
    text = asked()
    assert "2025-12-31 第 1 版" in text and "1108 (1084)" in text and "27.26 (27.65)" in text
    assert "PSI 0.014357" in text and "查一查" in text and "ab12" in text and "/q/gate.html" in text


def test_where_reports_are_served_the_report_is_a_link():
    at = "https://zone.example/quality/2026-06-30/gate.html"
    assert f"[{at}]({at})" in asked("https://zone.example/quality/")


def test_the_first_edition_has_none_to_be_compared_with():
    nothing = {"psi": None, "rank_correlation": None, "scored_before": 0, "mean_before": None, "coverage": "0.9"}
    text = asked(previous=None, scores=[{"scheme": "kexiao_2017", "scored": 60, "mean": "64.08"} | nothing])
    assert "第一版" in text and "60 (" not in text and "None" not in text
