"""发布：要么整版，要么没有；同样的数据只发一次；更正另成一版。"""

import json
import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from innopoints.errors import OutsideFailed, Refused, WrongUse
from innopoints.publication import approval, audit
from innopoints.publication.editions import editions, previous_edition, read_manifest
from innopoints.publication.keys import signing_key
from innopoints.publication.publish import passed_report, publish
from innopoints.publication.seal import sign_folder
from innopoints.verify import VerificationFailed, verify
from tests.publication.candidate_factory import change_run, make_candidate
from tests.publication.conftest import DAY, NOON

NEXT_DAY = DAY + timedelta(days=1)


def latest(home) -> dict:
    return json.loads((home.published / "score_v1" / "latest.json").read_bytes())


def test_an_edition_is_signed_complete_and_pointed_to(gated):
    result = publish(gated, DAY, NOON)
    folder = gated.published / "score_v1" / "2026-06-30" / "1"
    assert result["published"] and result["edition"] == 1 and result["path"] == str(folder)
    assert latest(gated) == {
        "product": "score_v1",
        "as_of_date": "2026-06-30",
        "edition": 1,
        "root_hash": result["root_hash"],
        "path": "2026-06-30/1",
        "effective_from": "2026-07-01",
        "in_objection_until": None,
    }
    seen = verify(folder)
    assert seen["root_hash"] == result["root_hash"]
    assert seen["files"]["pub_score_v1.parquet"] == 440
    assert sorted(path.name for path in folder.iterdir() if path.suffix == ".parquet") == sorted(seen["files"])


def test_the_manifest_says_where_everything_came_from(published):
    manifest = read_manifest(published.published / "score_v1" / "2026-06-30" / "1")
    assert manifest["schemes"] == [
        {"scheme": "alpha", "edition": "2", "status": "official"},
        {"scheme": "beta", "edition": "1", "status": "illustrative"},
    ]
    assert manifest["illustrative"] is True
    assert manifest["batches"][0]["source"] == "tax"
    assert manifest["known_at"] == "2026-07-01T18:00:00+00:00"
    assert manifest["published_at"] == NOON.isoformat()
    assert (manifest["code_version"], manifest["code_commit"]) == ("0.1.0", "c0ffee")
    assert len(manifest["gate_report_sha256"]) == len(manifest["registry_sha256"]) == 64


def test_publishing_the_same_rows_again_changes_nothing(published):
    before = {path: path.read_bytes() for path in published.published.rglob("*") if path.is_file()}
    again = publish(published, DAY, NOON + timedelta(hours=1))
    assert again["published"] is False and "already" in again["reason"]
    assert {path: path.read_bytes() for path in published.published.rglob("*") if path.is_file()} == before


def test_building_and_gating_the_same_rows_again_makes_no_second_edition(published, build_gate_publish):
    assert build_gate_publish(published, DAY, shuffle=7)["published"] is False
    assert len(editions(published)) == 1
    assert list((published.published / ".staging").iterdir()) == []


def test_a_correction_is_edition_2_and_edition_1_stays(published, build_gate_publish):
    first = published.published / "score_v1" / "2026-06-30" / "1"
    second = build_gate_publish(published, DAY, score_shift=1)
    assert second["edition"] == 2 and latest(published)["edition"] == 2
    assert read_manifest(first.with_name("2"))["supersedes"]["root_hash"] == verify(first)["root_hash"]
    verify(first.with_name("2"))


def test_correcting_back_to_the_first_rows_is_edition_3_with_the_root_hash_of_edition_1(published, build_gate_publish):
    build_gate_publish(published, DAY, score_shift=1)
    third = build_gate_publish(published, DAY)
    hashes = [each["root_hash"] for each in editions(published)]
    assert third["edition"] == 3 and hashes[2] == hashes[0] != hashes[1]


def test_the_pointer_follows_the_day_not_the_moment_of_publishing(published, build_gate_publish):
    build_gate_publish(published, NEXT_DAY)
    build_gate_publish(published, DAY, score_shift=1)
    assert latest(published)["as_of_date"] == "2026-07-01"


def test_a_day_computed_again_is_compared_with_what_it_was_compared_with_first(published, build_gate_publish):
    build_gate_publish(published, NEXT_DAY)
    build_gate_publish(published, DAY, score_shift=1)
    first = {"as_of": "2026-06-30", "edition": 1}
    assert previous_edition(published, DAY) is None
    assert {key: previous_edition(published, NEXT_DAY)[key] for key in first} == first
    later = previous_edition(published, DAY + timedelta(days=30))
    assert (later["as_of"], later["edition"]) == ("2026-07-01", 1)
    assert read_manifest(published.published / "score_v1" / "2026-07-01" / "1")["previous"]["edition"] == 1


