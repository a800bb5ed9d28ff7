"""One enterprise on a terminal: the score, what made it, what would raise it."""

from rich.table import Table

from innopoints.explain.page import PARTS, said
from innopoints.report.screen import Screen


def shown(facts: dict) -> str:
    """The same facts as the page, short."""
    screen, enterprise, scheme = Screen(), facts["enterprise"], facts["scheme"]
    screen.console.print(f"{enterprise['uscc']}  {enterprise['name'] or ''}")
    screen.console.print(
        f"{scheme['title_zh']} {scheme['title_en']} ({scheme['scheme']} {scheme['edition']}, {scheme['scheme_status']})"
    )
    screen.console.print(_head(scheme))
    for each in facts["outcomes"]:
        screen.console.print(f"{each['rule']}: {each['outcome']}  {each['decided_words_zh'] or ''}")
    for each in facts["reasons"]:
        screen.console.print(f"  {'+' if each['direction'] == 'gain' else '-'} {each['reason_zh']}")
    screen.console.print(_indicators(facts))
    if change := facts["change"]:
        screen.console.print(
            f"Since {change['previous_as_of_date']}: {said(change['previous_score'])} -> {said(change['score'])}, "
            f"{change['main_cause_zh']}"
        )
        if change["change_data"] is not None:
            screen.console.print("  " + ", ".join(f"{part} {change[f'change_{part}']:+.4f}" for part in PARTS))
        for each in change["moved"]:
            screen.console.print(
                f"  {each['contribution_delta']:+.4f}  {each['title_zh']}  {each['cause']}, {each['origin']}"
            )
    for each in facts["gaps"]:
        screen.console.print(
            f"gap: {each['title_zh']} ({each['indicator']}): {each['state']}, from {', '.join(each['sources'])}"
        )
    rows = "  ".join(f"{table} {len(found)}" for table, found in facts["sources"].items())
    screen.console.print(f"Source rows in force: {rows}")
    screen.console.print("File, line and batch of each: --out page.html")
    return screen.text()


def _head(scheme: dict) -> str:
    known = f"{scheme['known_count']} of {scheme['applicable_count']} indicators known"
    if scheme["status"] != "scored" and scheme["score_low"] is not None:
        ends = f"{said(scheme['score_low'])} to {said(scheme['score_high'])} of {said(scheme['total'])} points"
        return f"{ends}: what is open is for a person to judge, or its data are missing; {known}"
    if scheme["status"] != "scored":
        return f"no score: insufficient data; {known}"
    standing = f"rank {scheme['score_rank']} of {scheme['scored_count']}"
    if scheme["rank_low"]:
        standing += f" ({scheme['rank_low']} to {scheme['rank_high']} if weights were up to a quarter off)"
    stage = f"{scheme['stage_zh']} {scheme['stage_rank']} of {scheme['stage_scored_count']}"
    more = "".join(f", {scheme[name]}" for name in ("grade", "tier") if scheme[name])
    return f"{said(scheme['score'])} of {said(scheme['total'])} points, {standing}, {stage}{more}; {known}"


def _indicators(facts: dict) -> Table:
    table = Table(box=None, pad_edge=False)
    for title, justify in (
        ("indicator", "left"),
        ("value", "right"),
        ("points", "right"),
        ("contribution", "right"),
        ("next", "left"),
        ("rows", "right"),
    ):
        table.add_column(title, justify=justify)
    for each in facts["indicators"]:
        value = said(each["value"], each["unit"]) if each["state"] == "known" else each["state"]
        points = "—" if each["points"] is None else f"{each['points']:.2f}"
        given = "—" if each["contribution"] is None else f"{each['contribution']:.4f}"
        step = each["next"]
        more = f"{said(step['value'], each['unit'])} gives {step['points']:.2f} more" if step else ""
        table.add_row(each["title_zh"], value, f"{points} / {said(each['max_points'])}", given, more, str(each["rows"]))
    return table
