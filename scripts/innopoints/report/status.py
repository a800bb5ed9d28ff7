"""What has landed, what was published, and what needs a look."""

from pathlib import Path

from rich.console import Console
from rich.table import Table

from innopoints.finance.filings import filings_to_look_at
from innopoints.home import Home
from innopoints.ingest.overview import overview
from innopoints.passports.bank import read_banks
from innopoints.project import BANKS
from innopoints.publication.edition_list import list_of
from innopoints.publication.editions import product_folder
from innopoints.publication.notice import acknowledgements
from innopoints.publication.send import unsent
from innopoints.publication.standing import good_editions
from innopoints.report.needs_a_look import needs_a_look
from innopoints.report.owners import owners
from innopoints.report.screen import Screen
from innopoints.report.warehouse import Warehouse


def status(home: Home, passports: Path = BANKS) -> str:
    """The state of an installation as text: tables by source, what needs a look, editions, what waits for a bank."""
    screen = Screen()
    tables = overview(home)
    _landed(screen.console, tables)
    for line in owners(Warehouse(home.current)) if home.current.exists() else ():
        screen.console.print(line)
    screen.console.print("\nNeeds a look")
    filings = filings_to_look_at(home.current) if home.current.exists() else []
    for line in needs_a_look(tables) + filings or ["nothing"]:
        screen.console.print(f"  {line}")
    _editions(screen.console, home)
    _unsent(screen.console, home, passports)
    _recalls(screen.console, home)
    return screen.text()


def _landed(console: Console, tables: list[dict]) -> None:
    shown = Table("source", "table", title="Landed", title_justify="left", box=None, pad_edge=False)
    shown.add_column("rows", justify="right")
    shown.add_column("batches", justify="right")
    shown.add_column("last landed")
    for each in tables:
        last = str(each["last_landed_at"] or "never")
        shown.add_row(each["source"], each["table"], f"{each['rows']:,}", str(each["batches"]), last)
    console.print(shown)


def _editions(console: Console, home: Home) -> None:
    columns = ("as of", "edition", "published at", "root hash", "state")
    shown = Table(*columns, title="Editions", title_justify="left", box=None, pad_edge=False)
    console.print()
    for each in list_of(product_folder(home)):
        about = (each.get("published_at", ""), each.get("root_hash", "")[:16], each["state"])
        shown.add_row(each["as_of_date"], str(each["edition"]), *about)
    console.print(shown if shown.row_count else "No edition has been published; try: make run")


def _unsent(console: Console, home: Home, passports: Path) -> None:
    """What is still valid and has not reached the bank it is sent to."""
    days = [day for day, _, _ in good_editions(product_folder(home))]
    for bank in read_banks(passports).values() if days else ():
        waiting = unsent(home, bank.bank, max(days)) if bank.connection else []
        for parcel in waiting:
            again = f"innopoints deliver {bank.bank} --as-of {parcel.act['flag'][:10]}"
            console.print(f"NOT WITH THE BANK  {bank.bank}: {parcel.act['flag']} has not gone out; run `{again}`")


def _recalls(console: Console, home: Home) -> None:
    """Each recall with its reason, which banks have acknowledged it and which have not."""
    for each in acknowledgements(home):
        console.print(f"\nRecalled {each['as_of']}/{each['edition']} on {each['at']}: {each['reason']}")
        for bank, said in each["banks"].items():
            words = f"acknowledged on {said['at']} by {said['by']}" if said else "HAS NOT ACKNOWLEDGED"
            console.print(f"  {bank:<14} {words}")
