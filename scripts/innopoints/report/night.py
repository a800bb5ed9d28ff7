"""What came of a night, on one screen."""

from datetime import date
from pathlib import Path

from rich.console import Console
from rich.table import Table

from innopoints.finance.filings import filings_to_look_at
from innopoints.home import Home
from innopoints.ingest.overview import overview
from innopoints.report.needs_a_look import needs_a_look
from innopoints.report.owners import owners
from innopoints.report.screen import Screen
from innopoints.report.warehouse import Warehouse

PHASES = {
    "ingest": ("ingest",),
    "registry": ("register",),
    "dbt": ("build",),
    "gate": ("gate",),
    "publish": ("promote", "publish"),
    "deliver": ("deliver",),
}


def describe_step(step: dict) -> str:
    """One line for one finished step, as it ends."""
    name = " ".join(filter(None, [step["step"], step["subject"]]))
    words = "" if step["ok"] else step["error"].splitlines()[0][:200]
    return f"  {'ok ' if step['ok'] else 'BAD'} {name:<22} {step['seconds']:6.1f} s  {words}".rstrip()


def summary(
    home: Home, steps: list[dict], folder: Path, seconds: dict, total: float, peak_mib: int, dag_succeeded: bool
) -> str:
    """The night in words: sources, gate, editions, time, where things are, what to try next."""
    screen = Screen()
    console = screen.console
    last = {(step["step"], step["subject"]): step for step in steps}
    promoted = last.get(("promote", ""), {}).get("result")
    warehouse = Warehouse.of_night(home, promoted)
    _sources(console, warehouse, last)
    for line in owners(warehouse) if warehouse else ():
        console.print(line)
    _needs_a_look(console, home, warehouse, steps, last.get(("register", ""), {}).get("result") or {})
    _gate(console, home, last)
    console.print(f"DAG nightly: {'success' if dag_succeeded else 'failed'}")
    _editions(console, last)
    _time(console, steps, seconds, total, peak_mib)
    _where(console, home, folder, Path(promoted["warehouse"]) if promoted else home.current)
    return screen.text()


def _sources(console: Console, warehouse: Warehouse | None, last: dict) -> None:
    table = Table("source", "tables", "batches", title="Sources", title_justify="left", box=None, pad_edge=False)
    for name in ("rows sent", "unread", "kept", "rejected", "superseded", "deleted"):
        table.add_column(name, justify="right")
    table.add_column("tonight")
    for row in warehouse.sources() if warehouse else []:
        step = last.get(("ingest", row["source"]))
        tonight = "-" if step is None else "ok" if step["ok"] else "DOWN"
        counts = [f"{row[name]:,}" for name in ("sent", "unread", "kept", "rejected", "superseded", "deleted")]
        table.add_row(row["source"], f"{row['landed_tables']}/{row['tables']}", str(row["batches"]), *counts, tonight)
    console.print(table)
    down = {subject: line["error"] for (step, subject), line in last.items() if step == "ingest" and not line["ok"]}
    for source, error in down.items() if warehouse else ():
        console.print(f"  {error}")
        missing, stale = warehouse.affected(source)
        if missing:
            console.print(f"  {source} never landed: no value, never zero, for {', '.join(missing)}")
        if stale:
            console.print(f"  {source} stands as last landed for {', '.join(stale)}")


def _needs_a_look(
    console: Console, home: Home, warehouse: Warehouse | None, steps: list[dict], registered: dict
) -> None:
    """By the day the scores speak of: a night for a past day is not told what has become late since."""
    day = date.fromisoformat(steps[0]["as_of"]) if steps else None
    filings = filings_to_look_at(warehouse.path) if warehouse else []
    if lines := needs_a_look(overview(home, day)) + registered.get("needs_a_look", []) + filings:
        console.print("\nNeeds a look")
        for line in lines:
            console.print(f"  {line}", soft_wrap=True)


def _gate(console: Console, home: Home, last: dict) -> None:
    step = last.get(("gate", ""))
    console.print()
    if step is None:
        reached = ", ".join(f"{name} {line['error']}" for (name, _), line in last.items() if not line["ok"])
        console.print(f"Gate: not reached. {reached}")
    elif step["ok"]:
        place = home.quality / step["as_of"]
        console.print(
            f"Gate: passed. Report: {_short(place / 'gate.html')}  All nights: {_short(home.quality / 'history.html')}"
        )
    else:
        console.print("Gate: CLOSED. The edition before stays in place.")
        console.print(step["error"])


def _editions(console: Console, last: dict) -> None:
    step = last.get(("publish", ""))
    if step is None or not step["ok"]:
        return
    result = step["result"]
    what = "published" if result["published"] else f"nothing new: {result['reason']}"
    console.print(f"Edition: score_v1 {result['as_of']} edition {result['edition']}, {what}")
    console.print(f"         root hash {result['root_hash']}")
    table = Table("bank", title="Deliveries", title_justify="left", box=None, pad_edge=False)
    for name in ("enterprises", "scores"):
        table.add_column(name, justify="right")
    for name in ("edition", "root hash", "tonight"):
        table.add_column(name)
    for (name, bank), line in sorted(last.items()):
        if name != "deliver":
            continue
        if not line["ok"]:
            table.add_row(bank, "", "", "", "", f"FAILED: {line['error']}")
            continue
        made = line["result"]
        scores = next(count for name, count in made["rows"].items() if name.startswith("pub_score_v1."))
        tonight = "delivered" if made["delivered"] else "nothing new"
        counts = (f"{made['enterprises']:,}", f"{scores:,}", str(made["edition"]))
        table.add_row(bank, *counts, made["root_hash"][:16], tonight)
    console.print(table)


def _time(console: Console, steps: list[dict], seconds: dict, total: float, peak_mib: int) -> None:
    phases = {phase: sum(step["seconds"] for step in steps if step["step"] in names) for phase, names in PHASES.items()}
    parts = {**{name: seconds[name] for name in seconds}, **phases}
    console.print()
    console.print("Time:  " + " · ".join(f"{name} {value:.1f}" for name, value in parts.items() if value >= 0.05))
    console.print(f"       {total:.1f} s in all; peak memory {peak_mib:,} MiB")
    slowest = sorted(steps, key=lambda step: -step["seconds"])[:3]
    console.print(
        "       slowest: "
        + ", ".join(f"{' '.join(filter(None, (s['step'], s['subject'])))} {s['seconds']:.1f} s" for s in slowest)
    )


def _where(console: Console, home: Home, folder: Path, warehouse: Path) -> None:
    console.print()
    console.print(f"Warehouse  {_short(warehouse)}  (DuckDB; always complete, never locked by a run)")
    console.print(f"Editions   {_short(home.published)}   Deliveries  {_short(home.delivery)}")
    console.print(f"Run log    {_short(folder)}   Airflow log  {_short(home.logs / 'airflow.log')}")
    console.print()
    console.print("Next:  .venv/bin/innopoints status")
    newest = max(home.delivery.glob("*/score_v1/*/*"), default=None, key=lambda path: path.parts[-2:])
    if newest:
        console.print(f"       .venv/bin/innopoints verify {_short(newest)}")
    console.print("       make run AS_OF=2025-12-31      make run DOWN=tax")


def _short(path: Path) -> str:
    """A path as one would type it from the project's folder."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
