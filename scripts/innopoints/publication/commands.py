"""The commands about editions that are published: verify them, recall them, and what follows from it."""

import getpass
from pathlib import Path
from typing import Annotated

import typer

from innopoints.arguments import day, edition, moment, say
from innopoints.home import Home
from innopoints.publication import key_commands

app = typer.Typer()
app.add_typer(key_commands.app, name="keys")

Edition = Annotated[str, typer.Argument(help="Day and number of an edition, e.g. 2026-06-30/1")]
By = Annotated[str, typer.Option(help="Who decided; default: the login name")]
At = Annotated[str, typer.Option("--at", help="When, ISO 8601; default: now")]


@app.command()
def verify(
    folder: Annotated[
        Path | None, typer.Argument(help="An edition or a bank's delivery; default: all editions")
    ] = None,
    public_key: Annotated[Path | None, typer.Option(help="PEM file of the zone's public key")] = None,
) -> None:
    """Check every hash and the signature, as a bank would; a recalled edition says so and ends with 1.

    Without a folder: every edition, recall and pointer of the house, the keys, and the audit log to its end.

    Example: innopoints verify var/delivery/hzrcb/score_v1/2026-06-30/1
    """
    from innopoints.errors import Refused
    from innopoints.publication.inspect import inspect
    from innopoints.verify import VerificationFailed, recalled, verify

    if folder is None or (folder / "audit.head.json").exists() or (folder / "audit.jsonl").exists():
        say(inspect(Home(folder.resolve().parent) if folder else Home.from_environment()))
        return
    try:
        verdict = verify(folder, public_key)
    except VerificationFailed as error:
        raise Refused(f"NOT VERIFIED  {error}") from error
    say(verdict)
    if verdict["status"] == "recalled":
        raise Refused(recalled(folder, verdict))


@app.command()
def editions() -> None:
    """All editions with their state: current, superseded, recalled, key revoked, deleted. Example: innopoints editions

    The same stands in published/score_v1/editions.json, and in each bank's own editions.json of its shares.
    """
    from innopoints.publication.edition_list import list_of
    from innopoints.publication.editions import product_folder

    say({"editions": list_of(product_folder(Home.from_environment()))})


@app.command()
def recall(
    which: Edition,
    reason: Annotated[str, typer.Option(help="Why; every bank that holds the edition reads it")],
    affected: Annotated[
        list[str] | None, typer.Option(help="An enterprise it matters to; repeat it; default: all")
    ] = None,
    affected_from: Annotated[Path | None, typer.Option(help="The same, one code a line")] = None,
    replacement: Annotated[str, typer.Option(help="The edition to use instead, if there is one already")] = "",
    by: By = "",
    at: At = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask on a terminal")] = False,
) -> None:
    """Recall an edition: the pointer falls back, each bank that holds it is told. It cannot be undone.

    Example: innopoints recall 2026-06-30/1 --reason "税务局更正了 6 月申报" --dry-run
    """
    import sys

    from innopoints.publication.recall import recall

    codes = list(affected or [])
    if affected_from:
        codes += affected_from.read_text(encoding="utf-8-sig", errors="replace").split()
    if not (dry_run or yes) and sys.stdin.isatty():
        typer.confirm(f"Recall {which} for good? (--dry-run shows what would happen)", abort=True)
    told = (codes if affected or affected_from else None, edition(replacement) if replacement else None, dry_run)
    home = Home.from_environment()
    say(recall(home, *edition(which), reason, by or getpass.getuser(), moment(at), *told))


@app.command()
def approve(
    as_of: Annotated[str, typer.Option("--as-of", help="The day whose gated rows may be published")],
    by: Annotated[str, typer.Option(help="Who approves; a name of dags/approval.yml")],
    at: At = "",
) -> None:
    """Say yes, by name, to what the gate passed, where dags/approval.yml asks for it.

    Example: innopoints approve --as-of 2026-06-30 --by 王局
    """
    from innopoints.publication.approval import approve
    from innopoints.publication.publish import passed_report

    home, of = Home.from_environment(), day(as_of)
    say(approve(home, of, passed_report(home, of), by, moment(at)))


@app.command()
def acknowledge(
    bank: Annotated[str, typer.Argument(help="The bank that has acknowledged the recall")],
    which: Edition,
    by: Annotated[str, typer.Option(help="Who at the bank, and how it was said")],
    at: At = "",
) -> None:
    """Note that a bank has acknowledged a recall; `innopoints status` shows who has not.

    Example: innopoints acknowledge hzrcb 2026-06-30/1 --by "风险部张三，电话"
    """
    from innopoints.publication.notice import acknowledge

    say(acknowledge(Home.from_environment(), bank, *edition(which), by, moment(at)))


@app.command()
def rebuild(which: Edition) -> None:
    """Compute an old edition again from what it was computed from, and compare hash for hash.

    Example: innopoints rebuild 2026-06-30/1
    """
    from innopoints.warehouse.rebuild import rebuild

    say(rebuild(Home.from_environment(), *edition(which)))


@app.command()
def retention(
    by: By = "",
    at: At = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what may go")] = False,
) -> None:
    """Delete editions at the end of their retention period (dags/retention.yml); a signed tombstone stays.

    Example: innopoints retention --dry-run
    """
    from innopoints.publication.retention import retention

    say(retention(Home.from_environment(), by or getpass.getuser(), moment(at), dry_run))
