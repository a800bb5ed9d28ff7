"""Two ways of doing a job, measured in turns, so that a busy machine is busy for both."""

from collections.abc import Callable
from pathlib import Path
from statistics import median


def paired(ours: Callable[[], float], bare: Callable[[], float], rounds: int) -> tuple[float, float, float]:
    """Median of our measure and of the bare one, and the median of the ratios round by round."""
    measured = []
    for number in range(rounds):
        # Whoever comes second finds the file in the page cache: take turns at that too.
        if number % 2:
            other = bare()
            measured.append((ours(), other))
        else:
            measured.append((ours(), bare()))
    return (
        median(each for each, _ in measured),
        median(other for _, other in measured),
        median(each / other for each, other in measured),
    )


def peak_mib() -> int:
    """The most memory this process has held (resident, Linux). A child does not count its parent's."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024