def test_an_edition_that_came_between_build_and_publish_is_noticed(published, build_gate_publish, gate):
    day = DAY + timedelta(days=2)
    make_candidate(published, day)
    gate(published, day)
    kept = published.candidate_json.read_bytes()
    build_gate_publish(published, NEXT_DAY)
    published.candidate_json.write_bytes(kept)
    with pytest.raises(Refused, match="not published"):
        publish(published, day, NOON)


@pytest.mark.parametrize("slip", ["changed", "removed", "added", "swapped"])
def test_nothing_slips_in_between_gate_and_publish(gated, slip):
    (staged,) = (gated.published / ".staging").iterdir()
    score, change = staged / "pub_score_v1.parquet", staged / "pub_score_change_v1.parquet"
    if slip == "changed":
        pq.write_table(pq.read_table(score).slice(1), score)
    elif slip == "removed":
        score.unlink()
    elif slip == "added":
        (staged / "customers.parquet").write_bytes(score.read_bytes())
    else:
        body = score.read_bytes()
        score.write_bytes(change.read_bytes())
        change.write_bytes(body)
    with pytest.raises(Refused, match="gate"):
        publish(gated, DAY, NOON)
    assert editions(gated) == [] and not (gated.published / "score_v1" / "latest.json").exists()


def test_a_gate_report_edited_to_passed_does_not_help(gated):
    path = gated.quality / "2026-06-30" / "gate.json"
    report = json.loads(path.read_bytes())
    report["schemes"][1]["status"] = "official"
    path.write_text(json.dumps(report))
    with pytest.raises(Refused, match="root hash"):
        publish(gated, DAY, NOON)


def test_without_a_passed_gate_there_is_nothing_to_publish(gated):
    (gated.quality / "2026-06-30" / "gate.json").unlink()
    with pytest.raises(Refused, match="no readable gate report"):
        publish(gated, DAY, NOON)


def test_a_candidate_built_after_the_gate_must_be_gated_again(gated):
    change_run(gated, known_at="2026-07-02T18:00:00+00:00")
    with pytest.raises(Refused, match="built again after the gate"):
        publish(gated, DAY, NOON)


def test_staged_files_left_by_killed_runs_are_swept(published, gate):
    make_candidate(published, NEXT_DAY)
    gate(published, NEXT_DAY)
    (waiting,) = (published.published / ".staging").iterdir()
    for name in (".aside-2026-06-30", "2026-06-29-0123456789abcdef"):
        (published.published / ".staging" / name).mkdir()
        (published.published / ".staging" / name / "half.parquet").write_bytes(b"PAR1")
    publish(published, DAY, NOON)
    assert [path.name for path in (published.published / ".staging").iterdir()] == [waiting.name]
    long_ago = datetime(2026, 1, 1, tzinfo=UTC).timestamp()
    os.utime(waiting, (long_ago, long_ago))
    publish(published, DAY, NOON)
    assert list((published.published / ".staging").iterdir()) == []


def test_the_private_key_is_for_its_owner_only_and_the_public_key_lies_beside_the_editions(published):
    private = published.keys / "signing.pem"
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    manifest = read_manifest(published.published / "score_v1" / "2026-06-30" / "1")
    assert (published.published / "keys" / f"{manifest['key_id']}.pem").exists()


def test_after_a_change_of_key_old_and_new_editions_verify(published, tmp_path, monkeypatch, build_gate_publish):
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    named = tmp_path / "new.pem"
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    named.write_bytes(pem)
    monkeypatch.setenv("INNOPOINTS_SIGNING_KEY", str(named))
    build_gate_publish(published, NEXT_DAY)
    old, new = (verify(each["path"])["key_id"] for each in editions(published))
    assert old != new
    with pytest.raises(VerificationFailed, match="signature"):
        verify(editions(published)[0]["path"], published.published / "keys" / f"{new}.pem")


def test_a_key_that_cannot_sign_is_said_so(gated, tmp_path, monkeypatch):
    monkeypatch.setenv("INNOPOINTS_SIGNING_KEY", str(tmp_path / "nowhere.pem"))
    with pytest.raises(OutsideFailed, match=r"nowhere\.pem"):
        publish(gated, DAY, NOON)
    assert editions(gated) == []


