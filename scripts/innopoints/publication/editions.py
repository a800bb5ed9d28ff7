"""Which editions exist, and which one a new edition is compared with."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from innopoints.errors import Refused
from innopoints.home import Home

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
        return json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise Refused(f"{path}: not readable ({error}); run `innopoints verify {folder}`") from error


def folders_of_editions(root: Path) -> list[tuple[date, int, Path]]:
    """(day, edition, folder) of everything under a product folder, oldest day first."""
    found = []
    for day in root.iterdir() if root.is_dir() else ():
        try:
            as_of = date.fromisoformat(day.name)
        except ValueError:
            continue
        found += [(as_of, int(each.name), each) for each in day.iterdir() if each.name.isdigit() and each.is_dir()]
    return sorted(found)


def editions(home: Home) -> list[dict[str, Any]]:
    """Every edition as {as_of, edition, root_hash, path, published_at, previous}, by day and number.

    `as_of` is ISO text, `path` an absolute path as text, `previous` what the edition was compared with.
    """
    return [_edition(folder) for _, _, folder in folders_of_editions(product_folder(home))]


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


def newest_edition(home: Home, as_of: date) -> dict[str, Any] | None:
    """The edition of that day with the highest number, or None."""
    of_day = [folder for day, _, folder in folders_of_editions(product_folder(home)) if day == as_of]
    return _edition(of_day[-1]) if of_day else None


def previous_edition(home: Home, as_of: date) -> dict[str, Any] | None:
    """What an edition of `as_of` is compared with, as {as_of, edition, root_hash, path}, or None for the first.

    A day that already has an edition keeps what its edition 1 was compared with, so that computing
    the day again gives the same rows; otherwise the newest edition of the newest earlier day.
    """
    known = folders_of_editions(product_folder(home))
    of_day = [folder for day, _, folder in known if day == as_of]
    if of_day:
        recorded = read_manifest(of_day[0])["previous"]
        return _brief(_at(home, recorded)) if recorded else None
    earlier = [folder for day, _, folder in known if day < as_of]
    return _brief(_edition(earlier[-1])) if earlier else None


def past_editions(home: Home, previous: dict[str, Any] | None, count: int) -> list[dict[str, Any]]:
    """`previous`, what it was compared with, and so on back: at most `count`, the latest first."""
    found: list[dict[str, Any]] = []
    while previous and len(found) < count:
        found.append(_at(home, previous))
        previous = found[-1]["previous"]
    return found


def _at(home: Home, recorded: dict[str, Any]) -> dict[str, Any]:
    folder = product_folder(home) / recorded["as_of"] / str(recorded["edition"])
    found = _edition(folder)
    if found["root_hash"] != recorded["root_hash"]:
        raise Refused(f"{folder}: its root hash is not the one that was recorded when it was compared with; verify it")
    return found


def _brief(edition: dict[str, Any]) -> dict[str, Any]:
    return {key: edition[key] for key in ("as_of", "edition", "root_hash", "path")}
