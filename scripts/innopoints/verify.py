#!/usr/bin/env python3
"""Verify an edition of the innovation points, or a bank's share of one. One file; copy it.

    python verify.py FOLDER [--public-key FILE]

Needs Python 3.11, pyarrow and cryptography; nothing else of this project. It checks the
signature over manifest.json, every file's SHA-256, row count and columns, the root hash,
and that the folder holds no other file. Exit code 0: all of it holds. 1: something does not.

Without --public-key the key is taken from `keys/<key id>.pem` in the folder or above it. That
proves the files belong together, not who made them: compare the key id printed here with the
one the zone office gave you, or keep its key and pass it with --public-key.
"""

import argparse
import csv
import hashlib
import json
import sys
from pathlib import Path

FORMAT = "innopoints-manifest/1"
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"


class VerificationFailed(Exception):
    """The folder is not what was signed; the message says which file and why."""


def verify(folder, public_key=None):
    """What was verified, as a dict; `public_key` is the path of a PEM file. Raises VerificationFailed."""
    folder = Path(folder)
    try:
        body = (folder / MANIFEST).read_bytes()
        signature = (folder / SIGNATURE).read_bytes()
    except OSError as error:
        raise VerificationFailed(f"{folder}: {error.strerror}: {error.filename}") from error
    key_id, source = _check_signature(folder, body, signature, public_key)
    manifest = _parse(folder, body)
    if manifest.get("key_id") != key_id:
        raise VerificationFailed(f"{folder}: signed by key {key_id}, manifest names {manifest.get('key_id')}")
    _check_no_other_file(folder, manifest["files"])
    for file in manifest["files"]:
        _check_file(folder, file)
    if manifest["root_hash"] != root_hash(manifest):
        raise VerificationFailed(f"{folder}: the root hash does not follow from the files listed")
    told = ("kind", "product", "as_of_date", "edition", "bank", "root_hash", "schemes", "valid_until", "illustrative")
    return {
        "verified": True,
        **{name: manifest[name] for name in told if name in manifest},
        "files": {file["name"]: file["rows"] for file in manifest["files"]},
        "key_id": key_id,
        "key_from": source,
    }


def root_hash(manifest):
    """sha256 over the canonical JSON of product, day, files and schemes."""
    kept = ("name", "rows", "sha256", "schema")
    files = sorted(manifest["files"], key=lambda file: file["name"])
    value = {
        "product": manifest["product"],
        "as_of_date": manifest["as_of_date"],
        "files": [{key: file[key] for key in kept} for file in files],
        "schemes": manifest["schemes"],
    }
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _check_signature(folder, body, signature, public_key):
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    path, source = (Path(public_key), "given") if public_key else (_key_beside(folder, body), "beside the files")
    key = _load_key(path)
    try:
        key.verify(signature, body)
    except InvalidSignature as error:
        raise VerificationFailed(f"{folder}: the signature does not fit manifest.json (key {path})") from error
    raw = key.public_bytes(Encoding.Raw, PublicFormat.Raw)
    return hashlib.sha256(raw).hexdigest()[:16], source


def _load_key(path):
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        key = load_pem_public_key(path.read_bytes())
    except (OSError, ValueError) as error:
        raise VerificationFailed(f"{path}: not a readable public key ({error})") from error
    if not isinstance(key, Ed25519PublicKey):
        raise VerificationFailed(f"{path}: not an Ed25519 public key")
    return key


def _key_beside(folder, body):
    try:
        key_id = json.loads(body)["key_id"]
    except (ValueError, KeyError, TypeError) as error:
        raise VerificationFailed(f"{folder}: manifest.json is not a manifest") from error
    if not (isinstance(key_id, str) and key_id.isalnum()):
        raise VerificationFailed(f"{folder}: manifest.json names no key")
    for place in [folder.resolve(), *folder.resolve().parents][:5]:
        if (place / "keys" / f"{key_id}.pem").is_file():
            return place / "keys" / f"{key_id}.pem"
    raise VerificationFailed(f"{folder}: no keys/{key_id}.pem here or above; pass --public-key")


def _parse(folder, body):
    try:
        manifest = json.loads(body)
        names = [file["name"] for file in manifest["files"]]
        complete = all({"rows", "sha256", "schema"} <= file.keys() for file in manifest["files"])
        if not complete or not {"product", "as_of_date", "schemes", "root_hash"} <= manifest.keys():
            raise KeyError("files")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise VerificationFailed(f"{folder}: manifest.json is not a manifest") from error
    if manifest.get("format") != FORMAT:
        raise VerificationFailed(f"{folder}: format {manifest.get('format')!r}; this program reads {FORMAT}")
    if len(set(names)) != len(names) or any(Path(name).name != name or name.startswith(".") for name in names):
        raise VerificationFailed(f"{folder}: manifest.json lists impossible file names")
    return manifest


def _check_no_other_file(folder, files):
    listed = {MANIFEST, SIGNATURE, *(file["name"] for file in files)}
    present = {path.name for path in folder.iterdir()}
    if missing := sorted(listed - present):
        raise VerificationFailed(f"{folder}: missing {', '.join(missing)}")
    if extra := sorted(present - listed):
        raise VerificationFailed(f"{folder}: not in the manifest: {', '.join(extra)}")


def _check_file(folder, file):
    path = folder / file["name"]
    if path.is_symlink() or not path.is_file():
        raise VerificationFailed(f"{path}: not a plain file")
    with path.open("rb") as handle:
        if hashlib.file_digest(handle, "sha256").hexdigest() != file["sha256"]:
            raise VerificationFailed(f"{path}: its content is not what was signed (sha256)")
    try:
        rows, columns = _shape(path)
    except Exception as error:
        raise VerificationFailed(f"{path}: not readable: {error}") from error
    if rows != file["rows"]:
        raise VerificationFailed(f"{path}: {rows} rows, the manifest says {file['rows']}")
    listed = [list(column) for column in file["schema"]]
    if columns != (listed if path.suffix == ".parquet" else [name for name, _ in listed]):
        raise VerificationFailed(f"{path}: its columns are not those of the manifest")


def _shape(path):
    if path.suffix == ".parquet":
        import pyarrow.parquet as pq

        with pq.ParquetFile(path) as parquet:
            columns = [[field.name, str(field.type)] for field in parquet.schema_arrow]
            return parquet.metadata.num_rows, columns
    with path.open(encoding="utf-8-sig", newline="") as text:
        lines = csv.reader(text)
        columns = next(lines)
        return sum(1 for _ in lines), columns


def main(arguments=None):
    """Print the verdict as JSON; the exit code says it too."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--public-key", help="PEM file the zone office gave you")
    given = parser.parse_args(arguments)
    try:
        print(json.dumps(verify(given.folder, given.public_key), ensure_ascii=False, indent=1))
    except VerificationFailed as error:
        print(f"NOT VERIFIED  {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
