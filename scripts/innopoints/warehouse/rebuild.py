"""Compute an old edition again, from landing and the registry of its time, and compare hash for hash.

    manifest: as_of, known_at, batches, registry, previous, recalled ──▶ warehouse/rebuild/ ──▶ the same root hash?

Nothing of the running house is touched: the warehouse it makes is a scratch one, thrown away at the end.
"""

import shutil
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb

from innopoints.errors import Refused, WrongUse
from innopoints.gate.export import export, quoted
from innopoints.gate.gate import RULES
from innopoints.gate.product import Product
from innopoints.home import Home
from innopoints.ingest.batches import Batch, read_batches, table_folder
from innopoints.project import DBT
from innopoints.publication.contents import describe_parquet, root_hash, schemes_of
from innopoints.publication.editions import PRODUCT, edition_at, edition_folder, editions_of_the_day, read_manifest
from innopoints.publication.lock import exclusive
from innopoints.verify import VerificationFailed, verify
from innopoints.warehouse import dbt
from innopoints.warehouse.code_version import code_version
from innopoints.warehouse.inputs import prepare
from innopoints.warehouse.kept_registry import kept_registry
from innopoints.yaml_file import read


def rebuild(home: Home, as_of: date, number: int) -> dict[str, Any]:
    """Compute the edition again; returns {same, as_of, edition, root_hash, batches, code}.

    Raises Refused when an input is missing, or naming each file that came out otherwise; and whether the code is not
    the code of then, which is allowed to make a difference.
    """
    folder = edition_folder(home, as_of, number)
    try:
        verify(folder)
    except VerificationFailed as error:
        raise Refused(f"nothing to compare with: {error}") from error
    manifest = read_manifest(folder)
    code = _code(manifest)
    scratch = Home(home.warehouse / "rebuild")
    with exclusive(home.warehouse / ".rebuild.lock"):
        try:
            again = _computed(home, scratch, as_of, manifest)
            if again["root_hash"] != manifest["root_hash"]:
                raise Refused(differences(folder, scratch.root / "files", manifest, again, code))
        finally:
            for left in (scratch.candidate, scratch.root / "files"):
                shutil.rmtree(left, ignore_errors=True) if left.is_dir() else left.unlink(missing_ok=True)
    told = {"as_of": as_of.isoformat(), "edition": number, "root_hash": again["root_hash"]}
    return {"same": True, **told, "batches": len(manifest["batches"]), "code": code}


def _computed(home: Home, scratch: Home, as_of: date, manifest: dict[str, Any]) -> dict[str, Any]:
    scratch.warehouse.mkdir(parents=True, exist_ok=True)
    scratch.candidate.unlink(missing_ok=True)
    if not scratch.published.is_symlink():
        scratch.published.symlink_to(home.published.resolve(), target_is_directory=True)
    previous = manifest["previous"] and _compared_with(home, manifest["previous"])
    registry = kept_registry(home, manifest["registry_sha256"])
    of_the_day = [each for each in editions_of_the_day(home, as_of) if int(each.name) < manifest["edition"]]
    recalled, known_at = manifest.get("recalled", []), datetime.fromisoformat(manifest["known_at"])
    prepare(scratch, _batches(home, manifest), previous, as_of, recalled, registry, of_the_day, known_at=known_at)
    try:
        dbt.build(scratch, DBT, {"as_of_date": as_of.isoformat(), "known_at": manifest["known_at"]})
    except Refused as error:
        raise Refused(f"it cannot be computed by code {_code(manifest)}: {error}") from error
    files = scratch.root / "files"
    shutil.rmtree(files, ignore_errors=True)
    files.mkdir()
    export(scratch.candidate, list(read(RULES / f"{PRODUCT}.yml", Product).files), files)
    described = [describe_parquet(path) for path in sorted(files.iterdir())]
    schemes = schemes_of(files / "pub_score_v1.parquet")
    return {"files": described, "root_hash": root_hash(PRODUCT, as_of.isoformat(), described, schemes)}


def _compared_with(home: Home, recorded: dict[str, Any]) -> dict[str, Any]:
    try:
        edition_folder(home, date.fromisoformat(recorded["as_of"]), recorded["edition"])
    except (Refused, WrongUse) as error:
        raise Refused(f"it cannot be computed again: it was compared with an edition that is gone: {error}") from error
    return edition_at(home, recorded)


def _batches(home: Home, manifest: dict[str, Any]) -> dict[tuple[str, str], list[Batch]]:
    """Exactly the batches the manifest names. Raises Refused naming those that are not in the landing zone."""
    wanted = {(each["source"], each["table"], each["batch"]): each["rows"] for each in manifest["batches"]}
    found: dict[tuple[str, str], list[Batch]] = {}
    for source, table in sorted({key[:2] for key in wanted}):
        landed = read_batches(table_folder(home, source, table))
        found[source, table] = [each for each in landed if wanted.get((source, table, each.batch)) == each.rows]
    there = {(*key, each.batch) for key, batches in found.items() for each in batches if each.path.exists()}
    if missing := sorted(set(wanted) - there):
        which = ", ".join("/".join(each) for each in missing[:5])
        raise Refused(f"{len(missing)} batches of that time are not in {home.landing} as they were: {which}")
    return found


def _code(manifest: dict[str, Any]) -> str:
    """Which code computes now, which did then, and how to have that again."""
    then, now, commit = manifest["code_version"], code_version(), manifest.get("code_commit")
    if now == then:
        return f"{now}, as then"
    again = f"check out commit {commit}, where `innopoints doctor` says that code, and rebuild there" if commit else ""
    return f"{now}; the edition was computed by {then}{again and f'; to compare like with like {again}'}"


def differences(then: Path, now: Path, manifest: dict[str, Any], again: dict[str, Any], code: str) -> str:
    """Each file of the folders `then` and `now` that differs, in words."""
    before = {file["name"]: file for file in manifest["files"]}
    after = {file["name"]: file for file in again["files"]}
    lines = []
    for name in sorted(before.keys() | after.keys()):
        if name not in before or name not in after:
            lines.append(f"{name}: only {'then' if name in before else 'now'}")
        elif before[name]["schema"] != after[name]["schema"]:
            lines.append(f"{name}: other columns")
        elif before[name]["sha256"] != after[name]["sha256"]:
            lines.append(f"{name}: {_rows(then / name, now / name)}")
    what = "\n  ".join(lines or ["no file differs; the schemes it names do"])
    return f"NOT THE SAME  {then.parent.name}/{then.name}, computed by code {code}\n  {what}"


def _rows(then: Path, now: Path) -> str:
    def only(one: Path, other: Path) -> int:
        both = f"from read_parquet({quoted(one)}) except all from read_parquet({quoted(other)})"
        return con.execute(f"select count(*) from ({both})").fetchone()[0]

    with duckdb.connect(":memory:") as con:
        gone, new = only(then, now), only(now, then)
    return f"{gone} rows only then, {new} only now" if gone or new else "the same rows in other bytes (another DuckDB?)"
