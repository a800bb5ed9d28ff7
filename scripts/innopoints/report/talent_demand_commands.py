"""The command about the talents a zone wants."""

from pathlib import Path
from typing import Annotated

import typer

from innopoints.arguments import say
from innopoints.home import Home

app = typer.Typer()


@app.command("talent-demand")
def talent_demand(
    out: Annotated[Path | None, typer.Option(help="Write the gaps to this .xlsx or .csv instead")] = None,
    matches: Annotated[
        bool, typer.Option("--matches", help="With --out: who may fill which post; zone office")
    ] = False,
) -> None:
    """The talent demand base (人才需求库): wanted, to be had and the gap by industry chain and level.

    Example: innopoints talent-demand --out gap.xlsx
    """
    from innopoints.errors import WrongUse
    from innopoints.report.talent_demand import talent_demand, write_gap, write_matches

    home = Home.from_environment()
    if out is not None:
        say(write_matches(home, out) if matches else write_gap(home, out))
    elif matches:
        raise WrongUse("--matches names persons by code and goes to a file only: talent-demand --matches --out FILE")
    else:
        typer.echo(talent_demand(home))
