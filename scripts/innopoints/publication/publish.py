"""Sign and freeze what the gate passed, as the next edition of its day.

    staged files == gate.json?  -> manifest + signature -> verify -> rename (the commit) -> log, pointer

Safe to kill at any moment and to run twice, also at once: the rename is the only step that
makes an edition, and whoever comes next finishes or sweeps what was left.
"""

import json
import shutil
from datetime import date, datetime
from pathlib import Path
from typing import Any

from innopoints.clock import day_in_shanghai
from innopoints.durable import sha256_of, write_json
from innopoints.errors import Refused
from innopoints.home import Home
from innopoints.passports.objection import read_window
from innopoints.publication import audit
from innopoints.publication.approval import approved
from innopoints.publication.contents import describe_parquet, root_hash
from innopoints.publication.editions import (
    MANIFEST,
    PRODUCT,
    editions_of_the_day,
    lock_path,
    newest_edition,
    previous_edition,
    product_folder,
    recalled_before,
    staging_folder,
)
from innopoints.publication.keys import signing_keys
from innopoints.publication.lock import exclusive
from innopoints.publication.seal import commit_folder, sign_folder
from innopoints.publication.settle import settle, sweep, sweep_asides
from innopoints.publication.standing import highest_number, recall_record, recalled_editions
from innopoints.verify import FORMAT, VerificationFailed, verify


def publish(home: Home, as_of: date, published_at: datetime) -> dict[str, Any]:
    """Publish the gated files of `as_of`; `published_at` is an aware moment.

    Returns {published, product, as_of, edition, root_hash, path[, reason]}; `published` is False when the newest
    edition of the day already has these rows. Raises Refused when the gate did not pass exactly these files.
    """
    with exclusive(lock_path(home)):
        place = home.quality / as_of.isoformat()
        sweep_asides(home.keys, home.published, home.published / "keys", product_folder(home), home.quality, place)
        try:
            settle(home)
            report = passed_report(home, as_of)
            newest = newest_edition(home, as_of)
            if newest and newest["root_hash"] == report["root_hash"]:
                sweep(home, published_at)
                shutil.rmtree(staging_folder(home) / report["staged"], ignore_errors=True)
                return _result(newest, False, "the newest edition of this day already has exactly these rows")
            _not_recalled(home, as_of, report)
            sweep(home, published_at, keep=report["staged"])
            staged = staging_folder(home) / report["staged"]
            candidate = _same_as_gated(home, as_of, staged, report)
            approval = approved(home, as_of, report["root_hash"])
            number = highest_number(product_folder(home), as_of) + 1
            before = newest_edition(home, as_of, recalled_too=True)
            manifest = _manifest(home, report, candidate, number, before, published_at) | {"approved_by": approval}
            sign_folder(staged, manifest, signing_keys(home, published_at))
            verify(staged)
            final = product_folder(home) / as_of.isoformat() / str(number)
            write_json(place / f"gate-edition-{number}.json", report)
            commit_folder(staged, final)
            settle(home)
            sweep(home, published_at)
        except VerificationFailed as error:
            raise Refused(f"not published: {error}") from error
        return _result(newest_edition(home, as_of), True)


def passed_report(home: Home, as_of: date) -> dict[str, Any]:
    """The gate's report for the day. Raises Refused unless it says passed."""
    path = home.quality / as_of.isoformat() / "gate.json"
    again = f"run `innopoints gate --as-of {as_of}` first"
    try:
        report = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise Refused(f"not published: no readable gate report at {path}; {again}") from error
    if report.get("verdict") != "passed" or report.get("as_of") != as_of.isoformat():
        raise Refused(f"not published: the gate is closed for {as_of} ({path}); mend what it names, then {again}")
    return report


