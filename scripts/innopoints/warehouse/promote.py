"""Hand the candidate to analysts in one rename; who holds the old file open reads on."""

from innopoints import durable
from innopoints.errors import Refused
from innopoints.home import Home


def promote(home: Home) -> dict:
    """Make `home.candidate` the current warehouse. Refused when there is no finished candidate.

    candidate.json stays where it is: publishing still needs it, and a copy goes beside the warehouse.
    """
    if not home.candidate_json.exists():
        raise Refused("no finished candidate to promote; run `innopoints build --as-of YYYY-MM-DD` first")
    beside = home.current.with_suffix(".json")
    if home.candidate.exists():
        left_open = home.candidate.with_name(home.candidate.name + ".wal")
        if left_open.exists():
            raise Refused(f"{left_open} shows that the candidate was not closed; build it again")
        durable.commit(home.candidate, home.current)
        durable.write_bytes(beside, home.candidate_json.read_bytes())
    elif not (beside.exists() and beside.read_bytes() == home.candidate_json.read_bytes()):
        raise Refused(f"{home.candidate} is missing; run `innopoints build --as-of YYYY-MM-DD` again")
    return {"warehouse": str(home.current), "mib": round(home.current.stat().st_size / 2**20, 1)}
