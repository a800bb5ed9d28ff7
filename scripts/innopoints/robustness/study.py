"""A study as a folder: rank bands, alternatives, weights, correlations as CSV and Parquet, a picture and one page.

The same warehouse gives the same bytes: fixed draws, numbers of six decimals, nothing that says when it was written.
"""

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from innopoints import durable
from innopoints.home import Home
from innopoints.robustness.alternatives import alternatives
from innopoints.robustness.page import study_page
from innopoints.robustness.plot import study_plot
from innopoints.robustness.rank_bands import DRAWS, SEED, SPREAD, drawn_ranks, rank_bands, ranks
from innopoints.robustness.scored import Scored, read_scored
from innopoints.robustness.structure import alphas, correlation_flags, effective_weights
from innopoints.warehouse.code_version import code_version

_SHAPES = {
    "rank_bands": {
        "uscc": pa.string(),
        "stage": pa.string(),
        "score_full": pa.float64(),
        **{name: pa.int64() for name in ("score_rank", "rank_low", "rank_median", "rank_high")},
    },
    "alternatives": {
        **{name: pa.string() for name in ("kind", "alternative")},
        **{name: pa.float64() for name in ("spearman", "mean_shift")},
        "largest_shift": pa.float64(),
        **{name: pa.float64() for name in ("moved_a_tenth_share", "top_tenth_kept_share")},
    },
    "weights": {
        **{name: pa.string() for name in ("indicator", "group")},
        **{
            name: pa.float64()
            for name in ("known_share", "nominal_weight", "effective_weight", "correlation_with_score")
        },
    },
    "correlations": {**{name: pa.string() for name in ("indicator", "other", "flag")}, "correlation": pa.float64()},
    "alphas": {"group": pa.string(), "indicators": pa.int64(), "enterprises": pa.int64(), "alpha": pa.float64()},
}


def study(home: Home, scheme: str, out: Path) -> dict:
    """Study one scheme of the current warehouse and write the folder; returns the manifest.

    Raises WrongUse for a scheme the warehouse does not score, Refused when it cannot be studied.
    """
    scored = read_scored(home.current, scheme)
    drawn = drawn_ranks(scored)
    tables = {
        "rank_bands": _bands(scored, rank_bands(drawn)),
        "alternatives": alternatives(scored, drawn),
        "weights": effective_weights(scored),
        "correlations": correlation_flags(scored),
        "alphas": alphas(scored),
    }
    out.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        table = pa.Table.from_pylist([_rounded(row) for row in rows], schema=pa.schema(_SHAPES[name]))
        pacsv.write_csv(table, out / f"{name}.csv")
        pq.write_table(table, out / f"{name}.parquet")
    plot = study_plot(tables)
    (out / "plot.svg").write_text(plot, encoding="utf-8")
    manifest = {
        "scheme": scored.scheme,
        "edition": scored.edition,
        "as_of": _as_of(home),
        "enterprises": len(scored.uscc),
        "draws": DRAWS,
        "seed": SEED,
        "weights_within": SPREAD,
        "code_version": code_version(),
        "rows": {name: len(rows) for name, rows in tables.items()},
    }
    (out / "report.html").write_text(study_page(manifest, tables, plot), encoding="utf-8")
    durable.write_json(out / "manifest.json", manifest)
    return manifest


def _as_of(home: Home) -> str:
    with duckdb.connect(str(home.current), read_only=True) as con:
        return str(con.execute("select max(as_of_date) from published.pub_score_v1").fetchone()[0])


def _bands(scored: Scored, bands: dict) -> list[dict]:
    nominal = ranks(scored.score_full, scored.decimals)
    return [
        {
            "uscc": uscc,
            "stage": scored.stage_name[place],
            "score_full": float(scored.score_full[place]),
            "score_rank": int(nominal[place]),
            **{name: int(band[place]) for name, band in bands.items()},
        }
        for place, uscc in enumerate(scored.uscc)
    ]


def _rounded(row: dict) -> dict:
    return {name: round(value, 6) if isinstance(value, float) else value for name, value in row.items()}
