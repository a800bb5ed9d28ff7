"""Judge a folder of publication files: shape, suites, invariants. Touches nothing but what it reads."""

from pathlib import Path

from innopoints.errors import Refused
from innopoints.expect.result import CheckResult, SuiteResult
from innopoints.expect.run import run_suite
from innopoints.expect.suite import Suite
from innopoints.gate.invariants import judge_invariants
from innopoints.gate.product import Product, suite_path
from innopoints.gate.run_facts import RunFacts
from innopoints.yaml_file import read

INDEX = ("uscc", "scheme", "bank")


def judge(product: Product, folder: Path, facts: RunFacts, rules: Path) -> list[SuiteResult]:
    """One result for the files' shape, one per suite, one for the invariants; `rules` is expectations/publication."""
    shape, readable = judge_files(product, folder)
    suites = [_judge_suite(rules, name, readable.get(name)) for name in product.suites]
    return [shape, *suites, judge_invariants(product, readable, facts, rules)]


def judge_files(product: Product, folder: Path) -> tuple[SuiteResult, dict[str, Path]]:
    """Is every file there, readable to its last row, with exactly the promised columns, and no other file?"""
    checks, readable, rows = [], {}, 0
    for name, columns in product.files.items():
        path = folder / f"{name}.parquet"
        error, found, count = _read(path)
        as_promised = found == list(columns.items())
        rows += count
        if error is None:
            readable[name] = path
        observed = {"error": error} if error else {"value": "as agreed" if as_promised else _difference(columns, found)}
        checks.append(_check(f"{name}_has_the_agreed_columns", as_promised, product.files_because, observed))
    extra = sorted({path.name for path in folder.iterdir()} - {f"{name}.parquet" for name in product.files})
    checks.append(_check("no_other_file", not extra, product.files_because, {"value": ", ".join(extra) or "none"}))
    return SuiteResult("publication.files", product.product, rows, checks), readable


def _check(id: str, success: bool, because: str, observed: dict) -> CheckResult:
    return CheckResult(id, "file_shape", "critical", success, because, observed)


def _read(path: Path) -> tuple[str | None, list[tuple[str, str]], int]:
    import pyarrow.parquet as pq

    if not path.is_file():
        return "the file is missing", [], 0
    try:
        with pq.ParquetFile(path) as file:
            rows = sum(batch.num_rows for batch in file.iter_batches())
            return None, [(field.name, str(field.type)) for field in file.schema_arrow], rows
    except Exception as error:
        return f"not readable: {type(error).__name__}: {str(error).splitlines()[0]}", [], 0


def _difference(promised: dict[str, str], found: list[tuple[str, str]]) -> str:
    extra = [f"{name} {kind}" for name, kind in found if (name, kind) not in promised.items()]
    missing = [f"{name} {kind}" for name, kind in promised.items() if (name, kind) not in found]
    if not extra and not missing:
        return "the order of the columns differs"
    return f"not agreed: {', '.join(extra) or 'none'}; missing: {', '.join(missing) or 'none'}"


def _judge_suite(rules: Path, name: str, path: Path | None) -> SuiteResult:
    import pyarrow.parquet as pq

    file = suite_path(rules, name)
    try:
        suite = read(file, Suite) if file.is_file() else None
    except Refused as error:
        return _no_suite(name, str(error))
    if suite is None:
        return _no_suite(name, f"{file.name} is missing")
    if suite.table != name:
        return _no_suite(name, f"{file.name} speaks of {suite.table}")
    if lax := _lax(suite):
        return _no_suite(name, f"{file.name}: {lax}")
    if path is None:
        lines = [_unread(check.id, check.expectation, check.because) for check in suite.expect]
        return SuiteResult(suite.suite, name, 0, lines)
    table = pq.read_table(path)
    return run_suite(suite, table, [column for column in INDEX if column in table.column_names])


def _lax(suite: Suite) -> str:
    """How a required check was softened: what is published is checked row by row, and a required no is a no."""
    required = [check for check in suite.expect if check.id in suite.required]
    if some := [check.id for check in required if "mostly" in check.arguments]:
        return f"mostly: is not allowed in {', '.join(some)}; every published row is checked"
    if soft := [check.id for check in required if check.severity != "critical"]:
        return f"{', '.join(soft)} is required and must be critical"
    return ""


def _unread(id: str, expectation: str, because: str) -> CheckResult:
    return CheckResult(id, expectation, "critical", False, because, {"error": "the file cannot be read"})


def _no_suite(name: str, reason: str) -> SuiteResult:
    line = CheckResult("suite_is_there", "suite", "critical", False, "没有规则的文件不得发布", {"error": reason})
    return SuiteResult(f"publication.{name}", name, 0, [line])
