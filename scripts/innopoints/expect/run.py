"""Run a suite on an Arrow table with Great Expectations.

    result = run_suite(read(path, Suite), table, index_columns=("uscc",))
    result.verdict            # 'passed' or 'closed'

The pandas source is used with Arrow dtypes, so that decimals stay decimals. Regular
expressions are therefore RE2: no look-ahead. Importing this module is cheap; the first
run pays for importing Great Expectations (3-5 s), later ones do not.
"""

import os
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from innopoints.expect.json_values import plain
from innopoints.expect.result import CheckResult, SuiteResult, missing_required, not_judged
from innopoints.expect.suite import Check, Suite

if TYPE_CHECKING:
    import pyarrow

EXAMPLES = 20
_LOCK = threading.Lock()
_BATCH_DEFINITION: list = []
_ASKS_NO_VALUE = {
    "expect_column_values_to_not_be_null",
    "expect_column_values_to_be_unique",
    "expect_compound_columns_to_be_unique",
}


def run_suite(
    suite: Suite, table: "pyarrow.Table", index_columns: Sequence[str] = (), examples: int | None = EXAMPLES
) -> SuiteResult:
    """Judge `table`; failing rows are named by `index_columns`: the first `examples` of a check, or all when None.

    Never raises for a failing check.
    """
    if table.num_rows == 0:
        checks = [_of_nothing(suite, check) for check in suite.expect]
    else:
        with _LOCK:
            checks = _judge(suite, table, [name for name in index_columns if name in table.column_names], examples)
    return SuiteResult(suite.suite, suite.table, table.num_rows, checks + missing_required(suite))


def _of_nothing(suite: Suite, check: Check) -> CheckResult:
    if suite.may_be_empty or check.may_be_empty:
        observed = {"rows": 0, "failing": 0}
        return CheckResult(check.id, check.expectation, check.severity, True, check.because, observed)
    return not_judged(check, "the table has no rows", check.id in suite.required)


def _judge(suite: Suite, table: "pyarrow.Table", index_columns: list[str], examples: int | None) -> list[CheckResult]:
    built, unusable = {}, {}
    for check in suite.expect:
        try:
            built[check.id] = _expectation(check)
        except Exception as error:
            unusable[check.id] = f"{type(error).__name__}: {error}"
    try:
        seen = _validate(list(built.values()), table, index_columns, examples)
    except Exception as error:
        seen, unusable = {}, {check.id: f"{type(error).__name__}: {error}" for check in suite.expect}
    return [_outcome(suite, check, seen.get(check.id), unusable.get(check.id)) for check in suite.expect]


def _outcome(suite: Suite, check: Check, seen: dict | None, unusable: str | None) -> CheckResult:
    required = check.id in suite.required
    if unusable or seen is None:
        return not_judged(check, unusable or "it was skipped", required)
    if seen["error"]:
        return not_judged(check, seen["error"], required)
    judged = seen["judged"]
    if judged == 0 and not check.may_be_empty:
        return not_judged(check, "there was no value to look at", required)
    observed, examples = seen["observed"], seen["examples"]
    return CheckResult(
        check.id, check.expectation, check.severity, seen["success"], check.because, observed, examples,
        check.then, check.then_en,
    )  # fmt: skip


def _batch_definition() -> Any:
    """One ephemeral context per process: nothing on disk, nothing sent anywhere, no progress bars."""
    if not _BATCH_DEFINITION:
        os.environ["GX_ANALYTICS_ENABLED"] = "false"
        import great_expectations as gx
        from great_expectations.data_context.types.base import ProgressBarsConfig

        context = gx.get_context(mode="ephemeral")
        context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
        asset = context.data_sources.add_pandas("innopoints").add_dataframe_asset("table")
        _BATCH_DEFINITION.append(asset.add_batch_definition_whole_dataframe("whole"))
    return _BATCH_DEFINITION[0]


def _expectation(check: Check) -> Any:
    _batch_definition()
    from great_expectations.expectations.registry import get_expectation_impl

    kind = get_expectation_impl(f"expect_{check.expectation}")
    if unknown := sorted(check.arguments.keys() - kind.__fields__.keys()):
        raise ValueError(f"{check.expectation} does not know {', '.join(unknown)}")
    return kind(**check.arguments, severity=check.severity, meta={"id": check.id})


def _validate(
    expectations: list, table: "pyarrow.Table", index_columns: list[str], examples: int | None
) -> dict[str, dict]:
    """What Great Expectations found, by check id (it returns results in an order of its own)."""
    import pandas as pd

    frame = _used(expectations, table, index_columns).to_pandas(types_mapper=pd.ArrowDtype)
    definition = _batch_definition()
    import great_expectations as gx

    batch = definition.get_batch(batch_parameters={"dataframe": frame})
    result_format = {"result_format": "COMPLETE" if examples is None else "SUMMARY"}
    if examples is not None:
        result_format["partial_unexpected_count"] = examples
    if index_columns:
        result_format["unexpected_index_column_names"] = index_columns
    found = batch.validate(gx.ExpectationSuite(name="suite", expectations=expectations), result_format=result_format)
    return {each.expectation_config.meta["id"]: _found(each, examples) for each in found.results}


def _used(expectations: list, table: "pyarrow.Table", index_columns: list[str]) -> "pyarrow.Table":
    """Only the columns the checks name: Great Expectations hashes every cell it is given, days and decimals one by one.

    A day or decimal that is only asked whether it is there, or there once, is given as text: 4 s less a million rows.
    """
    named, compared = set(index_columns), set()
    for each in expectations:
        if each.expectation_type.startswith("expect_table_column") or getattr(each, "row_condition", None):
            return table
        for role in ("column", "column_A", "column_B", "column_list"):
            value = getattr(each, role, None) or ()
            columns = [value] if isinstance(value, str) else value
            named.update(columns)
            if each.expectation_type not in _ASKS_NO_VALUE:
                compared.update(columns)
    # A frame without any column would also be without rows.
    used = table.select([name for name in table.column_names if name in named] or table.column_names[:1])
    for place, field in enumerate(used.schema):
        if str(field.type).startswith(("date", "decimal")) and field.name not in compared:
            used = used.set_column(place, field.name, used.column(place).cast("string"))
    return used


def _found(each: Any, examples: int | None) -> dict:
    result = each.result or {}
    judged = None
    if "element_count" in result:
        judged = result["element_count"] - result.get("missing_count", 0)
        observed = {"rows": result["element_count"], "failing": result.get("unexpected_count", 0)}
    else:
        observed = {"value": plain(result.get("observed_value"))}
        if mismatched := (result.get("details") or {}).get("mismatched"):
            observed["mismatched"] = plain(mismatched)
    named = result.get("unexpected_index_list" if examples is None else "partial_unexpected_index_list") or []
    return {
        "success": bool(each.success),
        "error": _error(each.exception_info or {}),
        "judged": judged,
        "observed": observed,
        "examples": [plain(row) for row in named[:examples] if isinstance(row, dict)],
    }


def _error(info: dict) -> str | None:
    """The message of the first exception; Great Expectations nests them by metric when there are several."""
    several = [info] if "raised_exception" in info else [each for each in info.values() if isinstance(each, dict)]
    for each in several:
        if each.get("raised_exception"):
            return str(each.get("exception_message") or "it raised an exception").splitlines()[0]
    return None
