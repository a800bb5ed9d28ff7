"""What a person should look at in the landing zone, one line each: for the status command and the run's summary."""

_SAYS = {
    "held": "held, not used",
    "released": "held and released",
    "refused": "file refused",
    "late": "late",
    "unread": "rows that could not be read",
    "drift": "layout moved",
}


def needs_a_look(tables: list[dict]) -> list[str]:
    """The lines about an overview of tables, in its order."""
    lines = []
    for each in tables:
        name = f"{each['source']}.{each['table']}"
        lines += [f"{name}: {words}: {_told(key, what)}" for key, words in _SAYS.items() for what in each[key]]
    return lines


def _told(key: str, what: dict | str) -> str:
    if key == "held":
        return (
            f"{what['origin']}: {', '.join(what['because'])} "
            f"(batch {what['batch']}; ask the office, or innopoints release)"
        )
    return f"{what['origin']}: {what['reason']}" if key == "refused" else what
