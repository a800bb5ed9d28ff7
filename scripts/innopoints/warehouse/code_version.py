"""Which code made a number: the package's version and a hash of everything that computes."""

import hashlib
import subprocess

from innopoints import __version__
from innopoints.project import DBT, EXPECTATIONS, ROOT, SOURCES

_COMPUTES = ("*.sql", "*.yml", "*.py")


def code_version() -> str:
    """`<version>+<12 hex>`: changes when any model, rule, suite, source passport or module does, and only then."""
    digest = hashlib.sha256()
    for folder in (DBT, EXPECTATIONS, SOURCES, ROOT / "scripts" / "innopoints"):
        files = (path for pattern in _COMPUTES for path in folder.rglob(pattern))
        for path in sorted(path for path in files if not {"target", "logs", "__pycache__"} & set(path.parts)):
            digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return f"{__version__}+{digest.hexdigest()[:12]}"


def code_commit() -> str | None:
    """The git commit the project is checked out at, so that the code can be had again; None outside of a checkout.

    Files changed since then are not in it: `code_version` tells whether they are.
    """
    try:
        asked = subprocess.run(["git", "-C", str(ROOT), "rev-parse", "HEAD"], capture_output=True, text=True)
    except OSError:
        return None
    return asked.stdout.strip() if asked.returncode == 0 else None
