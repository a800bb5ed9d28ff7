"""The steps of a night, each by hand: what each task of the nightly DAG does, and letting a held batch count."""

from typing import Annotated

import typer

from innopoints.arguments import day, moment, say
from innopoints.home import Home

app = typer.Typer()

Source = Annotated[str, typer.Argument(help="A source of dags/sources, e.g. tax")]
AsOf = Annotated[str, typer.Option("--as-of", help="The day the score speaks of, YYYY-MM-DD")]
KnownAt = Annotated[str, typer.Option("--known-at", help="Use only what had landed by then (ISO 8601); default: now")]


@app.command()
def fetch(source: Source, known_at: KnownAt = "") -> None:
    """Pull what an office has new, untouched. Example: innopoints fetch tax"""
    from innopoints.ingest.fetch import fetch

    say(fetch(Home.from_environment(), source, moment(known_at)))


@app.command()
def land(source: Source, known_at: KnownAt = "") -> None:
    """Turn what was fetched into immutable batches. Example: innopoints land tax"""
    from innopoints.ingest.land import land

    say(land(Home.from_environment(), source, moment(known_at)))


@app.command()
def check(source: Source, known_at: KnownAt = "") -> None:
    """Check a source's new batches against its suites. Example: innopoints check tax"""
    from innopoints.ingest.check import check_landing

    say(check_landing(Home.from_environment(), source, moment(known_at)))


@app.command()
def release(
    source: Source,
    batch: Annotated[str, typer.Argument(help="The held batch, or the beginning of its name")],
    because: Annotated[str, typer.Option(help="Why it is right all the same; stands beside the batch for ever")],
    by: Annotated[str, typer.Option(help="Who decided; default: the login name")] = "",
) -> None:
    """Let a held batch count from now on.

    Example: innopoints release output 3f2a --because "统计局确认：停产企业已退库"
    """
    import getpass

    from innopoints import clock
    from innopoints.ingest.release import release

    say(release(Home.from_environment(), source, batch, because, by or getpass.getuser(), clock.now()))


@app.command()
def register() -> None:
    """Check the YAML kinds and write them as registry tables. Example: innopoints register"""
    from innopoints.registry.register import register

    say(register(Home.from_environment()))


@app.command()
def build(as_of: AsOf, known_at: KnownAt = "") -> None:
    """Build the candidate warehouse with dbt. Example: innopoints build --as-of 2026-06-30"""
    from innopoints.warehouse.build import build

    say(build(Home.from_environment(), day(as_of), moment(known_at)))


@app.command()
def gate(as_of: AsOf) -> None:
    """Judge the candidate publication files. Example: innopoints gate --as-of 2026-06-30"""
    from innopoints.gate.gate import gate

    say(gate(Home.from_environment(), day(as_of)))


@app.command()
def promote() -> None:
    """Make the candidate warehouse the one analysts read. Example: innopoints promote"""
    from innopoints.warehouse.promote import promote

    say(promote(Home.from_environment()))


@app.command()
def publish(as_of: AsOf, published_at: Annotated[str, typer.Option(help="ISO 8601; default: now")] = "") -> None:
    """Sign and freeze the gated files as an edition. Example: innopoints publish --as-of 2026-06-30"""
    from innopoints.gate.history import renew_page
    from innopoints.publication.publish import publish

    home = Home.from_environment()
    result = publish(home, day(as_of), moment(published_at))
    renew_page(home)
    say(result)


@app.command()
def deliver(
    bank: Annotated[str, typer.Argument(help="A bank of dags/banks")],
    as_of: AsOf,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go where")] = False,
) -> None:
    """Hand a bank its share of the newest edition of a day. Example: innopoints deliver hzrcb --as-of 2026-06-30"""
    from innopoints.publication.deliver import deliver, would_deliver

    say((would_deliver if dry_run else deliver)(Home.from_environment(), bank, day(as_of)))
