"""innopoints keys: which key signs, change it, revoke one."""

import getpass
from typing import Annotated

import typer

from innopoints.arguments import moment, say
from innopoints.home import Home

app = typer.Typer(no_args_is_help=True, help="The keys that sign editions. Example: innopoints keys list")

By = Annotated[str, typer.Option(help="Who decided; default: the login name")]
At = Annotated[str, typer.Option("--at", help="When, ISO 8601; default: now")]


@app.command("list")
def list_keys() -> None:
    """Every key: since when, until when, revoked or not. Example: innopoints keys list"""
    from innopoints.publication.rotate import listed

    say(listed(Home.from_environment()))


@app.command()
def rotate(
    overlap: Annotated[int, typer.Option(help="Days in which the old key still signs beside the new one")] = 30,
    by: By = "",
    at: At = "",
) -> None:
    """Let a new key sign; the old one is retired, and what it signed still verifies. Example: innopoints keys rotate"""
    from innopoints.publication.rotate import rotate

    say(rotate(Home.from_environment(), by or getpass.getuser(), moment(at), overlap))


@app.command()
def revoke(
    key_id: Annotated[str, typer.Argument(help="The key, as `innopoints keys list` shows it")],
    because: Annotated[str, typer.Option(help="Why; every bank reads it")],
    by: By = "",
    at: At = "",
) -> None:
    """What this key signed verifies no more; it cannot be undone.

    Example: innopoints keys revoke 3f2a9c0011223344 --because "私钥外泄"
    """
    from innopoints.publication.rotate import revoke

    say(revoke(Home.from_environment(), key_id, because, by or getpass.getuser(), moment(at)))
