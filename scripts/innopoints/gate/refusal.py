"""The gate's no, in words: which check, why it matters, what was seen, and where to read on."""

from itertools import groupby
from pathlib import Path
from typing import Any


def refusal(report: dict[str, Any], page: Path) -> str:
    """`GateClosed <suite>.<check>: <because> [what was seen]`, a line for each failed check.

    Checks of one suite that could not judge for one and the same reason share a line: sixty lines saying
    that a table is empty hide the one that says why.
    """
    lines = [f"GateClosed {line}" for line in sentences(report, "critical")]
    if "error" in report:
        lines.append(f"GateClosed publication.gate.could_run: 质检没有跑完，不等于通过 [{report['error']}]")
    return "\n".join([*lines, f"The edition before stays in force. Which rows, and what to do: {page}"])


def sentences(report: dict[str, Any], severity: str) -> list[str]:
    """One sentence per failed check of that severity, in the order of the suites."""
    found = []
    for suite in report["suites"]:
        failed = [check for check in suite["checks"] if check["severity"] == severity and not check["success"]]
        for _, checks in groupby(failed, key=_reason):
            first, *others = checks
            more = f"; the same for {', '.join(each['id'] for each in others)}" if others else ""
            found.append(f"{suite['suite']}.{first['id']}: {first['because']} [{_seen(first)}{more}]")
    return found


def _reason(check: dict[str, Any]) -> str:
    """Why it could not judge; its own name when it did judge, or is not there at all."""
    judged = "error" not in check["observed"] or check["expectation"] == "missing"
    return check["id"] if judged else check["observed"]["error"]


def _seen(check: dict[str, Any]) -> str:
    observed = check["observed"]
    if "error" in observed:
        return f"could not be judged: {observed['error']}"
    seen = f"{observed['failing']} of {observed['rows']} rows" if "failing" in observed else f"{observed.get('value')}"
    if not check["examples"]:
        return seen
    return f"{seen}, e.g. {', '.join(f'{name}={value}' for name, value in list(check['examples'][0].items())[:4])}"