def _not_recalled(home: Home, as_of: date, report: dict[str, Any]) -> None:
    """Rows that were recalled are not published again as if nothing had been."""
    for day, number, folder in recalled_editions(product_folder(home)):
        recall = recall_record(folder)
        if day == as_of and recall["root_hash"] == report["root_hash"]:
            raise Refused(
                f"not published: these are exactly the rows of {day}/{number}, recalled on {recall['at']} because: "
                f"{recall['reason']}; correct what they were computed from, then build and gate {as_of} again"
            )


def _same_as_gated(home: Home, as_of: date, staged: Path, report: dict[str, Any]) -> dict[str, Any]:
    """The candidate's description, after making sure that nothing changed since the gate looked."""
    again = f"run `innopoints gate --as-of {as_of}` again"
    if not staged.is_dir():
        raise Refused(f"not published: the gated files {staged} are gone; {again}")
    for left in (staged / MANIFEST, *staged.glob("manifest*.sig")):
        left.unlink(missing_ok=True)
    for aside in staged.glob(f".{MANIFEST[:8]}*.aside-*"):
        aside.unlink()
    gated = report["files"]
    if sorted(path.name for path in staged.iterdir()) != sorted(file["name"] for file in gated):
        raise Refused(f"not published: {staged} does not hold the files the gate saw; {again}")
    for file in gated:
        if sha256_of(staged / file["name"]) != file["sha256"]:
            raise Refused(f"not published: {staged / file['name']} changed after the gate saw it; {again}")
        if describe_parquet(staged / file["name"]) != file:
            raise Refused(f"not published: {staged / file['name']} is not described by the gate report; {again}")
    if root_hash(PRODUCT, as_of.isoformat(), gated, report["schemes"]) != report["root_hash"]:
        raise Refused(f"not published: the root hash of the gate report does not follow from its files; {again}")
    if not home.candidate_json.exists() or sha256_of(home.candidate_json) != report["candidate_sha256"]:
        raise Refused(f"not published: {home.candidate_json} was built again after the gate; {again}")
    previous = previous_edition(home, as_of)
    if (previous or {}).get("root_hash") != (report["previous"] or {}).get("root_hash"):
        raise Refused(f"not published: another edition came between build and publish; build {as_of} again, then gate")
    candidate = json.loads(home.candidate_json.read_bytes())
    if candidate.get("recalled", []) != recalled_before(home, as_of):
        raise Refused(f"not published: a recall came between build and publish; build {as_of} again, then gate")
    if candidate["of_the_day"] != [int(folder.name) for folder in editions_of_the_day(home, as_of)]:
        raise Refused(f"not published: {as_of} got another edition since it was built; build it again, then gate")
    return candidate


def _manifest(
    home: Home,
    report: dict[str, Any],
    candidate: dict[str, Any],
    number: int,
    before: dict[str, Any] | None,
    published_at: datetime,
) -> dict[str, Any]:
    gate_report = home.quality / report["as_of"] / "gate.json"
    return {
        "format": FORMAT,
        "kind": "edition",
        "product": PRODUCT,
        "as_of_date": report["as_of"],
        "edition": number,
        "status": "published",
        "files": report["files"],
        "schemes": report["schemes"],
        "illustrative": any(scheme["status"] != "official" for scheme in report["schemes"]),
        "root_hash": report["root_hash"],
        "previous": report["previous"],
        "recalled": candidate.get("recalled", []),
        "supersedes": {"edition": before["edition"], "root_hash": before["root_hash"]} if before else None,
        "known_at": candidate["known_at"],
        "published_at": published_at.isoformat(),
        **read_window().days(day_in_shanghai(published_at)),
        "batches": candidate["batches"],
        "registry_sha256": candidate["registry_sha256"],
        "code_version": candidate["code_version"],
        "code_commit": candidate.get("code_commit"),
        "gate_report_sha256": sha256_of(gate_report),
        "audit": audit.head(home),
    }


def _result(edition: dict[str, Any], published: bool, reason: str | None = None) -> dict[str, Any]:
    result = {"published": published, "product": PRODUCT}
    result |= {key: edition[key] for key in ("as_of", "edition", "root_hash", "path")}
    return result | ({"reason": reason} if reason else {})
