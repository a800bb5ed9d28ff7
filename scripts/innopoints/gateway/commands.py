"""`innopoints gateway …`: the PostgreSQL server banks read."""

from typing import Annotated

import typer

from innopoints.arguments import say
from innopoints.home import Home

app = typer.Typer(no_args_is_help=True, help="The PostgreSQL server banks read: set it up, check it.")

Which = Annotated[str, typer.Argument(help="The `gateway:` of a passport; default: all of them")]


@app.command("init")
def init_command(
    gateway: Which = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Do it, say what was new, and take it back")] = False,
) -> None:
    """Set up a server or bring it up to date, as the administrator of AIRFLOW_CONN_<GATEWAY>_ADMIN; twice does nothing.

    Example: innopoints gateway init --dry-run
    """
    from innopoints.gateway.init import init

    say(init(gateway, dry_run))


@app.command("verify")
def verify_command(gateway: Which = "") -> None:
    """Check every row against what was signed, and every line of the access log. Example: innopoints gateway verify"""
    from innopoints.gateway.init import gateways
    from innopoints.gateway.verify import verify_gateway
    from innopoints.passports.bank import read_banks

    home = Home.from_environment()
    say({each: verify_gateway(home, each, banks) for each, banks in gateways(read_banks(), gateway).items()})
