"""The commands about what enterprises may have: policies, products, a certificate; and the lists to tell them by."""

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


@app.command()
def products(
    which: Annotated[str, typer.Argument(help="An enterprise's credit code, or a product; default: all, counted")] = "",
    bank: Annotated[str, typer.Option(help="Whom this bank's products are for, of those that authorised it")] = "",
    out: Annotated[Path | None, typer.Option(help="Write who qualifies to this .xlsx or .csv instead")] = None,
) -> None:
    """The finance supermarket: an enterprise's products, best first; a product's or a bank's qualified enterprises.

    Example: innopoints products --bank hzrcb --out qualified.xlsx
    """
    from innopoints.errors import WrongUse
    from innopoints.report.product_list import write_qualified
    from innopoints.report.products import every_product, products_in_force, products_of, qualified

    home = Home.from_environment()
    if which and bank:
        raise WrongUse("give an enterprise, a product or --bank, one of them")
    of_one = bool(which) and which not in products_in_force(home)
    if out is not None:
        if of_one or not (which or bank):
            raise WrongUse("--out takes who qualifies for a product or a bank: innopoints products PRODUCT --out FILE")
        say(write_qualified(home, which, bank, out))
    elif of_one:
        typer.echo(products_of(home, which))
    else:
        typer.echo(qualified(home, which, bank) if which or bank else every_product(home))


@app.command("reserve-pool")
def reserve_pool(
    out: Annotated[Path | None, typer.Option(help="Write everybody to this .xlsx or .csv instead")] = None,
) -> None:
    """The reserve pool of high-tech enterprises (高企后备库), likeliest first, with what each lacks.

    Example: innopoints reserve-pool --out pool.xlsx
    """
    from innopoints.report.reserve_pool import reserve_pool, write_reserve_pool

    home = Home.from_environment()
    if out is None:
        typer.echo(reserve_pool(home))
    else:
        say(write_reserve_pool(home, out))


@app.command()
def ladder(
    which: Annotated[str, typer.Argument(help="A ladder in force, or an enterprise's credit code; default: all")] = "",
    out: Annotated[Path | None, typer.Option(help="Write every enterprise of the ladder to this .xlsx or .csv")] = None,
) -> None:
    """The ladders (梯队培育): who stands where and ever did, who is one clause from the next rung, promotions a year.

    Example: innopoints ladder quality_sme --out ladder.xlsx
    """
    from innopoints.report.ladder import ladder as told
    from innopoints.report.ladder_list import write_ladder

    home = Home.from_environment()
    if out is None:
        typer.echo(told(home, which))
    else:
        say(write_ladder(home, which, out))
