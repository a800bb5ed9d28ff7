"""The gate's report as one small HTML page, readable without internet, in one minute."""

from pathlib import Path
from typing import Any

TEMPLATE = Path(__file__).with_name("report.html.j2")


def as_html(report: dict[str, Any]) -> str:
    """The page: verdict, what failed and why it matters, which rows, what to do; then everything that was checked."""
    from jinja2 import Environment, StrictUndefined

    template = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    lines = [{**check, "suite": suite["suite"]} for suite in report["suites"] for check in suite["checks"]]
    failed = [line for line in lines if not line["success"]]
    return template.from_string(TEMPLATE.read_text(encoding="utf-8")).render(
        report=report,
        lines=lines,
        critical=[line for line in failed if line["severity"] == "critical"],
        warnings=[line for line in failed if line["severity"] == "warning"],
        seen=_seen,
        passed=report["verdict"] == "passed",
        error=report.get("error"),
    )


def _seen(line: dict[str, Any]) -> str:
    observed = line["observed"]
    if "error" in observed:
        return f"无法判断：{observed['error']}"
    if "failing" in observed:
        return f"{observed['failing']} / {observed['rows']} 行"
    return f"{observed.get('value')}"
