"""A run of the recall DAG: its parameters read, the edition recalled, one line left in the run's folder."""

from datetime import UTC, datetime
from typing import Any

from innopoints.arguments import edition
from innopoints.home import Home
from innopoints.nightly.steps import recorded
from innopoints.publication.recall import recall


def as_asked(params: dict[str, Any], run: str, due: datetime) -> dict[str, Any]:
    """Recall as the parameters of a run of the recall DAG say; leaves its line in the run's folder."""
    home = Home.from_environment()
    which, instead = params["edition"], params["replacement"]
    as_of, number = edition(which)
    told = (params["affected"] or None, edition(instead) if instead else None, params["dry_run"])
    moment = due.astimezone(UTC).replace(microsecond=0)

    def act() -> dict[str, Any]:
        return recall(home, as_of, number, params["reason"], params["by"], moment, *told)

    return recorded(home, run, "recall", which, as_of, act)
