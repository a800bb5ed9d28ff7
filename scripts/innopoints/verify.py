#!/usr/bin/env python3
"""Verify an edition of the innovation points, or a bank's share of one. One file; copy it.

    python verify.py FOLDER [--public-key FILE]

Needs Python 3.11, pyarrow and cryptography; nothing else of this project. It checks the
signatures over manifest.json, every file's SHA-256, row count and columns, the root hash,
that the folder holds no other file, and whether `<edition>.recall.json` beside the folder
recalls it. Exit code 0: all of it holds. 1: something does not, or the edition was recalled.

Without --public-key the key is taken from `keys/<key id>.pem` in the folder or above it. That
proves the files belong together, not who made them: compare the key id printed here with the
one the zone office gave you, or keep its key and pass it with --public-key. `keys/register.json`
beside the keys says which of them were retired, and when, and which were revoked.
"""

import argparse
import csv
import hashlib
import json
import sys
from datetime import datetime
from pathlib import Path

FORMAT = "innopoints-manifest/1"
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"


class VerificationFailed(Exception):
    """The folder is not what was signed; the message says which file and why."""


def verify(folder, public_key=None):
    """What was verified, as a dict; `public_key` is the path of a PEM file. Raises VerificationFailed.

    A recalled edition is still what was signed: its `status` is "recalled" and `recall` says why.
    """
    folder = Path(folder).resolve()
    tombstone = folder.with_name(f"{folder.name}.tombstone.json")
    if tombstone.exists():
        at = read_signed(tombstone, Keys(folder))["at"]
        raise VerificationFailed(f"{folder}: deleted on {at} at the end of its retention period ({tombstone})")
    try:
        body = (folder / MANIFEST).read_bytes()
        manifest = _parse(folder, body)
        signatures = {key_id: (folder / _signature_name(manifest, key_id)).read_bytes() for key_id in _ids(manifest)}
    except OSError as error:
        raise VerificationFailed(f"{folder}: {error.strerror}: {error.filename}") from error
    keys = Keys(folder, public_key)
    signed_by = keys.verified(f"{folder / MANIFEST}", body, signatures, manifest.get("published_at"))
    _check_no_other_file(folder, manifest)
    for file in manifest["files"]:
        _check_file(folder, file)
    if manifest["root_hash"] != root_hash(manifest):
        raise VerificationFailed(f"{folder}: the root hash does not follow from the files listed")
    recall = _recall(folder, manifest, keys)
    told = ("kind", "product", "as_of_date", "edition", "bank", "root_hash", "schemes")
    told += ("effective_from", "in_objection_until", "valid_until", "illustrative")
    return {
        "verified": True,
        "status": "recalled" if recall else "published",
        **({"recall": recall} if recall else {}),
        **{name: manifest[name] for name in told if name in manifest},
        "files": {file["name"]: file["rows"] for file in manifest["files"]},
        "key_id": manifest["key_id"],
        "signed_by": signed_by,
        "key_from": "given" if public_key else "beside the files",
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
    return hashlib.sha256(canonical(value)).hexdigest()


def canonical(value):
    """One byte string per value: what is hashed and signed."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def read_signed(path, keys, need_given=False):
    """The record of a one-file {record, signatures}. Raises VerificationFailed unless a key in force signed it."""
    path = Path(path)
    try:
        said = json.loads(path.read_bytes())
        record, moment = said["record"], said["record"].get("at")
        signatures = {key: bytes.fromhex(text) for key, text in said["signatures"].items() if text == text.lower()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise VerificationFailed(f"{path}: not a readable signed record ({error})") from error
    keys.verified(str(path), canonical(record), signatures, moment, need_given)
    return record


class Keys:
    """The public keys beside the files, what their register says of them, and the one that was given, if any."""

    def __init__(self, folder, given=None):
        places = [folder, *folder.parents][:5]
        self.folder = next((place / "keys" for place in places if (place / "keys").is_dir()), folder / "keys")
        key = _load_key(Path(given)) if given else None
        self.given = {_key_id(key): key} if key else {}
        self.register = None
        if (self.folder / "register.json").exists():
            self._read_register()

    def _read_register(self):
        path = self.folder / "register.json"
        record = read_signed(path, self)
        try:
            self.register = {entry["key_id"]: entry for entry in record["keys"]}
            signers = json.loads(path.read_bytes())["signatures"]
            in_force = any(not (each := self.register[key_id])["until"] and not each["revoked"] for key_id in signers)
        except (KeyError, TypeError) as error:
            raise VerificationFailed(f"{path}: not a register of keys") from error
        if not in_force:
            raise VerificationFailed(f"{path}: not signed by a key that is in force")

    def find(self, key_id):
        """The public key of that id, or None. Raises VerificationFailed when its file is not that key."""
        path = self.folder / f"{key_id}.pem"
        if key_id in self.given or not (key_id.isalnum() and path.is_file()):
            return self.given.get(key_id)
        key = _load_key(path)
        if _key_id(key) != key_id:
            raise VerificationFailed(f"{path}: holds key {_key_id(key)}")
        return key

    def why_not(self, key_id, moment):
        """Why a signature of that moment by that key does not count; None when it does."""
        entry = (self.register or {}).get(key_id)
        if self.register is None:
            return None
        if entry is None:
            return f"key {key_id} is not in {self.folder / 'register.json'}"
        if entry["revoked"]:
            return f"key {key_id} was revoked on {entry['revoked']['at']}: {entry['revoked']['because']}"
        if entry["until"] and not (moment and datetime.fromisoformat(moment) <= datetime.fromisoformat(entry["until"])):
            return f"key {key_id} was retired on {entry['until']}, and this is dated {moment}"
        return None

    def verified(self, what, body, signatures, moment, need_given=True):
        """The ids of the keys in force that signed `body`. Raises VerificationFailed when there is none."""
        from cryptography.exceptions import InvalidSignature

        good, refused = [], []
        for key_id, signature in signatures.items():
            if (key := self.find(key_id)) is None:
                refused.append(f"no keys/{key_id}.pem here or above; pass --public-key")
                continue
            try:
                key.verify(signature, body)
            except InvalidSignature as error:
                raise VerificationFailed(f"{what}: the signature of key {key_id} does not fit") from error
            why = self.why_not(key_id, moment)
            refused += [why] if why else []
            good += [] if why else [key_id]
        if need_given and self.given and not set(self.given) & set(good):
            refused = refused or [f"signed by {', '.join(signatures)}"]
            raise VerificationFailed(f"{what}: no signature in force by the key given: {'; '.join(refused)}")
        if not good:
            raise VerificationFailed(f"{what}: no signature in force: {'; '.join(refused) or 'it is not signed'}")
        return good


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


def _key_id(key):
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return hashlib.sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()[:16]


def _ids(manifest):
    return [manifest["key_id"], *manifest.get("also_signed_by", [])]


def _signature_name(manifest, key_id):
    return SIGNATURE if key_id == manifest["key_id"] else f"manifest.{key_id}.sig"


def _recall(folder, manifest, keys):
    path = folder.with_name(f"{folder.name}.recall.json")
    if not path.exists():
        return None
    record = read_signed(path, keys)
    same = [record.get(name) == manifest.get(name) for name in ("product", "as_of_date", "edition")]
    if not all(same) or record.get("root_hash") != manifest.get("edition_root_hash", manifest["root_hash"]):
        raise VerificationFailed(f"{path}: recalls another edition than the one it lies beside")
    return {name: record.get(name) for name in ("reason", "by", "at", "affected", "replacement")}


def _parse(folder, body):
    try:
        manifest = json.loads(body)
        names = [file["name"] for file in manifest["files"]]
        complete = all({"rows", "sha256", "schema"} <= file.keys() for file in manifest["files"])
        if not complete or not {"product", "as_of_date", "schemes", "root_hash", "key_id"} <= manifest.keys():
            raise KeyError("files")
        if not all(isinstance(key_id, str) and key_id.isalnum() for key_id in _ids(manifest)):
            raise KeyError("key_id")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise VerificationFailed(f"{folder}: manifest.json is not a manifest") from error
    if manifest.get("format") != FORMAT:
        raise VerificationFailed(f"{folder}: format {manifest.get('format')!r}; this program reads {FORMAT}")
    if len(set(names)) != len(names) or any(Path(name).name != name or name.startswith(".") for name in names):
        raise VerificationFailed(f"{folder}: manifest.json lists impossible file names")
    return manifest


def _check_no_other_file(folder, manifest):
    listed = {MANIFEST, *(_signature_name(manifest, key_id) for key_id in _ids(manifest))}
    listed |= {file["name"] for file in manifest["files"]}
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
        rows, columns = _shape(path, file.get("encoding", "utf-8-sig"))
    except Exception as error:
        raise VerificationFailed(f"{path}: not readable: {error}") from error
    if rows != file["rows"]:
        raise VerificationFailed(f"{path}: {rows} rows, the manifest says {file['rows']}")
    listed = [list(column) for column in file["schema"]]
    if columns != (listed if path.suffix == ".parquet" else [name for name, _ in listed]):
        raise VerificationFailed(f"{path}: its columns are not those of the manifest")


def _shape(path, encoding):
    if path.suffix == ".parquet":
        import pyarrow.parquet as pq

        with pq.ParquetFile(path) as parquet:
            columns = [[field.name, str(field.type)] for field in parquet.schema_arrow]
            return parquet.metadata.num_rows, columns
    with path.open(encoding=encoding, newline="") as text:
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
        verdict = verify(given.folder, given.public_key)
    except VerificationFailed as error:
        print(f"NOT VERIFIED  {error}", file=sys.stderr)
        return 1
    print(json.dumps(verdict, ensure_ascii=False, indent=1))
    if verdict["status"] == "recalled":
        print(recalled(given.folder, verdict), file=sys.stderr)
        return 1
    return 0


def recalled(folder, verdict):
    """What a reader of a recalled edition must be told."""
    recall, instead = verdict["recall"], verdict["recall"]["replacement"]
    whom = "all enterprises" if recall["affected"] == "all" else f"{len(recall['affected'])} enterprises"
    use = f"use {instead['as_of_date']} edition {instead['edition']}" if instead else "do not use it"
    return f"RECALLED  {folder}: on {recall['at']}, {whom} affected: {recall['reason']}; {use}"


if __name__ == "__main__":
    sys.exit(main())
