"""核验：一个文件，拷过去就能用；改动任何一位都查得出来。"""

import json
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import innopoints.verify
from innopoints.home import Home
from innopoints.publication import audit
from innopoints.publication.deliver import deliver
from innopoints.verify import VerificationFailed, verify
from tests.publication.conftest import DAY


@pytest.fixture
def edition(published) -> Path:
    return published.published / "score_v1" / "2026-06-30" / "1"


@pytest.fixture
def share(published) -> Path:
    return Path(deliver(published, "boc_huizhou", DAY)["path"])


def overwrite(path: Path, body: bytes) -> None:
    path.chmod(0o644)
    path.write_bytes(body)


def test_each_of_100_flipped_bits_is_noticed(edition, share):
    choice = random.Random(20260630)
    for folder in (edition, share):
        files = sorted(folder.iterdir())
        sizes = [path.stat().st_size for path in files]
        for _ in range(50):
            # Half of the flips by size, half evenly by file: else the small manifest would hardly ever be hit.
            path = choice.choices(files, sizes if choice.random() < 0.5 else None)[0]
            body = path.read_bytes()
            flipped = bytearray(body)
            flipped[choice.randrange(len(body))] ^= 1 << choice.randrange(8)
            overwrite(path, bytes(flipped))
            with pytest.raises(VerificationFailed):
                verify(folder)
            overwrite(path, body)
        verify(folder)


def test_each_flipped_bit_of_the_audit_log_is_noticed(published):
    from innopoints.errors import Refused

    path = audit.log_path(published)
    body = path.read_bytes()
    for place in range(len(body) - 1):  # the last line feed only says that the line is whole
        flipped = bytearray(body)
        flipped[place] ^= 1
        path.write_bytes(bytes(flipped))
        with pytest.raises(Refused):
            audit.entries(published)


def test_a_file_missing_added_renamed_or_linked_is_noticed(edition):
    score, change = edition / "pub_score_v1.parquet", edition / "pub_score_change_v1.parquet"
    aside = edition.parent / "aside"
    score.rename(aside)
    with pytest.raises(VerificationFailed, match=r"missing pub_score_v1\.parquet"):
        verify(edition)
    score.symlink_to(aside)
    with pytest.raises(VerificationFailed, match="not a plain file"):
        verify(edition)
    score.unlink()
    aside.rename(score)
    (edition / "readme.txt").write_text("hello")
    with pytest.raises(VerificationFailed, match=r"not in the manifest: readme\.txt"):
        verify(edition)
    (edition / "readme.txt").unlink()
    body = score.read_bytes()
    overwrite(score, change.read_bytes())
    with pytest.raises(VerificationFailed, match="sha256"):
        verify(edition)
    overwrite(score, body[:-1])
    with pytest.raises(VerificationFailed, match="sha256"):
        verify(edition)


@pytest.mark.parametrize("lie", ["rows", "schema", "root_hash", "name"])
def test_a_manifest_that_lies_is_noticed_even_when_the_signature_is_good(published, edition, lie):
    """Someone who holds the key still cannot sign a description that does not fit the files."""
    from innopoints.publication.contents import root_hash
    from innopoints.publication.keys import signing_key
    from innopoints.publication.seal import sign_folder

    manifest = json.loads((edition / "manifest.json").read_bytes())
    for path in (edition / "manifest.json", edition / "manifest.sig"):
        path.unlink()
    file = manifest["files"][0]
    if lie == "rows":
        file["rows"] += 1
    elif lie == "schema":
        file["schema"][0][0] = "code"
    elif lie == "name":
        file["name"] = "../" + file["name"]
    if lie == "root_hash":
        manifest["root_hash"] = "0" * 64
    else:
        manifest["root_hash"] = root_hash("score_v1", "2026-06-30", manifest["files"], manifest["schemes"])
    sign_folder(edition, manifest, [signing_key(published)])
    with pytest.raises(VerificationFailed):
        verify(edition)


def test_a_folder_signed_by_a_stranger_with_his_key_beside_it_fails_the_key_the_zone_gave(published, edition, tmp_path):
    from innopoints.publication.keys import signing_key
    from innopoints.publication.seal import sign_folder

    (zone_key,) = (published.published / "keys").iterdir()
    stranger = Home(tmp_path / "stranger")
    key = signing_key(stranger)
    manifest = json.loads((edition / "manifest.json").read_bytes())
    (edition / "manifest.json").unlink()
    (edition / "manifest.sig").unlink()
    sign_folder(edition, manifest, [key])
    key.leave_public_key(published.published / "keys")
    assert verify(edition)["key_from"] == "beside the files"
    with pytest.raises(VerificationFailed, match="signature"):
        verify(edition, zone_key)


@pytest.fixture
def bank_side(published, share, tmp_path):
    """What a bank has: the delivery, its copy of verify.py, Python, and nothing of this project."""
    desk = tmp_path / "bank"
    desk.mkdir()
    shutil.copy(innopoints.verify.__file__, desk / "verify.py")
    shutil.copytree(published.delivery / "boc_huizhou", desk / "inbox")

    def run(*arguments: str) -> subprocess.CompletedProcess:
        without_us = [sys.executable, "-S", "-c", ISOLATED, *arguments]
        return subprocess.run(without_us, capture_output=True, text=True, cwd=desk)

    return run


# Runs verify.py as a script with the libraries of this environment but without the innopoints package.
ISOLATED = f"""
import sys
sys.path += {[place for place in sys.path if "site-packages" in place]!r}
sys.modules["innopoints"] = None
sys.argv = ["verify.py", *sys.argv[1:]]
import runpy
runpy.run_path("verify.py", run_name="__main__")
"""


def test_the_one_file_works_alone_and_its_exit_code_says_it_too(bank_side, share):
    folder = "inbox/score_v1/2026-06-30/1"
    good = bank_side(folder)
    assert good.returncode == 0, good.stderr
    said = json.loads(good.stdout)
    assert said["verified"] and said["bank"] == "boc_huizhou" and said["valid_until"] == "2026-07-07"
    key = f"inbox/keys/{said['key_id']}.pem"
    assert json.loads(bank_side(folder, "--public-key", key).stdout)["key_from"] == "given"
    bad = bank_side("inbox/score_v1/2026-06-30")
    assert bad.returncode == 1 and "NOT VERIFIED" in bad.stderr and "Traceback" not in bad.stderr


def test_the_command_says_no_with_exit_code_1_and_no_traceback(edition):
    def command() -> subprocess.CompletedProcess:
        code = "from innopoints.cli import main; main()"
        return subprocess.run([sys.executable, "-c", code, "verify", str(edition)], capture_output=True, text=True)

    good = command()
    assert good.returncode == 0 and json.loads(good.stdout)["verified"]
    overwrite(edition / "pub_score_v1.parquet", b"PAR1")
    bad = command()
    assert bad.returncode == 1 and "NOT VERIFIED" in bad.stderr and "Traceback" not in bad.stderr
