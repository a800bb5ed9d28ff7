"""The `innopoints` command: every task of a nightly run, by hand.

Exit codes: 0 done, 1 refused by the gate or a rule, 2 wrong use, 3 outside world failed.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn

import typer

from innopoints.arguments import day, moment, say
from innopoints.card import commands as card_commands
from innopoints.contract import commands as contract_commands
from innopoints.finance import commands as finance_commands
from innopoints.gateway import commands as gateway_commands
from innopoints.home import Home
from innopoints.publication import commands
from innopoints.report import eligibility_commands, talent_demand_commands

if TYPE_CHECKING:
    from innopoints.errors import InnopointsError

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)

app.add_typer(commands.app)
app.add_typer(contract_commands.app)
app.add_typer(card_commands.app)
app.add_typer(eligibility_commands.app)
app.add_typer(finance_commands.app)
app.add_typer(gateway_commands.app, name="gateway")
app.add_typer(talent_demand_commands.app)

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


@app.command()
def trial(
    scheme: Annotated[Path, typer.Option(help="A scheme file; it need not be in dbt_project/schemes")],
    out: Annotated[Path, typer.Option(help="A new folder, or one an earlier trial wrote")],
    values: Annotated[
        Path | None, typer.Option(help="CSV or Parquet: unit, indicator, value; or one column an indicator")
    ] = None,
    against: Annotated[
        Literal["current"] | None, typer.Option(help="What the scheme would do to the current warehouse")
    ] = None,
) -> None:
    """Score any table with any scheme, or see what a proposed scheme does to the zone; nothing is published.

    Example: innopoints trial --scheme hdi.yml --values hdi_2021.csv --out hdi   (both files: tests/trial/worked)

    Example: innopoints trial --scheme zone_default.yml --against current --out proposal
    """
    from innopoints.errors import WrongUse
    from innopoints.trial.against import against_current
    from innopoints.trial.progress import Progress
    from innopoints.trial.run import trial

    if (values is None) == (against is None):
        raise WrongUse("give --values FILE to score a table, or --against current to compare with the zone")
    progress, home = Progress(), Home.from_environment()
    try:
        say(trial(home, scheme, values, out, progress) if values else against_current(home, scheme, out, progress))
    finally:
        progress.done()


@app.command()
def explain(
    uscc: Annotated[str, typer.Argument(help="The enterprise's 统一社会信用代码")],
    scheme: Annotated[
        str, typer.Option(help="Which scheme's score; default: the published one with most indicators")
    ] = "",
    out: Annotated[Path | None, typer.Option(help="Write one page to this .html instead")] = None,
) -> None:
    """Why this score: points, reasons, next step, change, gaps and source rows of one enterprise.

    Example: innopoints explain 91441300MA4ABC1290 --out why.html
    """
    from innopoints.explain.facts import facts_of, written
    from innopoints.explain.page import page
    from innopoints.explain.screen import shown

    facts = facts_of(Home.from_environment(), uscc, scheme)
    typer.echo(shown(facts) if out is None else written(out, page(facts)))


@app.command()
def robustness(
    scheme: Annotated[str, typer.Option(help="A scheme the current warehouse scores")],
    out: Annotated[Path, typer.Option(help="The folder to write")],
) -> None:
    """How far a ranking depends on weights, normalisation, missing values and single indicators.

    Example: innopoints robustness --scheme zone_default --out robustness
    """
    from innopoints.robustness.study import study

    say(study(Home.from_environment(), scheme, out))


@app.command()
def status() -> None:
    """What has landed, what was published, what needs a look. Example: innopoints status"""
    from innopoints.report.status import status

    typer.echo(status(Home.from_environment()))


@app.command()
def rejects(
    source: Annotated[str, typer.Option(help="Only this source")] = "",
    batch: Annotated[str, typer.Option(help="Only this batch")] = "",
    rule: Annotated[str, typer.Option(help="Only rules whose words hold this, in Chinese or English")] = "",
    since: Annotated[str, typer.Option(help="Only what landed on this day or later, YYYY-MM-DD")] = "",
    to: Annotated[Path | None, typer.Option(help="Write them to this .xlsx for the office instead")] = None,
) -> None:
    """Rows and cells that were sent and not used, and why. Example: innopoints rejects --source tax --to tax.xlsx"""
    from innopoints.errors import WrongUse
    from innopoints.report.rejects import Wanted
    from innopoints.report.rejects import rejects as listed
    from innopoints.report.rejects_workbook import write_rejects_workbook

    wanted = Wanted(source, batch, rule, day(since, "--since") if since else None)
    if to is None:
        typer.echo(listed(Home.from_environment(), wanted))
    elif to.suffix.lower() != ".xlsx":
        raise WrongUse(f"--to {to}: the workbook's name must end in .xlsx")
    else:
        say(write_rejects_workbook(Home.from_environment(), wanted, to))


@app.command()
def review() -> None:
    """Whose record is it? Open questions, as lines for dags/identity/answers.csv. Example: innopoints review"""
    from innopoints.report.owners import review

    typer.echo(review(Home.from_environment()), nl=False)


@app.command()
def doctor() -> None:
    """Is this installation fit to run? Example: innopoints doctor"""
    from innopoints.report.doctor import doctor

    say(doctor(Home.from_environment()))


def main() -> None:
    """Run the command; turn our errors into one line and their exit code."""
    from innopoints.durable import DISK_FAULTS
    from innopoints.errors import InnopointsError, disk_fault

    try:
        app()
    except InnopointsError as error:
        _end(error, error)
    except OSError as error:
        if error.errno not in DISK_FAULTS:
            raise
        _end(disk_fault(error), error)


def _end(told: "InnopointsError", cause: Exception) -> NoReturn:
    typer.secho(str(told), fg="red", err=True)
    raise SystemExit(told.exit_code) from cause
