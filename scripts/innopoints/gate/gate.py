"""The gate: export the publication files, judge them, write the verdict. Anything unexpected is a no."""

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

from innopoints.durable import fsync_folder, sha256_of, write_bytes, write_json
from innopoints.errors import Refused
from innopoints.expect.result import SuiteResult
from innopoints.gate.export import export
from innopoints.gate.judge import judge
from innopoints.gate.product import Product
from innopoints.gate.refusal import refusal, sentences
from innopoints.gate.report import as_html
from innopoints.gate.run_facts import gather
from innopoints.home import Home
from innopoints.passports.bank import read_banks
from innopoints.project import BANKS, EXPECTATIONS
from innopoints.publication.contents import describe_parquet, root_hash, schemes_of
from innopoints.publication.editions import PRODUCT, lock_path, staging_folder
from innopoints.publication.lock import exclusive
from innopoints.publication.settle import IN_PROGRESS, sweep, sweep_asides
from innopoints.yaml_file import read

RULES = EXPECTATIONS / "publication"


def gate(home: Home, as_of: date, rules: Path = RULES, passports: Path = BANKS) -> dict[str, Any]:
    """Judge the candidate of `as_of`; on passed the files wait in published/.staging for `publish`.

    Returns {verdict, as_of, root_hash, rows, warnings, report}. Raises Refused when the gate is closed, one line
    `GateClosed <suite>.<check>: <because>` per failed check. The report is written either way; while the gate
    runs there is none, so that a gate that dies leaves nothing a publisher could take for a yes.
    """
    with exclusive(lock_path(home)):
        place = home.quality / as_of.isoformat()
        (place / "gate.json").unlink(missing_ok=True)
        sweep(home, None)
        sweep_asides(place)
        try:
            report = _judged(home, as_of, rules, passports)
        except Exception as error:
            report = _could_not_run(as_of, error)
            _write(place, report)
            raise Refused(refusal(report, place / "gate.html")) from error
        _write(place, report)
    if report["verdict"] != "passed":
        raise Refused(refusal(report, place / "gate.html"))
    return {
        "verdict": "passed",
        "as_of": report["as_of"],
        "root_hash": report["root_hash"],
        "rows": {file["name"]: file["rows"] for file in report["files"]},
        "warnings": sentences(report, "warning"),
        "report": str(place / "gate.html"),
    }


def _judged(home: Home, as_of: date, rules: Path, passports: Path) -> dict[str, Any]:
    product = read(rules / f"{PRODUCT}.yml", Product)
    warehouse, candidate = find_candidate(home, as_of)
    facts = gather(home, as_of, warehouse, candidate, read_banks(passports))
    aside = staging_folder(home) / f"{IN_PROGRESS}{as_of}"
    aside.mkdir(parents=True)
    try:
        export(warehouse, list(product.files), aside)
        results = judge(product, aside, facts, rules)
        report = _report(home, as_of, aside, facts.previous, results)
        if report["verdict"] == "passed":
            _keep(aside, staging_folder(home) / report["staged"])
        return report
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def find_candidate(home: Home, as_of: date) -> tuple[Path, dict[str, Any]]:
    """The finished candidate of the day and its description; after promotion it is the current warehouse."""
    build = f"run `innopoints build --as-of {as_of}` first"
    if not home.candidate_json.exists():
        raise Refused(f"no finished candidate; {build}")
    candidate = json.loads(home.candidate_json.read_bytes())
    if candidate["as_of"] != as_of.isoformat():
        raise Refused(f"the candidate is of {candidate['as_of']}, not of {as_of}; {build}")
    beside = home.current.with_suffix(".json")
    if home.candidate.exists():
        return home.candidate, candidate
    if home.current.exists() and beside.exists() and beside.read_bytes() == home.candidate_json.read_bytes():
        return home.current, candidate
    raise Refused(f"{home.candidate} is missing; {build}")


def _keep(aside: Path, staged: Path) -> None:
    shutil.rmtree(staged, ignore_errors=True)
    aside.rename(staged)
    fsync_folder(staged.parent)


def _report(
    home: Home, as_of: date, folder: Path, previous: dict[str, Any] | None, results: list[SuiteResult]
) -> dict[str, Any]:
    day = as_of.isoformat()
    report = {
        "product": PRODUCT,
        "as_of": day,
        "verdict": "closed" if any(each.verdict == "closed" for each in results) else "passed",
        "suites": [each.as_dict() for each in results],
        "previous": previous and {key: previous[key] for key in ("as_of", "edition", "root_hash")},
        "candidate_sha256": sha256_of(home.candidate_json),
        "staged": None,
    }
    if report["verdict"] == "passed":
        files = [describe_parquet(path) for path in sorted(folder.iterdir())]
        schemes = schemes_of(folder / "pub_score_v1.parquet")
        root = root_hash(PRODUCT, day, files, schemes)
        report |= {"files": files, "schemes": schemes, "root_hash": root, "staged": f"{day}-{root[:16]}"}
    return report


def _could_not_run(as_of: date, error: Exception) -> dict[str, Any]:
    return {
        "product": PRODUCT,
        "as_of": as_of.isoformat(),
        "verdict": "closed",
        "error": str(error) if isinstance(error, Refused) else f"{type(error).__name__}: {error}",
        "suites": [],
        "staged": None,
    }


def _write(place: Path, report: dict[str, Any]) -> None:
    write_bytes(place / "gate.html", as_html(report).encode())
    write_json(place / "gate.json", report)
