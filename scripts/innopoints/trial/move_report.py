"""A comparison on one page."""

import re
from pathlib import Path

import duckdb

from innopoints.trial.summary import rows_of

TEMPLATE = Path(__file__).with_name("move_report.html.j2")
_SHOWN = 15
_INDICATORS = f"""
    from indicators where enterprises_moved > 0 or is_before <> is_after
    order by abs(mean_delta) desc nulls last, indicator limit {_SHOWN}"""
_LOST = f"""
    from enterprises where status_before = 'scored' and status is distinct from 'scored' order by uscc limit {_SHOWN}"""


def move_report(con: duckdb.DuckDBPyConnection, sides, plot: str) -> str:
    """The page, readable without internet, the picture inside it."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    template = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    every = rows_of(con, "from groups where kind = 'all'")
    return template.from_string(TEMPLATE.read_text(encoding="utf-8")).render(
        sides=sides,
        plot=Markup(re.sub(r"^.*?(?=<svg)", "", plot, flags=re.S)),
        zone=every[0] if every else None,
        stages=rows_of(con, "from groups where kind = 'stage' order by name"),
        industries=rows_of(con, "from groups where kind = 'industry' order by enterprises desc, name limit 20"),
        indicators=rows_of(con, _INDICATORS),
        tiers=rows_of(con, "from tiers order by stage, tier_before nulls last, tier nulls last"),
        banks=rows_of(con, "from banks order by bank"),
        up=rows_of(con, f"from enterprises where score_delta > 0 order by score_delta desc, uscc limit {_SHOWN}"),
        down=rows_of(con, f"from enterprises where score_delta < 0 order by score_delta, uscc limit {_SHOWN}"),
        lost=rows_of(con, _LOST),
    )
