"""A comparison as a picture: every enterprise before and after, and which indicators moved the mean.

The same sides give the same SVG: a fixed salt for its ids, no date, text kept as text.
"""

import io

import duckdb

_SHOWN = 15


def move_plot(con: duckdb.DuckDBPyConnection, sides) -> str:
    """The SVG, with labels in English and identifiers, so that it reads the same with any font."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    settings = {"svg.hashsalt": "innopoints", "svg.fonttype": "none", "font.family": "sans-serif", "font.size": 9}
    with matplotlib.rc_context(settings):
        figure, (left, right) = pyplot.subplots(1, 2, figsize=(11, 4.6), layout="constrained")
        _scores(con, left)
        _indicators(con, right)
        written = io.StringIO()
        figure.savefig(written, format="svg", metadata={"Date": None, "Creator": None})
        pyplot.close(figure)
    return written.getvalue()


def _scores(con: duckdb.DuckDBPyConnection, axes) -> None:
    stages = con.execute("select distinct stage from enterprises where score is not null order by stage").fetchall()
    for (stage,) in stages:
        points = con.execute(
            """select score_before, score from enterprises
               where stage = ? and score_before is not null and score is not null order by uscc""",
            [stage],
        ).fetchall()
        axes.scatter([float(x) for x, _ in points], [float(y) for _, y in points], s=8, alpha=0.6, label=stage, lw=0)
    ends = con.execute(
        "select min(least(score_before, score)), max(greatest(score_before, score)) from enterprises"
    ).fetchone()
    if ends[0] is not None:
        axes.plot([float(end) for end in ends], [float(end) for end in ends], color="0.6", lw=0.8, zorder=0)
    axes.set_xlabel("score before")
    axes.set_ylabel("score after")
    axes.set_title("each dot one enterprise; above the line: more points")
    if stages:
        axes.legend(frameon=False, markerscale=2)


def _indicators(con: duckdb.DuckDBPyConnection, axes) -> None:
    rows = con.execute(
        f"""select indicator, mean_delta from indicators where mean_delta <> 0
            order by abs(mean_delta) desc, indicator limit {_SHOWN}"""
    ).fetchall()[::-1]
    deltas = [float(delta) for _, delta in rows]
    axes.barh(range(len(rows)), deltas, color=["#b42318" if delta < 0 else "#1a7f37" for delta in deltas])
    axes.set_yticks(range(len(rows)), [name for name, _ in rows])
    axes.axvline(0, color="0.6", lw=0.8)
    axes.set_xlabel("mean change of the contribution, points")
    axes.set_title("what moved the mean")
