"""A composite of four levels over invented tables of three periods, held against the Handbook's formulas."""

import random
from decimal import Decimal

import pytest

from tests.trial.textbook import (
    competition_ranks,
    geometric,
    in_fifty_digits,
    line,
    mean,
    median,
    mid_ranks,
    minmax,
    zscores,
)
from tests.trial.tried import WORKED, tried, write

PERIODS = ("2021", "2022", "2023")
INDICATORS = tuple("abcdef")


def invented(seed: int) -> list[dict]:
    """200 units in 5 groups and 3 periods; values from 10^-4 to 10^12, many equal, one in ten unknown."""
    draw = random.Random(seed)
    rows = []
    for period in PERIODS:
        for number in range(200):
            values = {
                "a": f"{draw.uniform(0.0001, 0.0002):.9f}",
                "b": f"{draw.lognormvariate(0, 2) * 1e9:.2f}",
                "c": str(draw.randint(0, 30)),
                "d": str(draw.randint(0, 12)),
                "e": repr(10 ** draw.uniform(-4, 12)),
                "f": f"{draw.gauss(0, 1):.6f}",
            }
            known = {name: "" if draw.random() < 0.1 else value for name, value in values.items()}
            rows.append({"unit": f"单位{number:03d}", "period": period, "group": f"g{number % 5}", **known})
    return rows


@in_fifty_digits
def by_hand(rows: list[dict]) -> dict[str, Decimal]:
    """Every unit's score in one period; a unit with under half of its values has none."""
    filled = {name: _filled(rows, name) for name in INDICATORS}
    a, b = minmax(filled["a"]), minmax(filled["b"], lower_is_better=True)
    c, d = zscores(filled["c"]), mid_ranks(filled["d"])
    f = zscores(filled["f"], lower_is_better=True, population=True)
    scores = {}
    for place, row in enumerate(rows):
        if sum(row[name] != "" for name in INDICATORS) < 3:
            continue
        innermost = mean([(2, _scale(a[place])), (1, _scale(b[place]))])
        inner = mean([(Decimal("0.3333333"), innermost), (Decimal("0.6666667"), _held(50 + 10 * c[place]))])
        long = line(filled["e"][place], Decimal("0.0001"), Decimal(10**12), 1, 100, log=True)
        outer = geometric([(Decimal("0.25"), _scale(d[place])), (Decimal("0.75"), long)])
        first = mean([(Decimal("0.7"), inner), (Decimal("0.3"), outer)])
        scores[row["unit"]] = geometric([(Decimal("0.6"), first), (Decimal("0.4"), _held(50 + 20 * f[place]))])
    return scores


def _filled(rows: list[dict], name: str) -> list[Decimal]:
    known: dict[str, list[Decimal]] = {}
    for row in rows:
        if row[name]:
            known.setdefault(row["group"], []).append(Decimal(row[name]))
    middle = {group: median(values) for group, values in known.items()}
    return [Decimal(row[name]) if row[name] else middle[row["group"]] for row in rows]


def _scale(position: Decimal) -> Decimal:
    return 1 + 99 * position


def _held(points: Decimal) -> Decimal:
    return min(max(points, Decimal(1)), Decimal(100))


@pytest.fixture(scope="module")
def both(home, tmp_path_factory):
    """The rows, and what was made of them."""
    rows = invented(seed=7)
    folder = tmp_path_factory.mktemp("four_levels")
    return rows, tried(home, WORKED / "four_levels.yml", write(folder / "values.csv", rows), folder / "out")


@pytest.mark.parametrize("period", PERIODS)
def test_scores_agree_to_nine_places_and_ranks_exactly(both, period):
    rows, tables = both
    exact = by_hand([row for row in rows if row["period"] == period])
    scored = {row["unit"]: row for row in tables["scores"] if row["period"] == period and row["status"] == "scored"}
    assert set(scored) == set(exact)
    assert max(abs(Decimal(scored[unit]["score_full"]) - exact[unit]) for unit in exact) < Decimal("1e-9")
    assert {unit: int(row["rank"]) for unit, row in scored.items()} == competition_ranks(exact, 2)


def test_contributions_add_up_to_the_score_to_the_last_digit(both):
    _, tables = both
    together: dict[tuple, Decimal] = {}
    for row in tables["indicators"]:
        key = row["unit"], row["period"]
        together[key] = together.get(key, Decimal(0)) + Decimal(row["contribution"] or 0)
    tops: dict[tuple, Decimal] = {}
    for row in tables["groups"]:
        if not row["parent"]:
            key = row["unit"], row["period"]
            tops[key] = tops.get(key, Decimal(0)) + Decimal(row["contribution"] or 0)
    score = {(row["unit"], row["period"]): Decimal(row["score_full"] or 0) for row in tables["scores"]}
    assert together == score == tops


def test_every_gap_says_how_it_was_filled(both):
    rows, tables = both
    gaps = {(row["unit"], row["period"], name) for row in rows for name in INDICATORS if not row[name]}
    filled = {(r["unit"], r["period"], r["indicator"]) for r in tables["indicators"] if r["policy"] == "peer_median"}
    assert filled == gaps
    assert all(row["imputed_value"] for row in tables["indicators"] if row["policy"] == "peer_median")


def test_the_same_table_in_any_form_and_order_gives_the_same_bytes(both, home, tmp_path):
    """Wide or long, CSV in UTF-8 or GB18030 or Parquet, rows in any order: only the manifest names another file."""
    import duckdb

    rows, _ = both
    some = [row for row in rows if row["period"] == "2021"]
    wide = write(tmp_path / "wide.csv", some)
    head = ("unit", "period", "group")
    long = [
        {**{name: row[name] for name in head}, "indicator": name, "value": row[name]}
        for row in some
        for name in INDICATORS
        if row[name]
    ]
    random.Random(1).shuffle(long)
    forms = [wide, write(tmp_path / "long.csv", long, "gb18030"), write(tmp_path / "bom.csv", some[::-1], "utf-8-sig")]
    number = ", ".join(f"cast(nullif({name}, '') as double) as {name}" for name in INDICATORS)
    with duckdb.connect() as con:
        text = f"select unit, period, \"group\", {number} from read_csv('{wide}', all_varchar = true)"
        con.execute(f"copy ({text}) to '{tmp_path / 'typed.parquet'}' (format parquet)")
    seen = set()
    for place, form in enumerate([*forms, tmp_path / "typed.parquet"]):
        out = tmp_path / f"out{place}"
        tried(home, WORKED / "four_levels.yml", form, out)
        seen.add(
            tuple(
                (out / f"{name}.{kind}").read_bytes()
                for name in ("scores", "groups", "indicators")
                for kind in ("csv", "parquet")
            )
        )
    assert len(seen) == 1
