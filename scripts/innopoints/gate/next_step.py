"""What to do about a check that did not succeed: the sentence a zone officer can hand on, in Chinese and English.

A rule file may say it itself (`then:` and `then_en:`); otherwise it follows from how the check failed.
"""

from typing import Any

_STEPS = {
    "could_run": (
        "把这条错误交给数据工程师；修好后重新构建、再次质检",
        "hand the error to a data engineer; when it is mended, build and gate again",
    ),
    "missing": (
        "规则文件里少了这条必需的检查：恢复它，再次质检",
        "the rule file lacks this required check: put it back and gate again",
    ),
    "suite": (
        "恢复 expectations/publication/ 里这份规则文件，再次质检",
        "restore this rule file in expectations/publication/ and gate again",
    ),
    "not_judged": (
        "检查没有数据可看或跑不起来，不等于通过：看 innopoints status 哪个来源没有到，或请数据工程师看这条错误",
        "it saw no rows or could not run, which is no yes: see `innopoints status`, or ask a data engineer",
    ),
    "file_shape": (
        "列是对银行的承诺：恢复模型原来的列；确要改列，另立新版（_v2）",
        "columns are promised to banks: restore the model's columns; a change of shape is a new version (_v2)",
    ),
    "rows": (
        "对下列企业运行 innopoints explain 代码，找到是哪份数据或哪条规则；有误请来源更正，再构建、质检",
        "run `innopoints explain CODE` for the rows below to find the record or rule; have it corrected, build, gate",
    ),
    "table": (
        "请数据工程师核对这张表的模型；修好后重新构建、再次质检",
        "have a data engineer look at the model of this table; then build and gate again",
    ),
    "warning": (
        "不影响发布：请负责人看一眼，记下原因",
        "stops nothing: the person in charge reads it and notes why",
    ),
}


def next_step(check: dict[str, Any]) -> dict[str, str]:
    """{zh, en}: what to do now. A rule file's own `then` and `then_en` come before what follows from how it failed."""
    zh, en = _STEPS[_kind(check)]
    return {"zh": check.get("then") or zh, "en": check.get("then_en") or en}


def _kind(check: dict[str, Any]) -> str:
    if check["expectation"] in ("could_run", "missing", "suite", "file_shape"):
        return check["expectation"]
    if "error" in check["observed"]:
        return "not_judged"
    if check["severity"] == "warning":
        return "warning"
    return "rows" if any("uscc" in row for row in check["examples"]) else "table"
