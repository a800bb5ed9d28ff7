"""What CI prints for a change of measures: two warehouses of the same offices, cell by cell and score by score."""

import subprocess
import sys

import duckdb
import pytest

from innopoints.project import ROOT

sys.path.insert(0, str(ROOT / "scripts"))
import compare_measures

CELLS = {
    "before": "('A', 'staff_count', 10, 'known'), ('B', 'staff_count', null, 'missing'), ('A', 'dropped', 1, 'known')",
    "after": "('A', 'staff_count', 12, 'known'), ('B', 'staff_count', 7, 'known'), ('A', 'added', 1, 'known')",
}
SCORES = {"before": "('A', 'own', 60, 'scored'), ('B', 'own', 50, 'scored')",
          "after": "('A', 'own', 61.5, 'scored'), ('B', 'own', null, 'insufficient_data')"}  # fmt: skip


@pytest.fixture
def warehouses(tmp_path):
    for side in CELLS:
        with duckdb.connect(tmp_path / f"{side}.duckdb") as con:
            con.execute("create schema measures")
            con.execute("create schema scoring")
            con.execute(f"create table measures.measure as from (values {CELLS[side]}) t (uscc, measure, value, state)")
            con.execute(f"create table scoring.score as from (values {SCORES[side]}) t (uscc, scheme, score, status)")
            con.execute(
                "create table scoring.coverage as select uscc, scheme, status, score as score_low, score as score_high "
                "from scoring.score"
            )
    return {side: tmp_path / f"{side}.duckdb" for side in CELLS}


def test_every_measure_that_differs_is_told_with_what_it_moves(warehouses, capsys):
    with compare_measures.compared(**warehouses) as con:
        compare_measures.say(con, 2)
    told = capsys.readouterr().out
    assert "| added | new | 1 | 0 | 1 | — | — |" in told
    assert "| dropped | gone | 1 | 1 | 0 | — | — |" in told
    assert "| staff_count | changed | 2 | 1 | 2 | 2 | 2 |" in told
    assert "| own | 1 | 0 | 1 | 2 | 1.5 | 1.5 |" in told


def test_equal_warehouses_differ_in_nothing(warehouses, capsys):
    same = {"before": warehouses["before"], "after": warehouses["before"].with_name("copy.duckdb")}
    same["after"].write_bytes(same["before"].read_bytes())
    with compare_measures.compared(**same) as con:
        compare_measures.say(con, 2)
    told = capsys.readouterr().out
    assert "No cell differs." in told and "No score differs." in told


def test_without_a_changed_model_nothing_runs(tmp_path, monkeypatch, capsys):
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    for words in (["init", "-q"], [*who, "commit", "-q", "--allow-empty", "-m", "a"]):
        subprocess.run(["git", *words], cwd=tmp_path, check=True)
    monkeypatch.setattr(compare_measures, "ROOT", tmp_path)
    monkeypatch.setattr(sys, "argv", ["compare_measures.py", "HEAD", "HEAD"])
    assert compare_measures.main() == 0
    assert capsys.readouterr().out == "No measure changed.\n"
