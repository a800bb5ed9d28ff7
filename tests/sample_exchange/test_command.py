"""The command line says what is wrong and what to do, and never writes over data."""

import subprocess
import sys

from running_exchange import EXCHANGE


def run(*words):
    return subprocess.run([sys.executable, EXCHANGE, *map(str, words)], capture_output=True, text=True)


def test_generate_never_writes_into_a_folder_that_holds_something(tmp_path):
    (tmp_path / "mine.txt").write_text("keep")
    refused = run("generate", "--to", tmp_path, "--enterprises", 60)
    assert refused.returncode == 2 and "not empty" in refused.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_serve_without_data_says_how_to_make_some(tmp_path):
    refused = run("serve", "--data", tmp_path)
    assert refused.returncode == 2 and "generate" in refused.stderr


def test_a_day_before_the_history_is_refused(tmp_path):
    assert run("generate", "--to", tmp_path / "x", "--through", "2020-01-01").returncode == 2
