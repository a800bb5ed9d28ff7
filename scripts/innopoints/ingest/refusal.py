"""One piece of what an office sent cannot be landed; the other pieces go on."""


class NotLandable(Exception):
    """The reason, in words an office can act on. Never leaves the ingest package: land() makes it a Refused."""
