"""The dbt project as dbt reads it, kept from one reading to the next.

Reading the project takes dbt several seconds, and it reads everything again when a variable differs from last time,
which the days of a run always do. No model asks for them while it is read, so the project is read without them,
and a file that did not change is not read twice, whatever the day and whatever the home folder.
"""

import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from innopoints.errors import Refused

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest

KEPT = "partial_parse.msgpack"  # dbt's own name for it


def parsed(project: Path) -> "Manifest":
    """The manifest to hand to `dbtRunner(manifest=...)`, which is free to change it: one for each invocation.

    Kept under `<project>/target`, where dbt keeps it too; a project that cannot be written to is read anew each time.
    Raises Refused when dbt cannot read the project, with dbt's words.
    """
    from dbt.cli.main import dbtRunner

    kept = project / "target" / KEPT
    # Not opened now; a name of its own for each home would make dbt read everything again.
    os.environ["INNOPOINTS_CANDIDATE"] = "candidate.duckdb"
    with tempfile.TemporaryDirectory() as aside:
        own = Path(aside) / KEPT
        if kept.exists():
            shutil.copyfile(kept, own)
        place = ("--project-dir", str(project), "--profiles-dir", str(project), "--target-path", aside)
        # `measure` finds its domains among the macros by name: where one came or went, dbt must read it again.
        known = json.dumps({"domains": sorted(path.stem for path in (project / "macros" / "measures").iterdir())})
        ran = dbtRunner().invoke(["parse", "--quiet", "--no-write-json", "--log-path", aside, "--vars", known, *place])
        if not ran.success:
            raise Refused(f"dbt could not read the project under {project}: {ran.exception}") from ran.exception
        _keep(own, kept)
    return ran.result


def _keep(own: Path, kept: Path) -> None:
    """Put what dbt wrote in its place at once, so that whoever reads beside us finds the old or the new one, whole."""
    try:
        kept.parent.mkdir(exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=kept.parent, delete=False) as file:
            file.write(own.read_bytes())
        Path(file.name).replace(kept)
    except OSError:
        pass
