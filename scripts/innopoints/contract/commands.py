"""The commands about what banks are promised."""

from pathlib import Path
from typing import Annotated

import typer

from innopoints.arguments import say

app = typer.Typer()


@app.command()
def contract(
    out: Annotated[Path | None, typer.Option(help="A folder; default: over the contract promised last")] = None,
    bank: Annotated[str, typer.Option(help="A bank of dags/banks: its share of the contract, and a page to read")] = "",
    same_meaning: Annotated[bool, typer.Option("--same-meaning", help="Changed words mean what they meant")] = False,
) -> None:
    """What banks are promised, as an Open Data Contract Standard file; refused when it breaks the promise before.

    Example: innopoints contract

    Example: innopoints contract --bank ccb_huizhou --out ccb_contract
    """
    from innopoints import clock
    from innopoints.contract.for_bank import for_bank
    from innopoints.contract.promise import renew
    from innopoints.errors import WrongUse

    if bank and out is None:
        raise WrongUse("--bank needs --out: the folder to write the bank's contract and page to")
    say(for_bank(bank, out) if bank else renew(clock.now().date(), out, same_meaning))
