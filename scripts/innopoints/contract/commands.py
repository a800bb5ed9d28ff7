"""The commands about what banks are promised."""

from pathlib import Path
from typing import Annotated

import typer

from innopoints.arguments import say
from innopoints.home import Home

app = typer.Typer()


@app.command()
def contract(
    out: Annotated[Path | None, typer.Option(help="A folder; default: over the contract promised last")] = None,
    bank: Annotated[str, typer.Option(help="A bank of dags/banks: all it is given to build on")] = "",
    same_meaning: Annotated[bool, typer.Option("--same-meaning", help="Changed words mean what they meant")] = False,
) -> None:
    """What banks are promised, as an Open Data Contract Standard file; refused when it breaks the promise before.

    With --bank: its share of that, a page in two languages, the guide, verify.py, and the cards of the newest edition.

    Example: innopoints contract

    Example: innopoints contract --bank ccb_huizhou --out ccb_contract
    """
    from innopoints import clock
    from innopoints.card.card import cards
    from innopoints.contract.for_bank import for_bank
    from innopoints.contract.promise import renew
    from innopoints.errors import WrongUse

    if bank and out is None:
        raise WrongUse("--bank needs --out: the folder to write the bank's contract and page to")
    if bank:
        say(for_bank(bank, out) | {"cards": cards(Home.from_environment(), out)})
    else:
        say(renew(clock.now().date(), out, same_meaning))
