"""哪一份代码算的：版本号认得出，提交号找得回来。"""

import subprocess

from innopoints.warehouse import code_version


def test_the_commit_is_that_of_the_checkout_and_none_outside_of_one(tmp_path, monkeypatch):
    monkeypatch.setattr(code_version, "ROOT", tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert code_version.code_commit() is None
    person = ("-c", "user.name=a", "-c", "user.email=a@b.c")
    for words in (("init", "-q"), (*person, "commit", "-q", "--allow-empty", "-m", "first")):
        subprocess.run(["git", "-C", str(tmp_path), *words], check=True)
    head = subprocess.run(["git", "-C", str(tmp_path), "rev-parse", "HEAD"], capture_output=True, text=True)
    assert code_version.code_commit() == head.stdout.strip() and len(head.stdout.strip()) == 40
    monkeypatch.setenv("PATH", str(tmp_path))
    assert code_version.code_commit() is None, "a machine without git"
