"""Which editions exist, and which one a new edition is compared with."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from innopoints.errors import Refused, WrongUse
from innopoints.home import Home
from innopoints.publication.standing import (
    folders_of_editions,
    good_editions,
    recall_path,
    recalled_editions,
    tombstone_path,
)

PRODUCT = "score_v1"
MANIFEST = "manifest.json"
SIGNATURE = "manifest.sig"


def product_folder(home: Home) -> Path:
    """Where the editions of the product stand."""
    return home.published / PRODUCT


def staging_folder(home: Home) -> Path:
    """Where editions are made; on the same file system as the editions, so that a rename commits."""
    return home.published / ".staging"


def lock_path(home: Home) -> Path:
    """Held by whoever writes under published/."""
    return home.published / ".lock"


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of an edition or a delivery. Raises Refused when it cannot be read."""
    path = folder / MANIFEST
    try:
        manifest = json.loads(path.read_bytes())
        return manifest | {"root_hash": manifest["root_hash"]}
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise Refused(f"{path}: not readable ({error}); run `innopoints verify {folder}`") from error


def editions(home: Home) -> list[dict[str, Any]]:
    """Every edition as {as_of, edition, root_hash, path, published_at, previous, status}, by day and number.

    `as_of` is ISO text, `path` an absolute path as text, `previous` what the edition was compared with, `status`
    published, recalled or key revoked.
    """
    root = product_folder(home)
    good = {folder for _, _, folder in good_editions(root)}
    return [_edition(folder) | {"status": _status(folder, good)} for _, _, folder in folders_of_editions(root)]


def _status(folder: Path, good: set[Path]) -> str:
    return "published" if folder in good else "recalled" if recall_path(folder).exists() else "key revoked"


def _edition(folder: Path) -> dict[str, Any]:
    manifest = read_manifest(folder)
    return {
        "as_of": manifest["as_of_date"],
        "edition": manifest["edition"],
        "root_hash": manifest["root_hash"],
        "path": str(folder),
        "published_at": manifest["published_at"],
        "previous": manifest["previous"],
    }


def edition_folder(home: Home, as_of: date, number: int) -> Path:
    """Where an edition stands. Raises WrongUse naming the editions there are, Refused when it was deleted."""
    folder = product_folder(home) / as_of.isoformat() / str(number)
    if tombstone_path(folder).exists():
        raise Refused(f"edition {as_of}/{number} was deleted at the end of its retention period")
    if not folder.is_dir():
        known = [f"{day}/{each}" for day, each, _ in folders_of_editions(product_folder(home))]
        raise WrongUse(f"there is no edition {as_of}/{number}; there are: {', '.join(known[-12:]) or 'none'}")
    return folder


def newest_edition(home: Home, as_of: date, recalled_too: bool = False) -> dict[str, Any] | None:
    """The edition of that day with the highest number, of those that stand or of all, or None."""
    among = folders_of_editions if recalled_too else good_editions
    of_day = [folder for day, _, folder in among(product_folder(home)) if day == as_of]
    return _edition(of_day[-1]) if of_day else None


def previous_edition(home: Home, as_of: date) -> dict[str, Any] | None:
    """What an edition of `as_of` is compared with, as {as_of, edition, root_hash, path}, or None for the first.

    A day that already has an edition keeps what its first edition was compared with, so that computing
    the day again gives the same rows, as long as that stands; otherwise the newest good edition
    of the newest earlier day.
    """
    root = product_folder(home)
    good = good_editions(root)
    of_day = [folder for day, _, folder in folders_of_editions(root) if day == as_of]
    if of_day:
        recorded = read_manifest(of_day[0])["previous"]
        if recorded is None or _folder_of(home, recorded) in [folder for _, _, folder in good]:
            return _brief(edition_at(home, recorded)) if recorded else None
    earlier = [folder for day, _, folder in good if day < as_of]
    return _brief(_edition(earlier[-1])) if earlier else None


def recalled_before(home: Home, as_of: date) -> list[dict[str, Any]]:
    """The recalled editions of earlier days, as {as_of, edition}: an input of a build, which does not look at them."""
    recalled = recalled_editions(product_folder(home))
    return [{"as_of": day.isoformat(), "edition": number} for day, number, _ in recalled if day < as_of]


def editions_of_the_day(home: Home, as_of: date) -> list[Path]:
    """The folders of all editions of that day, recalled ones too: a build tells banks what it takes back of them."""
    return [folder for day, _, folder in folders_of_editions(product_folder(home)) if day == as_of]


def past_editions(
    home: Home, previous: dict[str, Any] | None, count: int, recalled: Sequence[dict[str, Any]] = ()
) -> list[dict[str, Any]]:
    """`previous`, what that was compared with, and so on back: at most `count`, latest first, none recalled.

    Nothing is known behind an edition that was deleted at the end of its retention period.
    """
    found: list[dict[str, Any]] = []
    while previous and len(found) < count and not tombstone_path(_folder_of(home, previous)).exists():
        edition = edition_at(home, previous)
        if {"as_of": edition["as_of"], "edition": edition["edition"]} not in recalled:
            found.append(edition)
        previous = edition["previous"]
    return found


def _folder_of(home: Home, recorded: dict[str, Any]) -> Path:
    return product_folder(home) / recorded["as_of"] / str(recorded["edition"])


def edition_at(home: Home, recorded: dict[str, Any]) -> dict[str, Any]:
    """The edition a manifest or a candidate names. Raises Refused when its root hash is another one."""
    folder = _folder_of(home, recorded)
    found = _edition(folder)
    if found["root_hash"] != recorded["root_hash"]:
        raise Refused(f"{folder}: its root hash is not the one that was recorded when it was compared with; verify it")
    return found


def _brief(edition: dict[str, Any]) -> dict[str, Any]:
    return {key: edition[key] for key in ("as_of", "edition", "root_hash", "path")}
