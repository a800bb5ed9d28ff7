"""规则解释器：没有跑、没有看到、看不懂，都不算通过。"""

import subprocess
import sys
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest
from pydantic import ValidationError

from innopoints.expect.run import run_suite
from innopoints.expect.suite import Suite

TABLE = pa.table(
    {
        "uscc": ["A", "B", "B", None],
        "score": pa.array([Decimal("1.00"), Decimal("120.00"), None, Decimal("3.00")], pa.decimal128(6, 2)),
        "as_of_date": [date(2026, 6, 30)] * 4,
        "note": pa.array([None] * 4, pa.string()),
    }
)
NOT_NULL = {"id": "uscc_given", "expectation": "column_values_to_not_be_null", "column": "uscc"}
BETWEEN = {"expectation": "column_values_to_be_between", "column": "score", "min_value": 0, "max_value": 100}


def suite(*checks: dict, required: list[str] | None = None, **rest) -> Suite:
    filled = [{"severity": "critical", "because": "测试用", **check} for check in checks]
    names = required if required is not None else [check["id"] for check in filled]
    return Suite.model_validate({"suite": "t.t", "table": "t", "expect": filled, "required": names, **rest})


def only(result):
    (check,) = result.checks
    return check


def test_a_failing_row_is_counted_and_named():
    check = only(run_suite(suite({"id": "hundred", **BETWEEN}), TABLE, ["uscc"]))
    assert not check.success
    assert check.observed == {"rows": 4, "failing": 1}
    assert check.examples == [{"score": "120.00", "uscc": "B"}]
    assert check.words() == "1 of 4 rows"


def test_a_warning_that_fails_leaves_the_verdict_passed():
    result = run_suite(suite({"id": "hundred", **BETWEEN, "severity": "warning"}), TABLE)
    assert result.verdict == "passed"
    assert [check.id for check in result.warnings] == ["hundred"]


def test_results_come_in_the_order_of_the_file_and_twice_the_same():
    several = suite(
        {"id": "hundred", **BETWEEN},
        NOT_NULL,
        {"id": "enough", "expectation": "table_row_count_to_be_between", "min_value": 1},
        {
            "id": "one_day",
            "expectation": "column_values_to_be_in_set",
            "column": "as_of_date",
            "value_set": [date(2026, 6, 30)],
        },
    )
    first = run_suite(several, TABLE, ["uscc"])
    assert [check.id for check in first.checks] == ["hundred", "uscc_given", "enough", "one_day"]
    assert [check.success for check in first.checks] == [False, False, True, True]
    assert first.as_dict() == run_suite(several, TABLE, ["uscc"]).as_dict()


def test_another_day_is_seen():
    other = {
        "id": "d",
        "expectation": "column_values_to_be_in_set",
        "column": "as_of_date",
        "value_set": [date(2026, 7, 1)],
    }
    assert not only(run_suite(suite(other), TABLE)).success


@pytest.mark.parametrize(
    ("why", "check"),
    [
        ("the column is not there", {**BETWEEN, "column": "nope"}),
        ("no such expectation", {"expectation": "column_values_to_be_lovely", "column": "score"}),
        ("no such argument", {**BETWEEN, "maximum": 3}),
        ("a number asked of text", {**BETWEEN, "column": "uscc"}),
        ("no value at all", {"expectation": "column_values_to_match_regex", "column": "note", "regex": "^a"}),
    ],
)
def test_a_required_check_that_cannot_judge_closes_even_as_a_warning(why, check):
    result = run_suite(suite({"id": "it", "severity": "warning", **check}), TABLE)
    assert result.verdict == "closed", why
    assert "could not be judged" in only(result).words()


def test_a_check_that_cannot_judge_leaves_the_others_alone():
    result = run_suite(suite({"id": "broken", **BETWEEN, "maximum": 3}, {"id": "hundred", **BETWEEN}), TABLE)
    assert [check.observed for check in result.checks][1] == {"rows": 4, "failing": 1}


def test_a_required_check_that_was_removed_or_renamed_closes():
    result = run_suite(suite({**NOT_NULL, "column": "as_of_date"}, required=["uscc_given", "hundred"]), TABLE)
    assert result.verdict == "closed"
    assert [check.id for check in result.failures] == ["hundred"]


def test_a_table_without_rows_closes_unless_the_suite_says_it_may_be_empty():
    assert run_suite(suite({"id": "hundred", **BETWEEN}), TABLE.slice(0, 0)).verdict == "closed"
    assert run_suite(suite({"id": "hundred", **BETWEEN}, may_be_empty=True), TABLE.slice(0, 0)).verdict == "passed"


@pytest.mark.parametrize(
    "broken",
    [
        {"because": ""},
        {"severity": "info"},
        {"result_format": "BOOLEAN_ONLY"},
        {"id": "Not A Name"},
    ],
)
def test_a_suite_without_a_reason_a_severity_or_a_name_is_not_a_suite(broken):
    with pytest.raises(ValidationError):
        suite({"id": "hundred", **BETWEEN, **broken})


def test_importing_the_interpreter_does_not_import_great_expectations():
    code = "import sys, innopoints.expect.run; sys.exit('great_expectations' in sys.modules or 'pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
