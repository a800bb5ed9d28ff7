"""The rules of a publication suite as Open Data Contract Standard quality rules, with the same id, reason and weight.

Great Expectations' names become the standard's own metrics where it has one, portable SQL where it has none, and else
stay what they are (`type: custom`), for a reader that runs Great Expectations.
"""

from typing import Any

from innopoints.expect.suite import Check, Suite

SEVERITIES = {"critical": "error", "warning": "warning"}
# True of every part of the rows when it is true of all of them: a bank that holds a part can run these.
ROW_BY_ROW = {
    "column_values_to_not_be_null": "completeness",
    "column_values_to_be_in_set": "conformity",
    "column_values_to_match_regex": "conformity",
    "column_values_to_not_match_regex": "conformity",
    "column_values_to_be_between": "conformity",
    "column_value_lengths_to_be_between": "conformity",
    "column_pair_values_a_to_be_greater_than_b": "consistency",
    "compound_columns_to_be_unique": "uniqueness",
}


def columns_of(check: Check) -> list[str]:
    """The columns a check looks at."""
    given = check.arguments
    single = [given[key] for key in ("column", "column_A", "column_B") if key in given]
    return single + list(given.get("column_list", []))


def rules(suite: Suite, columns: list[str], whole: bool) -> tuple[dict[str, list[dict]], list[dict]]:
    """(rules by column, rules of the table) that can be run on `columns` of a file.

    Without `whole`, the file is a part of the rows: only rules that hold for every part are given.
    """
    by_column: dict[str, list[dict]] = {}
    of_table: list[dict] = []
    for check in suite.expect:
        looked_at = columns_of(check)
        if set(looked_at) <= set(columns) and (whole or check.expectation in ROW_BY_ROW):
            place = by_column.setdefault(looked_at[0], []) if "column" in check.arguments else of_table
            place.append(_rule(check))
    return by_column, of_table


def _rule(check: Check) -> dict[str, Any]:
    said = {"id": check.id, "description": check.because, "severity": SEVERITIES[check.severity]}
    said["dimension"] = ROW_BY_ROW.get(check.expectation, "accuracy")
    return said | (_library(check) or _sql(check) or _custom(check))


def _library(check: Check) -> dict[str, Any] | None:
    given = check.arguments
    match check.expectation:
        case "column_values_to_not_be_null":
            return {"type": "library", "metric": "nullValues", "mustBe": 0}
        case "column_values_to_be_in_set":
            arguments = {"validValues": given["value_set"]}
        case "column_values_to_match_regex":
            arguments = {"pattern": given["regex"]}
        case "compound_columns_to_be_unique":
            arguments = {"properties": given["column_list"]}
            return {"type": "library", "metric": "duplicateValues", "arguments": arguments, "mustBe": 0}
        case _:
            return None
    return {"type": "library", "metric": "invalidValues", "arguments": arguments, "mustBe": 0}


def _sql(check: Check) -> dict[str, Any] | None:
    given = check.arguments
    match check.expectation:
        case "column_values_to_be_between":
            wrong = _outside("${property}", given)
        case "column_value_lengths_to_be_between":
            wrong = _outside("LENGTH(${property})", given)
        case "column_pair_values_a_to_be_greater_than_b":
            below = "<" if given.get("or_equal") else "<="
            wrong = f"{given['column_A']} {below} {given['column_B']}"
        case _:
            return None
    return {"type": "sql", "query": f"SELECT COUNT(*) FROM ${{object}} WHERE {wrong}", "mustBe": 0}


def _outside(value: str, given: dict[str, Any]) -> str:
    bounds = [("<", given.get("min_value")), (">", given.get("max_value"))]
    return " OR ".join(f"{value} {sign} {bound}" for sign, bound in bounds if bound is not None)


def _custom(check: Check) -> dict[str, Any]:
    said = {"expectation": f"expect_{check.expectation}", "arguments": check.arguments}
    return {"type": "custom", "engine": "greatExpectations", "implementation": said}
