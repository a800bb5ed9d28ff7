"""What became of each run of the gate, night by night: one line each, and one page for a zone officer.

    quality/history.jsonl                     a line per run that differed from all before
    quality/history.html                      the page; made anew from the lines and the editions
    quality/<day>/gate-<hash>.html            the report of that run, kept when the day is judged again

No clock: a run is known by its day, its known_at and its report. Judging the same candidate twice is one line.
"""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from innopoints.durable import canonical_json, write_bytes
from innopoints.gate.glance import lines_of
from innopoints.home import Home
from innopoints.publication.editions import editions, lock_path
from innopoints.publication.lock import exclusive

TEMPLATE = Path(__file__).with_name("history.html.j2")


def remember(home: Home, report: dict[str, Any], page: str) -> None:
    """Keep the run's page and its line. Call it under the publication lock; what is remembered is never changed."""
    name = f"gate-{sha256(canonical_json(report)).hexdigest()[:12]}.html"
    kept = home.quality / report["as_of"] / name
    if not kept.exists():
        write_bytes(kept, page.encode())
    line = json.dumps(_line(report, f"{report['as_of']}/{name}"), ensure_ascii=False, sort_keys=True)
    lines = _lines(home)
    if line not in lines:
        write_bytes(_path(home), "".join(f"{each}\n" for each in [*lines, line]).encode())
    write_page(home)


def renew_page(home: Home) -> None:
    """Make the page anew after a publication, under its lock."""
    with exclusive(lock_path(home)):
        write_page(home)


def write_page(home: Home) -> None:
    """Make the page anew: which of the runs were published can be told from the editions."""
    write_bytes(home.quality / "history.html", as_html(runs(home)).encode())


def runs(home: Home) -> list[dict[str, Any]]:
    """Every run of the gate, newest day first, and the edition it became, if any. Damaged lines are said, not lost."""
    published = {(each["as_of"], each["root_hash"]): each for each in editions(home)}
    found = []
    for place, text in enumerate(_lines(home)):
        try:
            run = json.loads(text)
            edition = published.get((run["as_of"], run["root_hash"]))
        except (ValueError, KeyError, TypeError):
            run, edition = {"as_of": "", "verdict": "unreadable", "text": text}, None
        run |= {"edition": edition and edition["edition"], "published_at": edition and edition["published_at"]}
        found.append((run["as_of"], run.get("known_at") or "", place, run))
    return [run for *_, run in sorted(found, key=lambda each: each[:3], reverse=True)]


def as_html(found: list[dict[str, Any]]) -> str:
    """The page of all runs."""
    from jinja2 import ChainableUndefined, Environment

    # A line written before a figure was kept lacks it: it is shown without, and never stops a night.
    template = Environment(autoescape=True, undefined=ChainableUndefined, trim_blocks=True, lstrip_blocks=True)
    return template.from_string(TEMPLATE.read_text(encoding="utf-8")).render(runs=found)


def _line(report: dict[str, Any], page: str) -> dict[str, Any]:
    bad = [line for line in lines_of(report) if not line["success"]]
    return {
        "as_of": report["as_of"],
        "known_at": report.get("known_at"),
        "verdict": report["verdict"],
        "root_hash": report.get("root_hash"),
        "checks": report["at_a_glance"]["checks"],
        "failed": [f"{line['suite']}.{line['id']}" for line in bad if line["severity"] == "critical"],
        "warnings": [f"{line['suite']}.{line['id']}" for line in bad if line["severity"] == "warning"],
        "because": {f"{line['suite']}.{line['id']}": line["because"] for line in bad},
        "scores": report.get("scores", []),
        "report": page,
    }


def _path(home: Home) -> Path:
    return home.quality / "history.jsonl"


def _lines(home: Home) -> list[str]:
    path = _path(home)
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []
