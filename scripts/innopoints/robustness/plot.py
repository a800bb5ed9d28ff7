"""A study as a picture: the band of every rank, and what each indicator was meant to weigh against what it does.

The same study gives the same SVG: a fixed salt for its ids, no date, text kept as text.
"""

import io


def study_plot(tables: dict[str, list[dict]]) -> str:
    """The SVG, with labels in English and identifiers, so that it reads the same with any font."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    settings = {"svg.hashsalt": "innopoints", "svg.fonttype": "none", "font.family": "sans-serif", "font.size": 9}
    with matplotlib.rc_context(settings):
        figure, (left, right) = pyplot.subplots(
            1, 2, figsize=(12, 2.5 + 0.16 * len(tables["weights"])), layout="constrained"
        )
        _bands(left, sorted(tables["rank_bands"], key=lambda row: (row["score_rank"], row["uscc"])))
        _weights(right, tables["weights"][::-1])
        written = io.StringIO()
        figure.savefig(written, format="svg", metadata={"Date": None, "Creator": None})
        pyplot.close(figure)
    return written.getvalue()


def _bands(axes, rows: list[dict]) -> None:
    place = range(1, len(rows) + 1)
    axes.fill_between(
        place,
        [row["rank_low"] for row in rows],
        [row["rank_high"] for row in rows],
        color="#9ecae1",
        lw=0,
        label="5-95 %",
    )
    axes.plot(place, [row["score_rank"] for row in rows], color="#08519c", lw=1, label="published rank")
    axes.set_xlabel("enterprises, best first")
    axes.set_ylabel("rank")
    axes.set_title("where a rank stays when weights move by a quarter")
    axes.legend(frameon=False)


def _weights(axes, rows: list[dict]) -> None:
    place = list(range(len(rows)))
    axes.barh([each + 0.2 for each in place], [row["nominal_weight"] for row in rows], 0.4, color="0.7", label="meant")
    axes.barh(
        [each - 0.2 for each in place],
        [row["effective_weight"] for row in rows],
        0.4,
        color="#08519c",
        label="effective",
    )
    axes.set_yticks(place, [row["indicator"] for row in rows], fontsize=7)
    axes.set_xlabel("share of the score")
    axes.set_title("weight meant and weight in effect")
    axes.legend(frameon=False)
