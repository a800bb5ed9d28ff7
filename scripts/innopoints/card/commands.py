"""The command that makes the card of a scheme."""

from pathlib import Path
from typing import Annotated

import typer

from innopoints.arguments import edition as parsed
from innopoints.arguments import say
from innopoints.home import Home

app = typer.Typer()


@app.command()
def card(
    scheme: Annotated[str, typer.Argument(help="A scheme the edition holds")],
    out: Annotated[Path, typer.Option(help="The folder to write to")],
    edition: Annotated[str, typer.Option(help="Figures of which edition; default: the newest that stands")] = "",
) -> None:
    """What a score is for, from what data and how, its limits, and how steady it was: one page for whoever lends on it.

    Example: innopoints card zone_default --edition 2026-06-30/1 --out cards
    """
    from innopoints.card.card import card

    say(card(Home.from_environment(), scheme, out, parsed(edition) if edition else None))