def test_the_audit_log_is_a_chain_and_says_where_it_was_broken(published, build_gate_publish):
    build_gate_publish(published, NEXT_DAY)
    path = audit.log_path(published)
    assert [each["as_of"] for each in audit.entries(published)] == ["2026-06-30", "2026-07-01"]
    lines = path.read_bytes().splitlines(keepends=True)
    for broken in (lines[1:], [lines[0], lines[0]], [lines[0].replace(b"06-30", b"06-29"), lines[1]]):
        path.write_bytes(b"".join(broken))
        with pytest.raises(Refused, match="hash chain"):
            audit.entries(published)


def test_a_line_torn_by_a_crash_is_written_again(gated):
    """The head is signed after the line: a crash in between leaves a log that is further than its head, or torn."""
    audit.begin(gated)
    empty = audit.head_path(gated).read_bytes()
    publish(gated, DAY, NOON)
    path = audit.log_path(gated)
    whole = path.read_bytes()
    for length in (0, 1, len(whole) // 2, len(whole) - 1, len(whole)):
        path.write_bytes(whole[:length])
        audit.head_path(gated).write_bytes(empty)
        publish(gated, DAY, NOON)
        assert path.read_bytes() == whole and audit.head(gated)["seq"] == 1


def test_whole_lines_cut_off_the_end_are_noticed_also_with_the_head_gone(published, build_gate_publish):
    build_gate_publish(published, NEXT_DAY)
    path, head = audit.log_path(published), audit.head_path(published)
    lines = path.read_bytes().splitlines(keepends=True)
    for kept in (lines[:1], []):
        path.write_bytes(b"".join(kept))
        with pytest.raises(Refused, match=f"ends at line {len(kept)}, its head says line 2: lines were cut off"):
            publish(published, NEXT_DAY, NOON)
    body = head.read_bytes()
    head.unlink()
    path.write_bytes(lines[0])
    with pytest.raises(Refused, match=r"audit\.head\.json is missing"):
        publish(published, NEXT_DAY, NOON)
    path.unlink()
    with pytest.raises(Refused, match="there are editions and no audit log"):
        publish(published, NEXT_DAY, NOON)
    path.write_bytes(b"".join(lines))
    head.write_bytes(body)
    assert publish(published, NEXT_DAY, NOON)["published"] is False


def test_a_log_from_before_logs_had_heads_is_taken_over_and_has_one_from_then_on(published):
    """The manifest of such an edition says nothing of the log."""
    folder = published.published / "score_v1" / "2026-06-30" / "1"
    manifest = read_manifest(folder)
    del manifest["audit"]
    for path in folder.glob("manifest*"):
        path.unlink()
    sign_folder(folder, manifest, [signing_key(published)])
    audit.head_path(published).unlink()
    publish(published, DAY, NOON)
    assert audit.head(published)["seq"] == 1


def test_where_approval_is_asked_for_only_a_named_persons_yes_to_exactly_these_rows_publishes(
    gated, gate, tmp_path, monkeypatch
):
    rule = tmp_path / "approval.yml"
    asked = "required: true\nwait_hours: 6\napprovers: [{id: '3', name: 王局}]\n"
    rule.write_text(asked.replace("true", "false"), encoding="utf-8")
    monkeypatch.setattr(approval, "RULES", rule)
    approval.approve(gated, DAY, passed_report(gated, DAY), "路人", NOON)  # counts while nobody has to be asked
    assert approval.approved(gated, DAY, passed_report(gated, DAY)["root_hash"])["by"] == "路人"
    rule.write_text(asked, encoding="utf-8")
    with pytest.raises(Refused, match=r"nobody approved these rows of 2026-06-30; read .*gate\.html"):
        publish(gated, DAY, NOON)
    with pytest.raises(WrongUse, match="'李局' is no approver"):
        approval.approve(gated, DAY, passed_report(gated, DAY), "李局", NOON)
    approval.approve(gated, DAY, passed_report(gated, DAY), "王局", NOON)
    make_candidate(gated, DAY, score_shift=1)
    gate(gated, DAY)
    with pytest.raises(Refused, match="nobody approved these rows"):
        publish(gated, DAY, NOON)
    approval.approve(gated, DAY, passed_report(gated, DAY), "王局", NOON)
    manifest = read_manifest(Path(publish(gated, DAY, NOON)["path"]))
    assert manifest["approved_by"] == {"by": "王局", "at": NOON.isoformat()}
    rule.write_text("required: true\nwait_hours: 6\napprovers: []\n", encoding="utf-8")
    with pytest.raises(Refused, match="needs at least one of approvers"):
        approval.read_approval()
