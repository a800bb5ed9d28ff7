"""What a person asks of a zone: what landed, what was not used, whose a record is, why this score, what if."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from innopoints.arguments import day, say
from innopoints.home import Home

app = typer.Typer()


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
