"""One enterprise on one page: prints on paper, opens without internet."""

from pathlib import Path

from innopoints.explain.source_rows import SHOWN

PARTS = {"data": "新的事实", "correction": "更正", "scheme": "体系", "time": "时间推移"}
"""What a move of the score is made of, in Chinese."""

TEMPLATE = Path(__file__).with_name("page.html.j2")


def page(facts: dict) -> str:
    """The page, Chinese with English labels."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["said"] = said
    return environment.from_string(TEMPLATE.read_text(encoding="utf-8")).render(facts, shown=SHOWN, parts=PARTS)


def said(value, unit: str | None = None) -> str:
    """A measure's value as people say it: 8.20 %, 350.00 万元, 3; a dash for none."""
    if value is None:
        return "—"
    if unit == "ratio":
        return f"{value * 100:.2f} %"
    if unit == "cny":
        return f"{value / 10_000:,.2f} 万元"
    return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
