"""A proposed scheme against the zone as it was scored: who moves, by how much and why; every move is accounted for."""

import json
from collections import Counter
from decimal import Decimal

import duckdb
import pytest

from innopoints.errors import Refused
from innopoints.home import Home
from innopoints.project import SCHEMES
from innopoints.trial.against import against_current
from innopoints.trial.progress import Progress
from tests.scoring.given_zone import given_zone, score
from tests.trial.tried import read

STRICTER = ("linear: {low: 0, high: 10_000_000, points: 5", "linear: {low: 0, high: 20_000_000, points: 5")
FIRMS = {
    "914413000000000001": {"revenue_cny": 60_000_000, "rd_expense_cny": 5_000_000, "valid_invention_patent_count": 3},
    "914413000000000002": {"revenue_cny": 900_000, "rd_expense_cny": 12_000_000, "valid_invention_patent_count": 1},
    "914413000000000003": {"revenue_cny": 900_000, "rd_expense_cny": 90_000_000, "valid_invention_patent_count": 0},
    "914413000000000004": {"revenue_cny": 300_000_000, "rd_expense_cny": 0, "tax_paid_cny": "missing"},
}
AUTHORISED = [("hzrcb", "914413000000000001"), ("hzrcb", "914413000000000004"), ("ccb_huizhou", "914413000000000003")]


@pytest.fixture(scope="module")
def zone(tmp_path_factory, home) -> Home:
    """A current warehouse: four firms scored by the schemes of the project, three authorisations."""
    from innopoints.project import DBT
    from innopoints.registry.measure_meta import read_measures

    known = dict.fromkeys(read_measures(DBT / "models" / "measures"), 1)
    zone = given_zone(tmp_path_factory.mktemp("zone") / "home", {uscc: known | given for uscc, given in FIRMS.items()})
    score(zone)
    with duckdb.connect(zone.candidate) as con:
        con.execute("create schema published")
        con.execute("create table published.pub_score_v1 as select date '2026-06-30' as as_of_date")
        con.execute("create table published.pub_bank_right_v1 (bank varchar, uscc varchar, scope varchar)")
        rows = [(*each, "innovation_points_loan") for each in AUTHORISED]
        con.executemany("insert into published.pub_bank_right_v1 values (?, ?, ?)", rows)
    zone.candidate.rename(zone.current)
    (home / "compiled").mkdir(parents=True, exist_ok=True)
    (zone.root / "compiled").symlink_to(home / "compiled")
    return zone


def proposal(folder, *changes: tuple[str, str]):
    text = (SCHEMES / "zone_default.yml").read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = folder / "zone_default.yml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def compared(zone, tmp_path_factory):
    """Twice as much research for the same points, and only well-known enterprises are scored."""
    folder = tmp_path_factory.mktemp("proposal")
    against_current(zone, proposal(folder, STRICTER), folder / "out", Progress())
    return folder / "out"


def test_the_same_scheme_moves_nobody(zone, tmp_path):
    against_current(zone, proposal(tmp_path), tmp_path / "out", Progress())
    assert {row["score_delta"] for row in read(tmp_path / "out" / "enterprises.csv")} == {"0.00"}
    assert read(tmp_path / "out" / "causes.csv") == []


def test_who_moves_and_why(compared):
    moved = {row["uscc"][-1]: row for row in read(compared / "enterprises.csv")}
    assert [row["uscc"][-1] for row in moved.values() if row["score_delta"] != "0.00"] == ["1", "2"]
    assert moved["1"]["why_zh"].startswith("研发费用 -")
    assert {row["indicator"] for row in read(compared / "causes.csv")} == {"rd_expense_cny"}


def test_causes_add_up_to_the_move_to_the_last_digit(zone, compared):
    """Contribution after less contribution before, over all indicators, is the move of the score of full precision."""
    together = Counter()
    for row in read(compared / "causes.csv"):
        assert Decimal(row["contribution"]) - Decimal(row["contribution_before"]) == Decimal(row["delta"])
        together[row["uscc"]] += Decimal(row["delta"])
    for row in read(compared / "enterprises.csv"):
        assert abs(together[row["uscc"]] - Decimal(row["score_delta"])) <= Decimal("0.01")


def test_groups_count_everyone_once(compared):
    kinds = Counter()
    for row in read(compared / "groups.csv"):
        kinds[row["kind"]] += int(row["enterprises"])
        assert int(row["up"]) + int(row["down"]) + int(row["same"]) <= int(row["enterprises"])
    assert set(kinds.values()) == {len(FIRMS)}


def test_each_bank_sees_whom_its_passport_lets_it(compared):
    banks = {row["bank"]: row for row in read(compared / "banks.csv")}
    assert {bank: row["authorised"] for bank, row in banks.items()} == {"hzrcb": "2", "ccb_huizhou": "1"}
    assert banks["hzrcb"]["down"] == "1"


def test_whom_a_bank_loses_when_fewer_are_scored(zone, tmp_path):
    """The fourth firm's tax is not known: a scheme that wants every indicator known has no score for it any more."""
    out = tmp_path / "out"
    against_current(zone, proposal(tmp_path, ("minimum_coverage: 0.6", "minimum_coverage: 1")), out, Progress())
    lost = {row["bank"]: (row["scored_before"], row["gained"], row["lost"]) for row in read(out / "banks.csv")}
    assert lost == {"hzrcb": ("2", "0", "1"), "ccb_huizhou": ("1", "0", "0")}
    assert "不再有分" in (out / "report.html").read_text("utf-8")


def test_the_same_comparison_gives_the_same_bytes(zone, compared, tmp_path):
    against_current(zone, proposal(tmp_path, STRICTER), tmp_path / "out", Progress())
    names = sorted(path.name for path in compared.iterdir())
    assert {"move.svg", "report.html", "manifest.json", "enterprises.parquet"} <= set(names)
    assert [name for name in names if (compared / name).read_bytes() != (tmp_path / "out" / name).read_bytes()] == []


def test_the_plot_keeps_its_text_and_tells_no_time(compared):
    plot = (compared / "move.svg").read_text("utf-8")
    assert ">score before</text>" in plot
    assert "rd_expense_cny</text>" in plot
    assert "<dc:date>" not in plot
    page = (compared / "report.html").read_text("utf-8")
    assert "<svg" in page
    assert [word for word in ("<script", "src=", 'href="http', "url(http") if word in page] == []


def test_a_scheme_the_zone_does_not_know_is_refused(zone, tmp_path):
    path = tmp_path / "new_scheme.yml"
    path.write_text(
        proposal(tmp_path).read_text("utf-8").replace("scheme: zone_default", "scheme: new_scheme"), "utf-8"
    )
    with pytest.raises(Refused, match=r"'new_scheme' is not in the current warehouse; .* allowed: .*zone_default"):
        against_current(zone, path, tmp_path / "out", Progress())


def test_without_a_warehouse_it_says_what_to_do(tmp_path):
    with pytest.raises(Refused, match="no current warehouse to compare with; run `make run`"):
        against_current(Home(tmp_path / "none"), proposal(tmp_path), tmp_path / "out", Progress())


def test_the_manifest_names_both_sides(compared):
    manifest = json.loads((compared / "manifest.json").read_text("utf-8"))
    assert manifest["before"].startswith("zone_default 1")
    assert set(manifest["made_of"]) == {"zone_default.yml"}
