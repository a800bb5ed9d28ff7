"""The gate: export the publication files, judge them, write the verdict. Anything unexpected is a no."""

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

from innopoints.durable import fsync_folder, write_bytes, write_json
from innopoints.errors import Refused
from innopoints.gate.export import export
from innopoints.gate.history import remember
from innopoints.gate.judge import judge
from innopoints.gate.product import Product
from innopoints.gate.refusal import refusal, sentences
from innopoints.gate.report import as_html
from innopoints.gate.run_facts import gather
from innopoints.gate.verdict import could_not_run, judged
from innopoints.home import Home
from innopoints.passports.bank import read_banks
from innopoints.project import BANKS, EXPECTATIONS
from innopoints.publication.editions import PRODUCT, lock_path, staging_folder
from innopoints.publication.lock import exclusive
from innopoints.publication.settle import IN_PROGRESS, sweep, sweep_asides
from innopoints.yaml_file import read

RULES = EXPECTATIONS / "publication"


def gate(home: Home, as_of: date, rules: Path = RULES, passports: Path = BANKS) -> dict[str, Any]:
    """Judge the candidate of `as_of`; on passed the files wait in published/.staging for `publish`.

    Returns {verdict, as_of, root_hash, rows, scores, previous, warnings, report}. Raises Refused when the gate is
    closed, one line `GateClosed <suite>.<check>: <because>` per failed check. The report is written either way; while
    the gate runs there is none, so that a gate that dies leaves nothing a publisher could take for a yes.
    """
    with exclusive(lock_path(home)):
        place = home.quality / as_of.isoformat()
        (place / "gate.json").unlink(missing_ok=True)
        sweep(home, None)
        sweep_asides(place, home.quality)
        try:
            report = _judged(home, as_of, rules, passports)
        except Exception as error:
            report = could_not_run(as_of, error)
            _write(home, report)
            raise Refused(refusal(report, place / "gate.html")) from error
        _write(home, report)
    if report["verdict"] != "passed":
        raise Refused(refusal(report, place / "gate.html"))
    return {
        "verdict": "passed",
        "as_of": report["as_of"],
        "root_hash": report["root_hash"],
        "rows": {file["name"]: file["rows"] for file in report["files"]},
        "scores": report["scores"],
        "previous": report["previous"],
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
        report = judged(home, aside, facts, results)
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


def _write(home: Home, report: dict[str, Any]) -> None:
    """The page, the line in the history, and last the verdict itself: without it there is no yes."""
    page = as_html(report)
    place = home.quality / report["as_of"]
    write_bytes(place / "gate.html", page.encode())
    remember(home, report, page)
    write_json(place / "gate.json", report)
