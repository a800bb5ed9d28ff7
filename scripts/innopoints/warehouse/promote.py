"""Hand the candidate to analysts in one rename; who holds the old file open reads on."""

import json
from pathlib import Path

from innopoints import durable
from innopoints.errors import Refused
from innopoints.home import Home


def promote(home: Home) -> dict:
    """Make `home.candidate` the current warehouse, or, for a day before the current one, that day's own file.

    An old day that is computed again must not take the place of today: it goes to `innopoints-<as of>.duckdb`.
    Returns {warehouse, as_of, mib}. Refused when there is no finished candidate. candidate.json stays where it is:
    publishing still needs it, and a copy goes beside the warehouse.
    """
    if not home.candidate_json.exists():
        raise Refused("no finished candidate to promote; run `innopoints build --as-of YYYY-MM-DD` first")
    facts = home.candidate_json.read_bytes()
    as_of = json.loads(facts)["as_of"]
    place = _place(home, as_of)
    beside = place.with_suffix(".json")
    if home.candidate.exists():
        left_open = home.candidate.with_name(home.candidate.name + ".wal")
        if left_open.exists():
            raise Refused(f"{left_open} shows that the candidate was not closed; build it again")
        # First the description, then the file: a kill between the two leaves the candidate to be promoted again.
        durable.write_bytes(beside, facts)
        durable.commit(home.candidate, place)
    elif not (place.exists() and beside.exists() and beside.read_bytes() == facts):
        raise Refused(f"{home.candidate} is missing; run `innopoints build --as-of {as_of}` again")
    return {"warehouse": str(place), "as_of": as_of, "mib": round(place.stat().st_size / 2**20, 1)}


def _place(home: Home, as_of: str) -> Path:
    described = home.current.with_suffix(".json")
    newest = json.loads(described.read_bytes())["as_of"] if described.exists() else as_of
    return home.current if as_of >= newest else home.warehouse / f"innopoints-{as_of}.duckdb"
