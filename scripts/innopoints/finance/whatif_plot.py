"""A what-if as a picture: what is left of the fund year by year, and how often it has run dry.

The same numbers give the same SVG: a fixed salt for its ids, no date, text kept as text.
"""

import io


def whatif_plot(said: dict, years: list[dict]) -> str:
    """The SVG, labelled in English and identifiers, so that it reads the same with any font."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    settings = {"svg.hashsalt": "innopoints", "svg.fonttype": "none", "font.family": "sans-serif", "font.size": 9}
    with matplotlib.rc_context(settings):
        figure, (left, right) = pyplot.subplots(1, 2, figsize=(11, 4), layout="constrained")
        place = [row["year"] for row in years]
        for low, high, colour in ((5, 95, "#deebf7"), (25, 75, "#9ecae1")):
            edges = ([row[f"available_p{each}_cny"] / 1e6 for row in years] for each in (low, high))
            left.fill_between(place, *edges, color=colour, lw=0, label=f"{low}-{high} %")
        left.plot(place, [row["available_p50_cny"] / 1e6 for row in years], color="#08519c", label="median")
        left.set_ylabel("available, million CNY")
        left.set_title(f"{said['pool']}: default rate {said['default_rate']:g}, growth {said['growth']:g} a year")
        right.step(place, [row["dry_share"] for row in years], where="post", color="#a50f15", label="fund dry")
        right.plot(place, [row["above_trigger_share"] for row in years], color="0.5", label="year above the trigger")
        right.set_ylim(0, 1)
        right.set_ylabel("share of the draws")
        for axes in (left, right):
            axes.set_xlabel(f"years from {said['from']}")
            axes.legend(frameon=False)
        written = io.StringIO()
        figure.savefig(written, format="svg", metadata={"Date": None, "Creator": None})
        pyplot.close(figure)
    return written.getvalue()
