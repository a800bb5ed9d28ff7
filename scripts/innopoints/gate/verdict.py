"""The verdict of a run and everything it rests on, as JSON values: what stands in quality/<day>/gate.json."""

from datetime import date
from pathlib import Path
from typing import Any

from innopoints.durable import sha256_of
from innopoints.errors import Refused
from innopoints.expect.result import SuiteResult
from innopoints.gate.figures import control_totals, scores, stability
from innopoints.gate.glance import at_a_glance
from innopoints.gate.run_facts import RunFacts
from innopoints.home import Home
from innopoints.publication.contents import describe_parquet, root_hash, schemes_of
from innopoints.publication.editions import PRODUCT


def judged(home: Home, folder: Path, facts: RunFacts, results: list[SuiteResult]) -> dict[str, Any]:
    """The report on the files in `folder`; passed only when every critical check of every suite succeeded."""
    day = facts.as_of.isoformat()
    previous = facts.previous
    report = {
        "product": PRODUCT,
        "as_of": day,
        "known_at": facts.candidate.get("known_at"),
        "verdict": "closed" if any(each.verdict == "closed" for each in results) else "passed",
        "suites": [each.as_dict() for each in results],
        "scores": scores(folder),
        "stability": stability(folder),
        "control_totals": control_totals(facts.warehouse),
        "previous": previous and {key: previous[key] for key in ("as_of", "edition", "root_hash")},
        "candidate_sha256": sha256_of(home.candidate_json),
        "staged": None,
    }
    if report["verdict"] == "passed":
        files = [describe_parquet(path) for path in sorted(folder.iterdir())]
        schemes = schemes_of(folder / "pub_score_v1.parquet")
        root = root_hash(PRODUCT, day, files, schemes)
        report |= {"files": files, "schemes": schemes, "root_hash": root, "staged": f"{day}-{root[:16]}"}
    return report | {"at_a_glance": at_a_glance(report)}


def could_not_run(as_of: date, error: Exception) -> dict[str, Any]:
    """The report of a gate that did not come to an end: closed."""
    report = {
        "product": PRODUCT,
        "as_of": as_of.isoformat(),
        "verdict": "closed",
        "error": str(error) if isinstance(error, Refused) else f"{type(error).__name__}: {error}",
        "suites": [],
        "scores": [],
        "stability": [],
        "control_totals": [],
        "previous": None,
        "staged": None,
    }
    return report | {"at_a_glance": at_a_glance(report)}
