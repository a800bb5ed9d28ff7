"""The gate's report as one small HTML page, readable without internet, in one minute."""

from pathlib import Path
from typing import Any

from innopoints.gate.glance import lines_of, seen
from innopoints.gate.next_step import next_step

TEMPLATE = Path(__file__).with_name("report.html.j2")
METRICS = {
    "psi": "分数的分布",
    "csi": "指标的分布",
    "rank_correlation": "名次相关",
    "top_decile_overlap": "前一成重合",
    "mean": "平均分、平均覆盖率",
    "magnitude": "指标的大小（本版 ÷ 上版）",
    "count_ratio": "有值的户数（本版 ÷ 上版）",
    "stage_transition": "阶段迁移",
    "tier_transition": "榜次迁移",
    "grade_transition": "等级迁移",
    "cumulative": "累计记录数",
}


def as_html(report: dict[str, Any]) -> str:
    """The page: verdict, what failed and why it matters, which rows, what to do; then everything that was checked."""
    from jinja2 import Environment, StrictUndefined

    template = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    lines = lines_of(report)
    failed = [line for line in lines if not line["success"]]
    return template.from_string(TEMPLATE.read_text(encoding="utf-8")).render(
        report=report,
        glance=report["at_a_glance"],
        lines=lines,
        critical=[line for line in failed if line["severity"] == "critical"],
        warnings=[line for line in failed if line["severity"] == "warning"],
        seen=seen,
        metrics=METRICS,
        next_step=next_step,
        passed=report["verdict"] == "passed",
    )
