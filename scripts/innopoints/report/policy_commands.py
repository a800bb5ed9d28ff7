"""The command about policies: who may have which, who nearly, and the list to tell them by."""

from pathlib import Path
from typing import Annotated

import typer

from innopoints.arguments import say
from innopoints.home import Home

app = typer.Typer()


@app.command()
def policies(
    policy: Annotated[str, typer.Argument(help="A policy in force; default: all of them, counted")] = "",
    out: Annotated[Path | None, typer.Option(help="Write its push list to this .xlsx or .csv instead")] = None,
) -> None:
    """Who may have which policy, who misses it by one clause, how far the budget goes; nothing goes to a bank.

    Example: innopoints policies zone_growth_reward --out push.xlsx
    """
    from innopoints.errors import WrongUse
    from innopoints.report.policies import every_policy, one_policy
    from innopoints.report.policy_push import write_push_list

    home = Home.from_environment()
    if out is None:
        typer.echo(one_policy(home, policy) if policy else every_policy(home))
    elif not policy:
        raise WrongUse("--out takes the push list of one policy; name it: innopoints policies POLICY --out FILE")
    else:
        say(write_push_list(home, policy, out))
