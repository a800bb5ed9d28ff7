"""A study on one page, in plain words."""

import re
from pathlib import Path
from statistics import median

TEMPLATE = Path(__file__).with_name("page.html.j2")
_SHOWN = 12


def study_page(manifest: dict, tables: dict[str, list[dict]], plot: str) -> str:
    """The page, readable without internet, the picture inside it."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    template = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    widths = [row["rank_high"] - row["rank_low"] for row in tables["rank_bands"]]
    left_out = [row for row in tables["alternatives"] if row["kind"] == "left_out"]
    return template.from_string(TEMPLATE.read_text(encoding="utf-8")).render(
        study=manifest,
        plot=Markup(re.sub(r"^.*?(?=<svg)", "", plot, flags=re.S)),
        median_width=median(widths),
        widest=max(widths),
        choices=[row for row in tables["alternatives"] if row["kind"] != "left_out"],
        left_out=sorted(left_out, key=lambda row: -row["mean_shift"])[:_SHOWN],
        weights=sorted(tables["weights"], key=lambda row: -abs(row["effective_weight"] - row["nominal_weight"]))[
            :_SHOWN
        ],
        correlations=tables["correlations"],
        alphas=tables["alphas"],
    )


def _apart(row: dict) -> float:
    return -abs(row["effective_weight"] - row["nominal_weight"])
