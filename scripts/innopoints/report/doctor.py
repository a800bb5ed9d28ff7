"""Is this installation fit to run a night? Each finding says what to do."""

import os
import shutil
import sys
from importlib.metadata import PackageNotFoundError, version

from innopoints.errors import InnopointsError, Refused
from innopoints.home import Home
from innopoints.ingest.connection import resolve
from innopoints.passports.bank import read_banks
from innopoints.passports.source import read_sources
from innopoints.warehouse.code_version import code_version

NEEDED_GIB = 2
LIBRARIES = ("apache-airflow", "dbt-core", "dbt-duckdb", "duckdb", "great-expectations", "pandas", "pyarrow")


def doctor(home: Home) -> dict:
    """Look at Python, libraries, disk, rule files and connections. Raises Refused naming all that is wrong."""
    wrong = [*_python(), *_libraries(), *_disk(home), *_passports()]
    if wrong:
        raise Refused("not fit to run:\n  " + "\n  ".join(wrong))
    libraries = {name: version(name) for name in LIBRARIES}
    return {"fit": True, "code": code_version(), "python": sys.version.split()[0], "libraries": libraries}


def _python() -> list[str]:
    fits = (3, 11) <= sys.version_info[:2] < (3, 14)
    return [] if fits else [f"Python {sys.version.split()[0]}: use 3.11, 3.12 or 3.13"]


def _libraries() -> list[str]:
    wrong = []
    for name in LIBRARIES:
        try:
            version(name)
        except PackageNotFoundError:
            wrong.append(f"{name} is not installed: make a fresh .venv with `make run`")
    return wrong


def _disk(home: Home) -> list[str]:
    place = next(path for path in (home.root, *home.root.parents) if path.exists())
    wrong = [] if os.access(place, os.W_OK) else [f"{place} is not writable: set INNOPOINTS_HOME to a folder that is"]
    free_gib = shutil.disk_usage(place).free / 2**30
    if free_gib < NEEDED_GIB:
        wrong.append(
            f"{place} has {free_gib:.1f} GiB free, a night needs {NEEDED_GIB}: free some or set INNOPOINTS_HOME"
        )
    return wrong


def _passports() -> list[str]:
    wrong = []
    try:
        banks, sources = read_banks(), read_sources()
    except InnopointsError as error:
        return [str(error)]
    named = {f"source {each.source}": each.connection for each in sources.values()}
    named |= {f"bank {each.bank}": each.connection for each in banks.values() if each.connection}
    for who, connection in named.items():
        try:
            resolve(connection)
        except InnopointsError as error:
            wrong.append(f"{who}: {error}")
    return wrong
