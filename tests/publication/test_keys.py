"""换钥：交接期内新旧两把都能验；旧钥匙当年签的一直能验；作废的钥匙签的一律不认。"""

import json
import shutil
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from innopoints.cli import app
from innopoints.errors import OutsideFailed, WrongUse
from innopoints.publication import audit
from innopoints.publication.deliver import deliver
from innopoints.publication.editions import editions, previous_edition, read_manifest
from innopoints.publication.keys import make_private_key
from innopoints.publication.recall import recall
from innopoints.publication.rotate import listed, revoke, rotate
from innopoints.verify import VerificationFailed, verify
from tests.publication.conftest import DAY, NOON, copy

NEXT_DAY = DAY + timedelta(days=1)


@pytest.fixture(scope="module")
def in_overlap_once(published_once, build_gate_publish, tmp_path_factory):
    """A day signed by the first key; then a rotation; then a day signed in the overlap. Both went to a bank."""
    home = copy(published_once, tmp_path_factory.mktemp("in_overlap"))
    deliver(home, "hzrcb", DAY)
    rotate(home, "王局", NOON)
    build_gate_publish(home, NEXT_DAY)
    deliver(home, "hzrcb", NEXT_DAY)
    return home


@pytest.fixture
def zone(in_overlap_once, tmp_path):
    return copy(in_overlap_once, tmp_path)


def both(home) -> tuple[str, str]:
    old, new = (each["key_id"] for each in listed(home)["keys"])
    return old, new


def places(home) -> tuple[list[Path], Path, Path]:
    """(the two days' editions, the bank's share of the later one, the bank's keys)."""
    bank = home.delivery / "hzrcb"
    return [Path(each["path"]) for each in editions(home)], bank / "score_v1" / "2026-07-01" / "1", bank / "keys"


def test_in_the_overlap_a_bank_that_knows_either_key_can_verify(zone):
    old, new = both(zone)
    (first, second), share, keys = places(zone)
    assert read_manifest(second)["key_id"] == new and read_manifest(second)["also_signed_by"] == [old]
    assert verify(second)["signed_by"] == verify(share)["signed_by"] == [new, old]
    for key_id in (old, new):
        assert verify(share, keys / f"{key_id}.pem")["key_from"] == "given"
    assert verify(first, keys / f"{old}.pem")["signed_by"] == [old]
    with pytest.raises(VerificationFailed, match="no signature in force by the key given"):
        verify(first, keys / f"{new}.pem")


def test_after_the_overlap_the_old_key_signs_no_more_and_what_it_signed_in_its_time_still_verifies(zone, gate):
    from innopoints.publication.keys import private_key
    from innopoints.publication.publish import publish
    from innopoints.publication.seal import sign_folder
    from tests.publication.candidate_factory import make_candidate

    old, new = both(zone)
    day = NEXT_DAY + timedelta(days=40)
    make_candidate(zone, day)
    gate(zone, day)
    publish(zone, day, NOON + timedelta(days=40))
    (first, _, third), _, _ = places(zone)
    assert verify(first)["signed_by"] == [old] and verify(third)["signed_by"] == [new]
    manifest = read_manifest(third)
    for path in third.glob("manifest*"):
        path.unlink()
    sign_folder(third, manifest, [private_key(zone, old)])
    with pytest.raises(VerificationFailed, match=f"key {old} was retired on"):
        verify(third)


def test_what_only_a_revoked_key_signed_verifies_no_more_and_no_longer_stands(zone, build_gate_publish):
    old, new = both(zone)
    (first, second), share, _ = places(zone)
    said = revoke(zone, old, "旧私钥外泄", "王局", NOON + timedelta(days=1))
    assert said == {"revoked": True, "key_id": old, "signs": new}
    for folder in (first, zone.delivery / "hzrcb" / "score_v1" / "2026-06-30" / "1"):
        with pytest.raises(VerificationFailed, match=f"key {old} was revoked on .*: 旧私钥外泄"):
            verify(folder)
    assert verify(second)["signed_by"] == verify(share)["signed_by"] == [new]
    assert [each["status"] for each in editions(zone)] == ["key revoked", "published"]
    assert previous_edition(zone, NEXT_DAY) is None
    again = build_gate_publish(zone, DAY)
    assert again["published"] and again["edition"] == 2 and verify(again["path"])["signed_by"] == [new]
    assert revoke(zone, old, "旧私钥外泄", "王局", NOON)["revoked"] is False


