"""Run dbt once, in this process, on the candidate, and tell its failures in words."""

import json
import os
from pathlib import Path

from innopoints.errors import Refused
from innopoints.home import Home
from innopoints.warehouse.parsed import parsed

_QUIET = ("--quiet", "--no-use-colors", "--log-level-file", "info")


def build(home: Home, project: Path, variables: dict) -> dict:
    """`dbt build` of the whole project. Returns {models, tests, seconds}; raises Refused naming what failed."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    manifest = parsed(project)
    os.environ["INNOPOINTS_CANDIDATE"] = str(home.candidate)
    place = ("--project-dir", str(project), "--profiles-dir", str(project))
    aside = ("--target-path", str(home.warehouse / "dbt"), "--log-path", str(home.logs / "dbt"))
    try:
        ran = dbtRunner(manifest=manifest).invoke(
            ["build", *_QUIET, *place, *aside, "--exclude", "test_type:unit", "--vars", json.dumps(variables)]
        )
    finally:
        # dbt keeps the file open for writing in this process; the gate must be able to read it.
        DuckDBConnectionManager.close_all_connections()
    if ran.exception:
        raise Refused(f"dbt could not run: {ran.exception}") from ran.exception
    failed = [each for each in ran.result if each.status not in ("success", "pass", "warn", "skipped", "no-op")]
    if failed or not ran.success:
        raise Refused("dbt build failed: " + "; ".join(f"{each.node.name}: {_words(each)}" for each in failed))
    tests = [each for each in ran.result if each.node.resource_type == "test"]
    slowest = sorted(ran.result, key=lambda each: -each.execution_time)[:3]
    return {
        "models": len(ran.result) - len(tests),
        "tests": len(tests),
        "slowest": {each.node.name: round(each.execution_time, 2) for each in slowest},
    }


def _words(result) -> str:
    if result.failures:
        return f"{result.failures} rows break it ({result.node.original_file_path})"
    return (result.message or str(result.status)).strip().replace("\n", " ")
