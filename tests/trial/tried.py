"""Run the real command's function and read back what it wrote."""

import csv
from pathlib import Path

from innopoints.home import Home
from innopoints.trial.progress import Progress
from innopoints.trial.run import trial

WORKED = Path(__file__).parent / "worked"


def tried(home: Path, scheme: Path, values: Path, out: Path) -> dict[str, list[dict]]:
    """{table: rows as text} of a trial; `home` keeps the compiled models between trials."""
    trial(Home(home), scheme, values, out, Progress())
    return {name: read(out / f"{name}.csv") for name in ("scores", "groups", "indicators")}


def read(path: Path) -> list[dict]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, rows: list[dict], encoding: str = "utf-8") -> Path:
    """Rows as CSV, columns as in the first."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path
