"""各版一览：每版是现行、已被取代、已撤回还是已删除；从签名的记录得出，同样的记录给同样的字节。"""

import json
from datetime import timedelta

from typer.testing import CliRunner

from innopoints.cli import app
from innopoints.passports.objection import Window
from innopoints.publication.deliver import deliver
from innopoints.publication.edition_list import list_of, write_list
from innopoints.publication.recall import recall
from innopoints.report.status import status
from innopoints.verify import verify
from tests.publication.conftest import DAY, NOON


def states(root) -> list[tuple]:
    written = json.loads((root / "editions.json").read_bytes())["editions"]
    assert written == list_of(root)
    return [(each["as_of_date"], each["edition"], each["state"], each.get("corrected_by")) for each in written]


def test_zone_and_bank_see_which_edition_is_current_superseded_or_recalled(published, build_gate_publish, monkeypatch):
    ours, theirs = published.published / "score_v1", published.delivery / "ccb_huizhou" / "score_v1"
    deliver(published, "ccb_huizhou", DAY)
    assert states(ours) == states(theirs) == [("2026-06-30", 1, "current", None)]

    build_gate_publish(published, DAY, score_shift=1)
    deliver(published, "ccb_huizhou", DAY)
    corrected = [("2026-06-30", 1, "superseded", 2), ("2026-06-30", 2, "current", None)]
    assert states(ours) == states(theirs) == corrected

    recall(published, DAY, 2, "税务局又改了回来", "王局", NOON + timedelta(hours=1))
    fell_back = [("2026-06-30", 1, "current", None), ("2026-06-30", 2, "recalled", 1)]
    assert states(ours) == states(theirs) == fell_back

    share = json.loads((theirs / "editions.json").read_bytes())["editions"][1]
    manifest = json.loads((theirs / "2026-06-30" / "2" / "manifest.json").read_bytes())
    assert share["root_hash"] == manifest["root_hash"] and share["edition_root_hash"] == manifest["edition_root_hash"]
    assert share["rows"] == {file["name"]: file["rows"] for file in manifest["files"]}
    assert share["schemes"] == manifest["schemes"] and share["valid_until"] == "2026-07-14"
    assert share["recall"]["reason"] == "税务局又改了回来"

    before = (ours / "editions.json").read_bytes()
    write_list(ours)
    assert (ours / "editions.json").read_bytes() == before
    monkeypatch.setenv("INNOPOINTS_HOME", str(published.root))
    assert json.loads(CliRunner().invoke(app, ["editions"]).output) == json.loads(before)
    assert "recalled" in status(published) and "current" in status(published)


def test_while_an_edition_is_open_to_objections_the_one_before_is_in_effect(published, build_gate_publish, monkeypatch):
    """Edition 2 is published on 1 July for five days of objections: `latest` names it, and says from when it holds."""
    deliver(published, "ccb_huizhou", DAY)
    monkeypatch.setattr("innopoints.publication.publish.read_window", lambda: Window(window_days=5))
    build_gate_publish(published, DAY, score_shift=1)
    deliver(published, "ccb_huizhou", DAY)
    until = {"effective_from": "2026-07-06", "in_objection_until": "2026-07-05"}
    for root in (published.published / "score_v1", published.delivery / "ccb_huizhou" / "score_v1"):
        pointer = json.loads((root / "latest.json").read_bytes())
        listed = json.loads((root / "editions.json").read_bytes())["editions"]
        assert pointer["path"] == "2026-06-30/2" and until.items() <= pointer.items()
        assert [(each["state"], each["effective_from"]) for each in listed] == [
            ("superseded", "2026-07-01"),
            ("current", "2026-07-06"),
        ]
        assert until.items() <= verify(root / "2026-06-30" / "2").items()


def test_what_cannot_be_read_is_listed_all_the_same_and_a_deleted_one_keeps_its_number(published):
    root = published.published / "score_v1"
    (root / "2026-06-29").mkdir()
    (root / "2026-06-29" / "3.tombstone.json").write_text("{}")
    (root / "2026-06-30" / "1" / "manifest.json").chmod(0o644)
    (root / "2026-06-30" / "1" / "manifest.json").write_text('{"root_hash": "00"}')
    assert [(each["as_of_date"], each["edition"], each["state"]) for each in list_of(root)] == [
        ("2026-06-29", 3, "deleted"),
        ("2026-06-30", 1, "unreadable"),
    ]
