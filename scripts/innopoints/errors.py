"""The three ways a command ends badly; each says what is wrong, where, and what to do next."""


class InnopointsError(Exception):
    """Base of every error a user is meant to read; `exit_code` is what the command returns."""

    exit_code = 1


class Refused(InnopointsError):
    """A rule or the gate says no: the input is readable, but must not go on."""

    exit_code = 1


class WrongUse(InnopointsError):
    """The command was called with something that cannot mean anything."""

    exit_code = 2


class OutsideFailed(InnopointsError):
    """The outside world failed: an office, a network, a disk. Trying again later may help."""

    exit_code = 3


def disk_fault(error: OSError) -> OutsideFailed:
    """What a person must know of a full or broken disk."""
    return OutsideFailed(
        f"{error.filename or 'the disk'}: {error.strerror}. What was published before stays whole and in place; "
        "free some space or mend the disk, then run the same command again"
    )
