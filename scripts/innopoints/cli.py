"""The `innopoints` command: every task of a nightly run, by hand.

Exit codes: 0 done, 1 refused by the gate or a rule, 2 wrong use, 3 outside world failed.
"""

from typing import TYPE_CHECKING, NoReturn

import typer

from innopoints.card import commands as card_commands
from innopoints.contract import commands as contract_commands
from innopoints.finance import commands as finance_commands
from innopoints.gateway import commands as gateway_commands
from innopoints.nightly import commands as step_commands
from innopoints.publication import commands as publication_commands
from innopoints.report import commands as report_commands
from innopoints.report import eligibility_commands, talent_demand_commands

if TYPE_CHECKING:
    from innopoints.errors import InnopointsError

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)

GROUPS = {
    "A night, step by step": [step_commands],
    "What came in, and why a score": [report_commands],
    "Editions and their readers": [publication_commands, contract_commands, card_commands],
    "Who may have what": [eligibility_commands, talent_demand_commands],
    "Money": [finance_commands],
}
for title, modules in GROUPS.items():
    for each in modules:
        for command in (*each.app.registered_commands, *each.app.registered_groups):
            command.rich_help_panel = title
        app.add_typer(each.app)
app.add_typer(gateway_commands.app, name="gateway", rich_help_panel="Editions and their readers")


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