def test_a_key_that_signs_can_be_revoked_at_once_and_the_pointers_fall_back(zone):
    old, new = both(zone)
    rotate(zone, "王局", NOON + timedelta(days=1), overlap_days=0)
    third = listed(zone)["signs"]
    assert revoke(zone, third, "保管人离职未交接", "王局", NOON + timedelta(days=2))["signs"] not in (old, new, third)
    revoke(zone, new, "保管人离职未交接", "王局", NOON + timedelta(days=2))
    assert verify(places(zone)[0][1])["signed_by"] == [old]
    revoke(zone, old, "保管人离职未交接", "王局", NOON + timedelta(days=2))
    assert not (zone.published / "score_v1" / "latest.json").exists()
    assert not (zone.delivery / "hzrcb" / "score_v1" / "latest.json").exists()
    events = [each["event"] for each in audit.entries(zone)]
    assert events[-4:] == ["key rotated", "key revoked", "key revoked", "key revoked"]


def test_the_register_goes_to_each_bank_and_neither_stranger_nor_flipped_bit_passes_for_it(zone, tmp_path):
    _, share, keys = places(zone)
    register = keys / "register.json"
    assert register.read_bytes() == (zone.published / "keys" / "register.json").read_bytes()
    said = json.loads(register.read_bytes())
    said["record"]["keys"][0]["until"] = None
    register.write_text(json.dumps(said))
    with pytest.raises(VerificationFailed, match=r"register\.json: the signature of key .* does not fit"):
        verify(share)
    shutil.copy(zone.published / "keys" / "register.json", register)
    stranger = copy(zone, tmp_path / "stranger")
    shutil.rmtree(stranger.published / "keys")
    shutil.rmtree(stranger.keys)
    rotate(stranger, "stranger", NOON)
    for path in (stranger.published / "keys").iterdir():
        shutil.copy(path, keys / path.name)
    with pytest.raises(VerificationFailed, match=r"is not in .*register\.json"):
        verify(share)


def test_a_recall_in_the_overlap_is_read_with_either_key(zone):
    old, new = both(zone)
    recall(zone, NEXT_DAY, 1, "税务局更正了申报", "王局", NOON + timedelta(days=2))
    _, share, keys = places(zone)
    for key_id in (old, new):
        assert verify(share, keys / f"{key_id}.pem")["status"] == "recalled"


def test_private_keys_stay_with_their_owner(zone):
    _, new = both(zone)
    assert stat.S_IMODE((zone.keys / f"{new}.pem").stat().st_mode) == 0o600
    assert not (zone.keys / "next.pem").exists()
    assert b"PRIVATE" not in b"".join(path.read_bytes() for path in zone.published.rglob("*.*") if path.is_file())


def test_a_key_kept_outside_is_rotated_by_naming_the_next_one(published, tmp_path, monkeypatch, gate):
    first, second = tmp_path / "first.pem", tmp_path / "second.pem"
    for path in (first, second):
        make_private_key(path)
    monkeypatch.setenv("INNOPOINTS_SIGNING_KEY", str(first))
    one = rotate(published, "王局", NOON)["key_id"]
    with pytest.raises(WrongUse, match="which has signed before"):
        rotate(published, "王局", NOON)
    monkeypatch.setenv("INNOPOINTS_SIGNING_KEY", str(second))
    with pytest.raises(OutsideFailed, match=f"key {one} signs, says"):
        recall(published, DAY, 1, "税务局更正了申报", "王局", NOON)
    two = rotate(published, "王局", NOON)["key_id"]
    recall(published, DAY, 1, "税务局更正了申报", "王局", NOON)
    assert [each["key_id"] for each in listed(published)["keys"]][1:] == [one, two]


def test_the_commands_say_it(zone, monkeypatch):
    monkeypatch.setenv("INNOPOINTS_HOME", str(zone.root))
    run = CliRunner().invoke
    old, new = both(zone)
    assert json.loads(run(app, ["keys", "list"]).stdout)["signs"] == new
    assert json.loads(run(app, ["keys", "rotate", "--overlap", "7"]).stdout)["retiring"] == new
    assert json.loads(run(app, ["keys", "revoke", old, "--because", "旧私钥外泄"]).stdout)["revoked"]
    assert isinstance(run(app, ["keys", "revoke", "0", "--because", "旧私钥外泄"]).exception, WrongUse)
    assert isinstance(run(app, ["keys", "rotate", "--overlap", "-1"]).exception, WrongUse)
