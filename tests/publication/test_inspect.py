"""全面核验：版本、撤回、墓碑、指针、公钥、审计日志逐项互相对照；到期删除留下墓碑，链条仍然完整。"""

import json
import random
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from innopoints.cli import app
from innopoints.errors import Refused, WrongUse
from innopoints.publication import audit
from innopoints.publication.deliver import deliver
from innopoints.publication.editions import edition_folder, editions, past_editions
from innopoints.publication.inspect import inspect
from innopoints.publication.keys import signing_key
from innopoints.publication.publish import publish
from innopoints.publication.recall import recall
from innopoints.publication.retention import RULES, retention
from innopoints.publication.rotate import rotate
from innopoints.verify import VerificationFailed, verify
from innopoints.warehouse.rebuild import rebuild
from tests.publication.conftest import DAY, NOON, copy

NEXT_DAY = DAY + timedelta(days=1)
LATER = NOON + timedelta(days=3)


@pytest.fixture(scope="module")
def full_once(published_once, build_gate_publish, tmp_path_factory):
    """Two days, a rotation, a delivery, a recall: something of everything."""
    home = copy(published_once, tmp_path_factory.mktemp("full"))
    deliver(home, "hzrcb", DAY)
    rotate(home, "王局", NOON)
    build_gate_publish(home, NEXT_DAY)
    recall(home, NEXT_DAY, 1, "税务局更正了申报", "王局", LATER)
    return home


@pytest.fixture
def zone(full_once, tmp_path):
    return copy(full_once, tmp_path)


def flips(home, count: int, seed: int):
    """Flip one bit of one published file after another, by turns of small and large files, and put it back."""
    choice = random.Random(seed)
    files = sorted(path for path in home.published.rglob("*") if path.is_file() and path.name != ".lock")
    sizes = [path.stat().st_size for path in files]
    for _ in range(count):
        path = choice.choices(files, sizes if choice.random() < 0.5 else None)[0]
        body = path.read_bytes()
        place, bit = choice.randrange(len(body)), choice.randrange(8)
        flipped = bytearray(body)
        flipped[place] ^= 1 << bit
        path.chmod(0o644)
        path.write_bytes(bytes(flipped))
        yield f"{path.relative_to(home.root)} byte {place} bit {bit}"
        path.write_bytes(body)


def undetected(home, count: int, seed: int = 20260630) -> list[str]:
    missed = []
    for where in flips(home, count, seed):
        try:
            inspect(home)
            missed.append(where)
        except Refused:
            pass
    return missed


def test_everything_that_is_published_is_held_against_everything_else(zone):
    said = inspect(zone)
    assert (said["editions"], said["recalled"], said["deleted"]) == (2, 1, 0)
    assert said["log_lines"] == said["head"]["seq"] == len(audit.entries(zone))


def test_each_of_40_flipped_bits_is_detected(zone):
    assert undetected(zone, 40) == []
    inspect(zone)


@pytest.mark.faults
def test_each_of_1000_flipped_bits_is_detected(zone):
    assert undetected(zone, 1000, seed=1) == []
    inspect(zone)


@pytest.mark.parametrize(
    ("why", "fault", "words"),
    [
        ("撤回记录被拿走", lambda home, root: (root / "2026-07-01" / "1.recall.json").unlink(), r"1\.recall\.json"),
        ("整版被拿走", lambda home, root: shutil.rmtree(root / "2026-06-30" / "1"), "is not the edition line 1"),
        ("指针被挪动", lambda home, root: (root / "latest.json").unlink(), "does not point to the newest"),
        (
            "多出一版",
            lambda home, root: shutil.copytree(root / "2026-06-30", root / "2026-06-29"),
            "not in the audit log",
        ),
        ("公钥登记被拿走", lambda home, root: (root.parent / "keys" / "register.json").unlink(), "older than line"),
        (
            "一览被改",
            lambda home, root: (root / "editions.json").write_text("{}"),
            "does not list the editions there are",
        ),
        ("日志末尾被截", lambda home, root: cut(home, 1), "lines were cut off the end"),
    ],
)
def test_what_is_missing_or_too_much_is_told(zone, why, fault, words):
    fault(zone, zone.published / "score_v1")
    with pytest.raises(Refused, match=words):
        inspect(zone)


def cut(home, lines: int) -> None:
    path = audit.log_path(home)
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-lines]))


def test_a_log_cut_and_signed_anew_by_whoever_holds_the_key_is_told_by_the_editions_themselves(zone):
    """Someone with the zone's own key cuts the log before the second edition and signs a head that fits."""
    entries = audit.entries(zone)
    place = next(each["seq"] for each in entries if each["event"] == "published" and each["edition"] == 1)
    cut(zone, len(entries) - place)
    assert signing_key(zone).id
    audit._write_head(zone, place, entries[place - 1]["hash"], NOON.isoformat())
    with pytest.raises(Refused, match="which is not in it now"):
        inspect(zone)


