"""The first minute of a gate report: the verdict, what failed, why it matters, which rows, what to do next."""

from typing import Any

from innopoints.gate.next_step import next_step

EXAMPLES = 3
_VERDICTS = {
    ("passed", False): ("质检通过，可以发布", "passed: may be published"),
    ("passed", True): (
        "质检通过，可以发布；有几处请人看一眼",
        "passed: may be published; a person should look at some things",
    ),
    ("closed", False): (
        "质检未通过，不发布；上一版保持有效",
        "closed: nothing is published; the edition before stays in force",
    ),
}


def at_a_glance(report: dict[str, Any]) -> dict[str, Any]:
    """{verdict_zh, verdict_en, checks, failed, warnings}: JSON values, the same for the same report."""
    lines = lines_of(report)
    bad = [line for line in lines if not line["success"]]
    failed = [line for line in bad if line["severity"] == "critical"]
    warnings = [line for line in bad if line["severity"] == "warning"]
    closed = report["verdict"] == "closed"
    zh, en = _VERDICTS[report["verdict"], bool(warnings) and not closed]
    return {
        "verdict_zh": zh,
        "verdict_en": en,
        "checks": {
            "asked": len(lines),
            "succeeded": len(lines) - len(bad),
            "failed": len(failed),
            "warnings": len(warnings),
            "not_judged": sum("error" in line["observed"] for line in bad),
        },
        "failed": [_brief(line) for line in failed],
        "warnings": [_brief(line) for line in warnings],
    }


def lines_of(report: dict[str, Any]) -> list[dict[str, Any]]:
    """Every check of the report with its suite; a gate that could not run is one failed line of its own."""
    lines = [{**check, "suite": suite["suite"]} for suite in report["suites"] for check in suite["checks"]]
    if "error" in report:
        could_run = {"id": "could_run", "suite": "publication.gate", "expectation": "could_run", "severity": "critical"}
        lines.append(could_run | {"success": False, "because": "质检没有跑完，不等于通过", "examples": []}
                     | {"observed": {"error": report["error"]}})  # fmt: skip
    return lines


def _brief(line: dict[str, Any]) -> dict[str, Any]:
    return {
        "check": f"{line['suite']}.{line['id']}",
        "because": line["because"],
        "seen_zh": seen(line, "zh"),
        "seen_en": seen(line, "en"),
        "examples": line["examples"][:EXAMPLES],
        "then": next_step(line),
    }


def seen(line: dict[str, Any], language: str) -> str:
    """What was seen, in `zh` or `en`."""
    observed = line["observed"]
    if "error" in observed:
        return f"{'无法判断：' if language == 'zh' else 'could not be judged: '}{observed['error']}"
    if "failing" in observed:
        failing, rows = observed["failing"], observed["rows"]
        return f"{rows} 行中 {failing} 行不符" if language == "zh" else f"{failing} of {rows} rows"
    return f"{observed.get('value')}"
