"""Sign a folder of finished files and put it in its place: the two steps that make an edition or a delivery."""

from pathlib import Path
from typing import Any

from innopoints.durable import canonical_json, fsync_file, fsync_folder, write_bytes
from innopoints.publication.editions import MANIFEST, SIGNATURE
from innopoints.publication.keys import SigningKey


def sign_folder(folder: Path, manifest: dict[str, Any], keys: list[SigningKey]) -> None:
    """Make the files read-only and flush them, then write manifest.json and, last, a signature by each key.

    The first key is `key_id` and signs manifest.sig; a retiring key signs beside it, in manifest.<key id>.sig.
    """
    for path in folder.iterdir():
        path.chmod(0o444)
        fsync_file(path)
    first, *others = keys
    beside = {"also_signed_by": [key.id for key in others]} if others else {}
    body = canonical_json({**manifest, "key_id": first.id, **beside}) + b"\n"
    write_bytes(folder / MANIFEST, body)
    for key in others:
        write_bytes(folder / f"manifest.{key.id}.sig", key.sign(body))
    write_bytes(folder / SIGNATURE, first.sign(body))
    fsync_folder(folder)


def commit_folder(aside: Path, final: Path) -> None:
    """Rename a sealed folder into its place; complete from this moment on, also after a power cut."""
    new = [final.parent]
    while not new[-1].exists():
        new.append(new[-1].parent)
    final.parent.mkdir(parents=True, exist_ok=True)
    for folder in new:
        fsync_folder(folder)
    # rename(2) replaces an empty folder silently; a sealed folder is never empty, so none can be overwritten.
    aside.rename(final)
    fsync_folder(final.parent)
    fsync_folder(aside.parent)
