"""The commands about money: how a pool stands and how long it lasts, interest subsidies, what banks returned."""

from pathlib import Path
from typing import Annotated

import typer

from innopoints.arguments import day, say
from innopoints.home import Home

app = typer.Typer()
pools = typer.Typer(invoke_without_command=True)
app.add_typer(pools, name="risk-pool")


@pools.callback()
def risk_pool(
    context: typer.Context,
    on: Annotated[str, typer.Option("--on", help="A day, YYYY-MM-DD; default: the warehouse's")] = "",
) -> None:
    """Where each risk-compensation pool stands on a day: committed, covered, paid by whom, available, misfiled tiers.

    Example: innopoints risk-pool --on 2025-12-31
    """
    from innopoints.errors import WrongUse
    from innopoints.finance.position import positions, shown

    if context.invoked_subcommand and on:
        raise WrongUse("--on goes with the position; a what-if begins on the warehouse's day")
    if context.invoked_subcommand is None:
        typer.echo(shown(positions(Home.from_environment(), day(on, "--on") if on else None)))


@pools.command()
def whatif(
    default_rate: Annotated[float, typer.Option(help="Share of a year's loans that default, 0-1")],
    growth: Annotated[float, typer.Option(help="Growth of lending a year: 0.1 is 10 %")],
    pool: Annotated[str, typer.Option(help="A pool of dbt_project/risk_pools that has a fund")] = "zhongkai_zyd",
    correlation: Annotated[float, typer.Option(help="Of the loans' good and bad years; 0: independent")] = 0.12,
    years: Annotated[int, typer.Option(help="How far to look")] = 10,
    draws: Annotated[int, typer.Option(help="How many futures")] = 5000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same futures")] = 20260630,
    out: Annotated[Path | None, typer.Option(help="Write table, picture and manifest to this folder")] = None,
) -> None:
    """Until when a pool's fund lasts, in 5, 50, 95 of 100 futures.

    Example: innopoints risk-pool whatif --default-rate 0.02 --growth 0.1 --out whatif
    """
    from innopoints.finance.whatif import Assumed
    from innopoints.finance.whatif_study import whatif

    assumed = Assumed(default_rate, growth, correlation, years, draws, seed)
    say(whatif(Home.from_environment(), pool, assumed, out))


@app.command()
def subsidy(
    year: Annotated[int, typer.Option(help="The year of the statement")],
    bank: Annotated[str, typer.Option(help="Only this bank's loans, by enterprise")] = "",
    name: Annotated[
        str, typer.Option("--subsidy", help="A subsidy of dbt_project/subsidies; default: the only one")
    ] = "",
    out: Annotated[
        Path | None, typer.Option(help="Write by bank, by enterprise and loan by loan to this .xlsx")
    ] = None,
) -> None:
    """The statement of an interest subsidy for one year, to the cent.

    Example: innopoints subsidy --year 2025 --bank hzrcb --out 2025.xlsx
    """
    from innopoints.finance.statement import shown, statement, write_statement

    said = statement(Home.from_environment(), name, year, bank)
    if out is None:
        typer.echo(shown(said, bool(bank)))
    else:
        say(write_statement(said, out))


@app.command()
def returns() -> None:
    """Coverage, draw-down and defaults by bank, and whether the points told them. Example: innopoints returns"""
    from innopoints.finance.returns import bank_returns

    typer.echo(bank_returns(Home.from_environment()))
