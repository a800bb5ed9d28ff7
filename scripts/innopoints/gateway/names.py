"""What a bank is called on the server. Every name goes through psycopg.sql, quoted; this only keeps them tellable."""

from innopoints.errors import Refused

STORE, FACE = "innopoints_store", "innopoints"
# PostgreSQL cuts an identifier at 63 bytes: two banks must not become one.
_LONGEST = 63


def role_of(bank: str) -> str:
    """The role of a bank. Raises Refused for an id that PostgreSQL would cut short or cannot hold."""
    return _whole(f"bank_{bank}", bank)


def ticket_of(bank: str) -> str:
    """The sequence that counts a bank's acts, taken back or not."""
    return _whole(f"ticket_{bank}", bank)


def _whole(name: str, bank: str) -> str:
    if "\0" in name or len(name.encode("utf-8", "surrogatepass")) > _LONGEST:
        raise Refused(f"bank {bank!r}: {name!r} is no name on PostgreSQL: at most {_LONGEST} bytes, and no NUL")
    return name


def edition_name(as_of: str, number: int) -> str:
    """2026-06-30/1: how an edition is called everywhere."""
    return f"{as_of}/{number}"
