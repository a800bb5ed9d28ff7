"""The registry of every build, kept for good: each file once, under its own hash.

    published/registry/<sha256>.parquet    a registry table
    published/registry/<sha256>.json       a registry.json; manifests name it as `registry_sha256`

A build reads the kept files, so that neither it nor the warehouse it makes changes when `register` runs again, and an
old edition can be computed again with the rules of its time.
"""

import json
from hashlib import sha256
from pathlib import Path

from innopoints.durable import sha256_of, write_bytes
from innopoints.errors import Refused
from innopoints.home import Home

Files = dict[str, Path]


def kept_folder(home: Home) -> Path:
    """Where the kept files lie, beside the editions that need them."""
    return home.published / "registry"


def keep_registry(home: Home) -> tuple[str, Files]:
    """Keep the registry of now; returns its hash and {table: kept file}. Raises Refused when it is not whole."""
    body = (home.registry / "registry.json").read_bytes() if (home.registry / "registry.json").exists() else None
    if body is None:
        raise Refused(f"{home.registry}: no registry; run `innopoints register` first")
    for name, digest in json.loads(body)["files"].items():
        kept, path = kept_folder(home) / f"{digest}.parquet", home.registry / name
        if not kept.exists():
            data = path.read_bytes() if path.exists() else b""
            if sha256(data).hexdigest() != digest:
                raise Refused(f"{path} is not what registry.json says; run `innopoints register` again")
            write_bytes(kept, data)
    whole = sha256(body).hexdigest()
    if not (kept := kept_folder(home) / f"{whole}.json").exists():
        write_bytes(kept, body)
    return whole, kept_registry(home, whole)


def kept_registry(home: Home, whole: str) -> Files:
    """{table: kept file} of the registry of that hash. Raises Refused when one is missing or not what it was."""
    path = kept_folder(home) / f"{whole}.json"
    if not path.exists():
        raise Refused(f"{path} is missing: the registry of that time was not kept, or not brought back from a backup")
    files = {}
    for name, digest in json.loads(_intact(path, whole).read_bytes())["files"].items():
        files[name.removesuffix(".parquet")] = _intact(kept_folder(home) / f"{digest}.parquet", digest)
    return files


def _intact(path: Path, digest: str) -> Path:
    if not path.exists() or sha256_of(path) != digest:
        raise Refused(f"{path} is missing or not what it was when it was kept; bring it back from a backup")
    return path
