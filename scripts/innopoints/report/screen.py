"""A text of fixed width, the same on a terminal, in a log and in a test."""

import io

from rich.console import Console

WIDTH = 118


class Screen:
    """Print to `console`, then take everything as one text."""

    def __init__(self) -> None:
        self._text = io.StringIO()
        self.console = Console(width=WIDTH, file=self._text, no_color=True, highlight=False, markup=False)

    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self._text.getvalue().splitlines())
