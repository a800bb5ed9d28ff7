"""A scheme as the tree the scoring models walk: one node for the total, each group and each indicator.

    sum               a child gives  points / its max x its weight;  dropped weight is spread over the rest
    weighted_mean     a child counts weight / all weights present;   all children stand on one scale
    geometric_mean    the same, multiplied
    best              the child with most points, whatever its weight

So two numbers say all about a child: `factor`, what a point of it is worth in its parent, and `weight`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Context, Decimal

from innopoints.passports.leaf import Indicator
from innopoints.passports.scheme import Group, Scheme

ROOT = "total"
"""The name of the root; no group or indicator may bear it."""

DEEPEST = 5
"""Levels of groups below the total; the scoring models have one step for each."""

MEANS = ("weighted_mean", "geometric_mean")
_EXACT = Context(prec=60, rounding=ROUND_HALF_UP)
_PLACES = Decimal(1).scaleb(-14)


@dataclass(frozen=True)
class Node:
    """A place in the tree; `role` is that of its top group, `key` where it stands in the file."""

    name: str
    key: str
    depth: int
    role: str
    what: "Scheme | Group | Indicator"
    parent: "Node | None" = field(default=None, repr=False)

    @property
    def take(self) -> str | None:
        return getattr(self.what, "take", None)


def nodes(scheme: Scheme) -> Iterator[Node]:
    """The root, then every group and indicator, each after its parent and in the order written."""
    root = Node(ROOT, "", 0, "base", scheme)
    yield root
    for name, group in scheme.groups.items():
        yield from _below(Node(name, f"groups.{name}", 1, group.role, group, root))


def _below(node: Node) -> Iterator[Node]:
    yield node
    for name, indicator in node.what.indicators.items():
        yield Node(name, f"{node.key}.indicators.{name}", node.depth + 1, node.role, indicator, node)
    for name, group in node.what.groups.items():
        yield from _below(Node(name, f"{node.key}.groups.{name}", node.depth + 1, node.role, group, node))


def children(node: Node) -> dict[str, Indicator | Group]:
    """What is put together here: at the root only the base groups, a bonus or a deduction stands beside them."""
    return node.what.base_groups if isinstance(node.what, Scheme) else node.what.children


def ceiling(scheme: Scheme, what) -> Decimal:
    """The most a node can give: what it says, or what its children let it."""
    if isinstance(what, Scheme):
        return what.total
    if isinstance(what, Indicator):
        return what.max_points
    if what.max is not None:
        return what.max
    tops = [ceiling(scheme, child) for child in what.children.values()]
    if what.take != "sum":
        return max(tops, default=Decimal(0))
    return sum((weight_of(scheme, child) for child in what.children.values()), Decimal(0))


def floor(scheme: Scheme, what) -> Decimal:
    """The least a node can give, with every child at its floor."""
    if isinstance(what, Indicator):
        own = what.judged.min if what.judged else what.floor
        return scheme.floor if own is None else own
    every = what.base_groups if isinstance(what, Scheme) else what.children
    floors = [floor(scheme, child) for child in every.values()]
    if what.take != "sum":
        return min(floors, default=Decimal(0))
    parts = [_worth(scheme, child, weight_of(scheme, child)) * floor(scheme, child) for child in every.values()]
    return sum(parts, Decimal(0))


def weight_of(scheme: Scheme, child, in_mean: bool = False) -> Decimal:
    """A child's weight where no stage says otherwise: what it says, or its max in a sum and 1 in a mean."""
    if child.weight is not None:
        return child.weight
    return Decimal(1) if in_mean else ceiling(scheme, child)


def weights(scheme: Scheme, node: Node, stage: str) -> dict[str, tuple[Decimal, Decimal]]:
    """{child: (factor, weight)} below one node in one stage, to 14 places; unequal weights of a mean as shares of 1."""
    every = children(node)
    if node.take == "best":
        return {name: (Decimal(1), Decimal(1)) for name in every}
    plain = {name: weight_of(scheme, child, node.take in MEANS) for name, child in every.items()}
    plain |= {name: weight for name, weight in scheme.weights.get(stage, {}).items() if name in every}
    if node.take in MEANS:
        if len(set(plain.values())) == 1:
            return {name: (Decimal(1), Decimal(1)) for name in every}
        together = sum(plain.values())
        shares = {name: _rounded(_EXACT.divide(weight, together)) for name, weight in plain.items()}
        return {name: (share, share) for name, share in shares.items()}
    return {name: (_worth(scheme, every[name], weight), _rounded(weight)) for name, weight in plain.items()}


def beside(node: Node) -> list[str]:
    """The groups that stand beside the total: a bonus or a deduction, point for point."""
    return [name for name, group in node.what.groups.items() if group.role != "base"] if node.parent is None else []


def _worth(scheme: Scheme, child, weight: Decimal) -> Decimal:
    top = ceiling(scheme, child)
    return _rounded(_EXACT.divide(weight, top)) if top else Decimal(0)


def _rounded(number: Decimal) -> Decimal:
    return number.quantize(_PLACES, rounding=ROUND_HALF_UP, context=_EXACT)
