"""The rank bands an edition carries beside its ranks: the study's own draws, on the points of the night being built.

Called by dbt_project/models/robustness/rank_band.py inside the one build, so that a band is always of the same night as
the rank it stands beside.
"""

import duckdb
import numpy as np
import pyarrow as pa

from innopoints.errors import Refused
from innopoints.robustness.rank_bands import drawn_ranks, rank_bands
from innopoints.robustness.scored import AGREES, Pointed, read_tree
from innopoints.robustness.tree import scores

SHAPE = pa.schema(
    [("uscc", pa.string()), ("scheme", pa.string())] + [(name, pa.int32()) for name in ("rank_low", "rank_high")]
)


def published_bands(con: duckdb.DuckDBPyConnection) -> pa.Table:
    """One row per scored enterprise of each published scheme in force, in order of scheme and `uscc`.

    Raises Refused when the scores worked out here are not those of the models: such bands would be of another ranking.
    """
    schemes = con.execute(
        "select scheme, edition, decimals from scoring.scheme_in_force where is_published order by scheme"
    ).fetchall()
    return pa.concat_tables([SHAPE.empty_table(), *(bands_of(con, *each) for each in schemes)])


def bands_of(con: duckdb.DuckDBPyConnection, scheme: str, edition: str, decimals: int) -> pa.Table:
    """The bands of one scheme's scored enterprises."""
    tree = read_tree(con, scheme, edition)
    enterprises = con.execute(
        """select stage.sheet, stage.uscc, stage.stage_position, cast(score.score_full as double) as score_full,
               stage.frozen_from is not null as is_frozen
           from scoring.enterprise_stage as stage
           inner join scoring.score as score on stage.uscc = score.uscc and stage.scheme = score.scheme
           where stage.scheme = ? and score.status = 'scored' order by stage.sheet""",
        [scheme],
    ).fetchnumpy()
    sheets, stage = enterprises["sheet"], enterprises["stage_position"]
    if len(sheets) == 0:
        return SHAPE.empty_table()
    # A score that nothing open can move is the lowest one: least points, most deducted.
    cells = con.execute(
        """select points.sheet, points.node, cast(
               case node.role when 'deduction' then points.points_high else points.points_low end as double) as points
           from scoring.leaf_points as points
           inner join registry.scheme_node as node on points.node = node.node
           inner join scoring.enterprise_stage as stage on points.sheet = stage.sheet
           inner join scoring.score as score on stage.uscc = score.uscc and stage.scheme = score.scheme
           where stage.scheme = ? and score.status = 'scored'""",
        [scheme],
    ).fetchnumpy()
    points = np.full((len(sheets), len(tree.leaves)), np.nan)
    row = np.searchsorted(sheets, cells["sheet"])
    column = np.searchsorted([leaf.node for leaf in tree.leaves], cells["node"])
    points[row, column] = np.ma.filled(np.ma.asarray(cells["points"], dtype=float), np.nan)
    # A frozen score does not follow from today's points, and no weight moves it: the others move around it.
    held = np.where(enterprises["is_frozen"].astype(bool), enterprises["score_full"], np.nan)
    away = np.abs(np.where(np.isnan(held), scores(tree, points, stage), held) - enterprises["score_full"])
    if not (away <= AGREES).all():
        raise Refused(
            f"{scheme} {edition}: no rank bands: {int((~(away <= AGREES)).sum())} scores differ from those of the "
            "models; mend scripts/innopoints/robustness/tree.py so that it says what the scoring models say"
        )
    bands = rank_bands(drawn_ranks(Pointed(tree, decimals, stage, points, held)))
    named = [pa.array(bands[name].astype(np.int32)) for name in ("rank_low", "rank_high")]
    uscc = pa.array(enterprises["uscc"].tolist(), pa.string())
    return pa.table([uscc, pa.array([scheme] * len(uscc), pa.string()), *named], schema=SHAPE)
