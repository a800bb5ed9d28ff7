"""What CI prints for a change of scheme files: between two revisions of a repository, on a synthetic zone."""

import subprocess
import sys

import pytest

from innopoints.project import ROOT, SCHEMES

sys.path.insert(0, str(ROOT / "scripts"))
import compare_schemes

FILE = "dbt_project/schemes/zone_default.yml"


@pytest.fixture(scope="module")
def repository(tmp_path_factory, home):
    """Three revisions: the scheme as it is, with a stricter goalpost, and with a readme besides."""
    root = tmp_path_factory.mktemp("repository")
    before = (SCHEMES / "zone_default.yml").read_text("utf-8")
    stricter = before.replace("high: 10_000_000, points: 5", "high: 20_000_000, points: 5")
    assert stricter != before
    git(root, "init", "-q")
    (root / FILE).parent.mkdir(parents=True)
    for text in (before, stricter):
        (root / FILE).write_text(text, "utf-8")
        git(root, "add", "-A")
        git(root, "-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-qm", "a revision")
    (home / "compiled").mkdir(parents=True, exist_ok=True)
    (root / "var").mkdir()
    (root / "var" / "compiled").symlink_to(home / "compiled")
    return root


def git(root, *words):
    subprocess.run(["git", *words], cwd=root, check=True)


def printed(repository, monkeypatch, capsys, *words: str) -> str:
    monkeypatch.setattr(compare_schemes, "ROOT", repository)
    monkeypatch.setattr(sys, "argv", ["compare_schemes.py", *words])
    assert compare_schemes.main() == 0
    return capsys.readouterr().out


def test_a_stricter_goalpost_takes_points_and_names_the_indicator(repository, monkeypatch, capsys, tmp_path):
    words = ("HEAD~1", "HEAD", "--out", str(tmp_path), "--enterprises", "30")
    out = printed(repository, monkeypatch, capsys, *words)
    assert "### zone_default.yml, before and after, on a synthetic zone (合成数据)" in out
    row = next(line for line in out.splitlines() if line.startswith("| all |"))
    enterprises, up, down = (int(cell) for cell in row.strip("| ").split(" | ")[1:4])
    assert (enterprises, up) == (30, 0)
    assert down > 0
    assert "`rd_expense_cny`" in out
    assert (tmp_path / "zone_default" / "report.html").is_file()


def test_nothing_changed_is_said(repository, monkeypatch, capsys):
    assert printed(repository, monkeypatch, capsys, "HEAD", "HEAD") == "No scheme changed.\n"
