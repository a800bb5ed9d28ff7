"""What a study starts from: the points of every scored enterprise under one scheme, read from a finished warehouse."""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np

from innopoints.errors import Refused, WrongUse
from innopoints.robustness.tree import Node, Tree, scores

AGREES = 1e-6
"""Points by which the study's own score may differ from the published one: rounding of the stored contributions."""


@dataclass(frozen=True)
class Pointed:
    """What a ranking follows from. Rows of `points` are the scored enterprises, columns the indicators of the tree.

    `held` is the score of an enterprise whose row is frozen, whatever the weights; NaN for the others.
    """

    tree: Tree
    decimals: int
    stage: np.ndarray
    points: np.ndarray
    held: np.ndarray


@dataclass(frozen=True)
class Scored(Pointed):
    """Rows are in order of `uscc`, columns in the order of the file."""

    scheme: str
    edition: str
    uscc: list[str]
    stage_name: list[str]
    values: np.ndarray
    policy: np.ndarray
    score_full: np.ndarray


def read_scored(warehouse: Path, scheme: str) -> Scored:
    """Raises WrongUse for a scheme the warehouse does not score, Refused when there is nothing to study."""
    if not warehouse.exists():
        raise Refused(f"{warehouse}: there is no warehouse; run `make run` or a night first")
    with duckdb.connect(str(warehouse), read_only=True) as con:
        head = con.execute(
            """select scheme.edition, scheme.decimals from registry.scheme as scheme
                    inner join scoring.scheme_in_force as force
                        on scheme.scheme = force.scheme and scheme.edition = force.edition
                    where scheme.scheme = ?""",
            [scheme],
        ).fetchone()
        if head is None:
            known = con.execute("select distinct scheme from scoring.scheme_in_force order by all").fetchall()
            raise WrongUse(f"no scheme {scheme!r} in {warehouse}; it scores {', '.join(name for (name,) in known)}")
        tree = read_tree(con, scheme, head[0])
        return _rows(con, scheme, *head, tree)


def read_tree(con: duckdb.DuckDBPyConnection, scheme: str, edition: str) -> Tree:
    """One edition of a scheme as registry.scheme_node and scheme_weight say it; leaves are columns in order of node."""
    mine = [scheme, edition]
    leaves = con.execute(
        "select node from registry.scheme_indicator where scheme = ? and edition = ? order by node", mine
    ).fetchall()
    column = {node: place for place, (node,) in enumerate(leaves)}
    nodes = con.execute(
        """select node, parent, name, kind, take, role, cast(floor as double), cast(max_points as double)
           from registry.scheme_node where scheme = ? and edition = ? order by position, node""",
        mine,
    ).fetchall()
    weights = con.execute(
        """select node, stage_position, cast(factor as double), cast(weight as double)
           from registry.scheme_weight where scheme = ? and edition = ?""",
        mine,
    ).fetchall()
    return Tree(
        {row[0]: Node(*row, column.get(row[0])) for row in nodes},
        {(node, stage): (factor, weight) for node, stage, factor, weight in weights},
    )


def _rows(con: duckdb.DuckDBPyConnection, scheme: str, edition: str, decimals: int, tree: Tree) -> Scored:
    enterprises = con.execute(
        """select stage.uscc, stage.sheet, stage.stage_position, stage.stage, cast(score.score_full as double)
           from scoring.enterprise_stage as stage
           inner join scoring.score as score on stage.uscc = score.uscc and stage.scheme = score.scheme
           where stage.scheme = ? and score.status = 'scored' and stage.frozen_from is null order by stage.uscc""",
        [scheme],
    ).fetchall()
    if len(enterprises) < 3:
        raise Refused(f"{scheme}: {len(enterprises)} enterprises have a score; a ranking needs at least 3")
    # A score that nothing open can move is the lowest one: least points, most deducted.
    cells = con.execute(
        """select points.sheet, points.node, cast(points.value as double) as value, points.policy,
           cast(case node.role when 'deduction' then leaf.points_high else leaf.points_low end as double) as points
           from scoring.indicator_points as points
           inner join scoring.leaf_points as leaf on points.sheet = leaf.sheet and points.node = leaf.node
           inner join registry.scheme_node as node on points.node = node.node
           where points.scheme = ?""",
        [scheme],
    ).fetchnumpy()
    place = {sheet: number for number, (_, sheet, *_) in enumerate(enterprises)}
    column = {leaf.node: leaf.column for leaf in tree.leaves}
    row = np.array([place.get(sheet, -1) for sheet in cells["sheet"].tolist()])
    col = np.array([column[node] for node in cells["node"].tolist()])
    shape, known = (len(enterprises), len(column)), row >= 0
    points, values = np.full(shape, np.nan), np.full(shape, np.nan)
    policy = np.full(shape, "drop_and_renormalise", dtype=object)
    for matrix, name in ((points, "points"), (values, "value")):
        filled = np.ma.filled(np.ma.asarray(cells[name], dtype=float), np.nan)
        matrix[row[known], col[known]] = filled[known]
    policy[row[known], col[known]] = np.asarray(cells["policy"], dtype=object)[known]
    stage = np.array([position for _, _, position, _, _ in enterprises])
    score_full = np.array([score for *_, score in enterprises])
    again = scores(tree, points, stage)
    if (worst := np.nanmax(np.abs(again - score_full))) > AGREES or np.isnan(again).any():
        raise Refused(
            f"{scheme}: this study gives scores up to {worst:.2g} away from those of the warehouse; "
            "it would speak of another ranking"
        )
    return Scored(
        scheme=scheme,
        edition=edition,
        decimals=decimals,
        tree=tree,
        uscc=[uscc for uscc, *_ in enterprises],
        stage=stage,
        stage_name=[name for _, _, _, name, _ in enterprises],
        points=points,
        held=np.full(len(enterprises), np.nan),
        values=values,
        policy=policy,
        score_full=score_full,
    )