def test_the_command_without_a_folder_looks_at_everything(zone, monkeypatch):
    monkeypatch.setenv("INNOPOINTS_HOME", str(zone.root))
    assert json.loads(CliRunner().invoke(app, ["verify"]).stdout)["editions"] == 2
    assert json.loads(CliRunner().invoke(app, ["verify", str(zone.published)]).stdout)["verified"]
    cut(zone, 1)
    assert isinstance(CliRunner().invoke(app, ["verify"]).exception, Refused)


SIX_YEARS = NOON + timedelta(days=6 * 366)


@pytest.fixture
def aged(published, build_gate_publish):
    """Six years later: two old days and a new one; the first old day went to a bank."""
    deliver(published, "hzrcb", DAY)
    build_gate_publish(published, NEXT_DAY)
    return published


def on_hold(tmp_path, **hold) -> Path:
    rules = yaml.safe_load(RULES.read_text(encoding="utf-8")) | {"legal_hold": [hold] if hold else []}
    path = tmp_path / "retention.yml"
    path.write_text(yaml.safe_dump(rules, allow_unicode=True), encoding="utf-8")
    return path


def test_what_is_past_its_period_leaves_a_signed_tombstone_and_the_chain_still_verifies(aged, tmp_path):
    rules = on_hold(tmp_path)
    before = editions(aged)
    assert retention(aged, "王局", LATER, True, rules)["would_delete"] == []
    assert retention(aged, "王局", SIX_YEARS, True, rules)["would_delete"] == ["2026-06-30/1"]
    assert editions(aged) == before
    assert retention(aged, "王局", SIX_YEARS, False, rules)["deleted"] == ["2026-06-30/1"]
    folder = aged.published / "score_v1" / "2026-06-30" / "1"
    assert not folder.exists() and not (aged.delivery / "hzrcb" / "score_v1" / "2026-06-30" / "1").exists()
    tombstone = json.loads(folder.with_name("1.tombstone.json").read_bytes())["record"]
    assert tombstone["root_hash"] == before[0]["root_hash"] and tombstone["by"] == "王局"
    assert inspect(aged)["deleted"] == 1
    with pytest.raises(VerificationFailed, match=r"deleted on .* at the end of its retention period"):
        verify(folder)
    with pytest.raises(Refused, match="2026-06-30/1 was deleted"):
        edition_folder(aged, DAY, 1)
    assert retention(aged, "王局", SIX_YEARS, False, rules)["deleted"] == []
    folder.with_name("1.tombstone.json").unlink()
    with pytest.raises(Refused, match=r"is not the edition line 1|tombstone"):
        inspect(aged)


def test_what_was_compared_with_a_deleted_edition_carries_nothing_from_it_and_says_why_it_cannot_be_computed_again(
    aged, tmp_path
):
    later = editions(aged)[-1]
    assert [each["as_of"] for each in past_editions(aged, later, 3)] == ["2026-07-01", "2026-06-30"]
    retention(aged, "王局", SIX_YEARS, False, on_hold(tmp_path))
    assert [each["as_of"] for each in past_editions(aged, later, 3)] == ["2026-07-01"]
    with pytest.raises(
        Refused, match="compared with an edition that is gone: edition 2026-06-30/1 was deleted at the end"
    ):
        rebuild(aged, NEXT_DAY, 1)


def test_what_is_on_legal_hold_or_pointed_to_stays(aged, tmp_path):
    rules = on_hold(tmp_path, first=DAY, last=DAY, because="某案证据保全", by="法制科")
    said = retention(aged, "王局", SIX_YEARS, False, rules)
    assert said["deleted"] == [] and said["on_hold"] == {"2026-06-30/1": "某案证据保全 (法制科)"}
    with pytest.raises(Refused, match="is after last"):
        retention(
            aged, "王局", SIX_YEARS, False, on_hold(tmp_path, first=NEXT_DAY, last=DAY, because="某案", by="法制科")
        )


def test_a_deleted_number_is_not_given_again(aged, gate, tmp_path):
    from tests.publication.candidate_factory import make_candidate

    retention(aged, "王局", SIX_YEARS, False, on_hold(tmp_path))
    make_candidate(aged, DAY)
    gate(aged, DAY)
    assert publish(aged, DAY, SIX_YEARS)["edition"] == 2
    with pytest.raises(WrongUse, match="no edition 2026-06-30/7"):
        edition_folder(aged, DAY, 7)
