"""Say what a long command is doing: one moving line on a terminal, one plain line a step in a log."""

import sys


class Progress:
    """Call it with a step, and with a count as the step goes on."""

    def __init__(self) -> None:
        self._step = ""
        self._moving = sys.stderr.isatty()

    def __call__(self, step: str, count: int | None = None) -> None:
        if self._moving:
            print(f"\r\x1b[K{step}{'' if count is None else f' {count:,}'}", end="", file=sys.stderr, flush=True)
        elif step != self._step:
            print(step, file=sys.stderr, flush=True)
        self._step = step

    def done(self) -> None:
        """Leave a clean line behind."""
        if self._moving:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
