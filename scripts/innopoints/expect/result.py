"""What became of a suite: one line per check, and one verdict.

The verdict is `closed` when any critical check did not succeed. A check did not
succeed unless it ran, looked at something, and found it good: no news is bad news.
"""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from innopoints.expect.suite import Check, Suite


@dataclass(frozen=True)
class CheckResult:
    """One check's outcome. `observed` holds {rows, failing}, {value}, or {error}, as JSON values; `then` and `then_en`
    what to do, where the rule file says it."""

    id: str
    expectation: str
    severity: str
    success: bool
    because: str
    observed: dict[str, Any] = field(default_factory=dict)
    examples: list[dict[str, Any]] = field(default_factory=list)
    then: str = ""
    then_en: str = ""

    def words(self) -> str:
        """What was seen, for a person: `3 of 1109 rows`, an observed value, or why it could not run."""
        if "error" in self.observed:
            return f"could not be judged: {self.observed['error']}"
        if "failing" in self.observed:
            return f"{self.observed['failing']} of {self.observed['rows']} rows"
        return f"observed {self.observed.get('value')}"


@dataclass(frozen=True)
class SuiteResult:
    """All outcomes of one suite, in the order of the suite file."""

    suite: str
    table: str
    rows: int
    checks: list[CheckResult]

    @property
    def failures(self) -> list[CheckResult]:
        """The critical checks that did not succeed."""
        return [check for check in self.checks if check.severity == "critical" and not check.success]

    @property
    def warnings(self) -> list[CheckResult]:
        """What a named person should read; it stops nothing."""
        return [check for check in self.checks if check.severity == "warning" and not check.success]

    @property
    def verdict(self) -> Literal["passed", "closed"]:
        """passed only when every critical check succeeded."""
        return "closed" if self.failures else "passed"

    def as_dict(self) -> dict[str, Any]:
        """JSON values only; the same table and suite give the same dict."""
        return {
            "suite": self.suite,
            "table": self.table,
            "rows": self.rows,
            "verdict": self.verdict,
            "checks": [asdict(check) for check in self.checks],
        }


def not_judged(check: Check, reason: str, required: bool) -> CheckResult:
    """A check that could not run or saw nothing; when it is required, that closes the gate whatever its severity."""
    severity = "critical" if required else check.severity
    said = {"because": check.because, "then": check.then, "then_en": check.then_en}
    return CheckResult(check.id, check.expectation, severity, False, observed={"error": reason}, **said)


def missing_required(suite: Suite) -> list[CheckResult]:
    """A failed critical line for every required check the suite no longer has."""
    present = {check.id for check in suite.expect}
    return [
        CheckResult(name, "missing", "critical", False, "必需的检查不在规则文件中", {"error": "not in the suite"})
        for name in suite.required
        if name not in present
    ]
