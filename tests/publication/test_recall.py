"""撤回：一经撤回，指针退回上一个好版本，每家银行都收到通知，谁没有回执看得见；撤不回撤回。"""

import json
import os
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from innopoints.cli import app
from innopoints.errors import OutsideFailed, Refused, WrongUse
from innopoints.publication import audit
from innopoints.publication.deliver import deliver
from innopoints.publication.editions import editions, newest_edition, previous_edition
from innopoints.publication.notice import acknowledge, acknowledgements
from innopoints.publication.publish import publish
from innopoints.publication.recall import recall
from innopoints.report.status import status
from innopoints.verify import VerificationFailed, verify
from tests.publication.candidate_factory import make_candidate, uscc
from tests.publication.conftest import DAY, NOON, copy

NEXT_DAY, LATER = DAY + timedelta(days=1), NOON + timedelta(days=3)
WHY = "税务局更正了 6 月申报"


@pytest.fixture(scope="module")
def two_days_once(published_once, build_gate_publish, tmp_path_factory):
    """Two days are published; the later one has gone to two banks."""
    home = copy(published_once, tmp_path_factory.mktemp("two_days"))
    for bank in ("hzrcb", "boc_huizhou"):
        deliver(home, bank, DAY)
    build_gate_publish(home, NEXT_DAY)
    for bank in ("hzrcb", "boc_huizhou"):
        deliver(home, bank, NEXT_DAY)
    return home


@pytest.fixture
def zone(two_days_once, tmp_path):
    return copy(two_days_once, tmp_path)


def pointer(root: Path) -> str | None:
    path = root / "latest.json"
    return json.loads(path.read_bytes())["path"] if path.exists() else None


def tree(home) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in home.root.rglob("*") if path.is_file()}


def test_the_pointers_fall_back_the_banks_are_told_and_the_edition_says_so(zone):
    said = recall(zone, NEXT_DAY, 1, WHY, "王局", LATER)
    assert said["recalled"] and said["current"] == "2026-06-30/1" and said["banks"] == ["boc_huizhou", "hzrcb"]
    assert pointer(zone.published / "score_v1") == "2026-06-30/1"
    seen = verify(zone.published / "score_v1" / "2026-07-01" / "1")
    assert (seen["status"], seen["recall"]["reason"], seen["recall"]["by"]) == ("recalled", WHY, "王局")
    assert [each["status"] for each in editions(zone)] == ["published", "recalled"]
    for bank in ("hzrcb", "boc_huizhou"):
        root = zone.delivery / bank / "score_v1"
        assert pointer(root) == "2026-06-30/1"
        assert verify(root / "2026-07-01" / "1")["status"] == "recalled"
        assert (root / "2026-07-01_1.recalled").read_text().strip() == editions(zone)[1]["root_hash"]
        assert verify(root / "2026-06-30" / "1")["status"] == "published"
    assert not (zone.delivery / "psbc_huizhou").exists()
    events = [(each["event"], each.get("bank")) for each in audit.entries(zone)][-3:]
    assert events == [("recalled", None), ("notified", "boc_huizhou"), ("notified", "hzrcb")]


def test_a_recall_stays_what_it_was_first(zone):
    recall(zone, NEXT_DAY, 1, WHY, "王局", LATER)
    before = tree(zone)
    again = recall(zone, NEXT_DAY, 1, "another reason", "李局", LATER + timedelta(days=1))
    assert again["recalled"] is False and (again["reason"], again["by"]) == (WHY, "王局")
    assert "recalled before" in again["note"]
    assert tree(zone) == before


def test_a_dry_run_says_the_same_and_changes_nothing(zone):
    before = tree(zone)
    would = recall(zone, NEXT_DAY, 1, WHY, "王局", LATER, dry_run=True)
    assert tree(zone) == before and would["dry_run"]
    done = recall(zone, NEXT_DAY, 1, WHY, "王局", LATER)
    same = ("as_of", "edition", "reason", "affected", "current", "banks")
    assert {name: would[name] for name in same} == {name: done[name] for name in same}


def test_a_bank_reads_of_affected_enterprises_only_those_in_its_share(zone):
    """hzrcb sees every sixth enterprise, boc_huizhou every second, and nobody is told of another bank's."""
    affected = [uscc(number) for number in (6, 4, 3, 12)]
    recall(zone, NEXT_DAY, 1, WHY, "王局", LATER, affected)
    named = {
        bank: verify(zone.delivery / bank / "score_v1" / "2026-07-01" / "1")["recall"]["affected"]
        for bank in ("hzrcb", "boc_huizhou")
    }
    assert named == {"hzrcb": sorted([uscc(6), uscc(12)]), "boc_huizhou": sorted([uscc(4), uscc(6), uscc(12)])}
    ours = verify(zone.published / "score_v1" / "2026-07-01" / "1")["recall"]["affected"]
    assert ours == sorted(affected)
    assert uscc(3) not in (zone.delivery / "boc_huizhou/score_v1/2026-07-01/1.recall.json").read_text()


def test_with_the_only_edition_recalled_there_is_no_pointer_and_nothing_to_deliver(published):
    deliver(published, "hzrcb", DAY)
    assert recall(published, DAY, 1, WHY, "王局", LATER)["current"] is None
    assert pointer(published.published / "score_v1") is None
    assert pointer(published.delivery / "hzrcb" / "score_v1") is None
    assert newest_edition(published, DAY) is None and previous_edition(published, NEXT_DAY) is None
    with pytest.raises(Refused, match=r"2026-06-30/1 was recalled"):
        deliver(published, "hzrcb", DAY)


def test_the_same_rows_are_refused_and_the_correction_is_edition_2(zone, gate):
    recall(zone, NEXT_DAY, 1, WHY, "王局", LATER)
    make_candidate(zone, NEXT_DAY)
    gate(zone, NEXT_DAY)
    with pytest.raises(Refused, match=r"recalled on .* because: 税务局"):
        publish(zone, NEXT_DAY, LATER)
    make_candidate(zone, NEXT_DAY, score_shift=1)
    gate(zone, NEXT_DAY)
    corrected = publish(zone, NEXT_DAY, LATER)
    assert corrected["edition"] == 2 and pointer(zone.published / "score_v1") == "2026-07-01/2"
    manifest = json.loads((Path(corrected["path"]) / "manifest.json").read_bytes())
    assert manifest["supersedes"]["edition"] == 1 and manifest["previous"]["as_of"] == "2026-06-30"
    assert deliver(zone, "hzrcb", NEXT_DAY)["edition"] == 2
    assert pointer(zone.delivery / "hzrcb" / "score_v1") == "2026-07-01/2"


def test_a_later_day_is_compared_with_the_last_good_edition_and_a_recall_in_between_is_noticed(zone, gate):
    day = NEXT_DAY + timedelta(days=1)
    make_candidate(zone, day)
    gate(zone, day)
    recall(zone, NEXT_DAY, 1, WHY, "王局", LATER)
    assert previous_edition(zone, day)["as_of"] == "2026-06-30"
    with pytest.raises(Refused, match="not published"):
        publish(zone, day, LATER)


def test_a_replacement_that_stands_is_named_to_the_bank(zone, build_gate_publish):
    build_gate_publish(zone, NEXT_DAY, score_shift=1)
    recall(zone, NEXT_DAY, 1, WHY, "王局", LATER, replacement=(NEXT_DAY, 2))
    told = verify(zone.delivery / "hzrcb" / "score_v1" / "2026-07-01" / "1")["recall"]["replacement"]
    assert (told["as_of_date"], told["edition"]) == ("2026-07-01", 2)
    assert told["root_hash"] == newest_edition(zone, NEXT_DAY)["root_hash"]


@pytest.mark.parametrize(
    ("why", "asked", "words"),
    [
        ("没有这一版", {"number": 9}, "no edition 2026-07-01/9; there are: 2026-06-30/1, 2026-07-01/1"),
        ("没有理由", {"reason": " "}, "--reason needs words"),
        ("不在这一版里的企业", {"affected": ["91441300MA4ABC1290"]}, "not in edition 2026-07-01/1"),
        ("空名单", {"affected": []}, "empty list"),
        ("以自己代替自己", {"replacement": (NEXT_DAY, 1)}, "cannot replace it"),
        ("以没有的代替", {"replacement": (NEXT_DAY, 5)}, "no edition 2026-07-01/5"),
    ],
)
def test_what_cannot_be_meant_changes_nothing(zone, why, asked, words):
    before = tree(zone)
    with pytest.raises(WrongUse, match=words):
        recall(zone, **({"as_of": NEXT_DAY, "number": 1, "reason": WHY, "by": "王局", "moment": LATER} | asked))
    assert tree(zone) == before


def test_each_acknowledgement_is_kept_once_by_command_or_by_the_banks_own_file(zone):
    root_hash = editions(zone)[1]["root_hash"]
    recall(zone, NEXT_DAY, 1, WHY, "王局", LATER)
    assert "hzrcb          HAS NOT ACKNOWLEDGED" in status(zone)
    with pytest.raises(WrongUse, match="never went to 'psbc_huizhou'; it went to: boc_huizhou, hzrcb"):
        acknowledge(zone, "psbc_huizhou", NEXT_DAY, 1, "张三", LATER)
    with pytest.raises(WrongUse, match="not recalled"):
        acknowledge(zone, "hzrcb", DAY, 1, "张三", LATER)
    assert acknowledge(zone, "hzrcb", NEXT_DAY, 1, "风险部张三，电话", LATER)["acknowledged"]
    assert not acknowledge(zone, "hzrcb", NEXT_DAY, 1, "李四", LATER)["acknowledged"]
    file = zone.delivery / "boc_huizhou" / "score_v1" / "2026-07-01_1.acknowledged"
    file.write_text("收到\n")
    assert acknowledgements(zone)[0]["banks"]["boc_huizhou"] is None  # it does not say which edition it read of
    file.write_text(f"{root_hash}\n王五\n", encoding="utf-8")
    os.utime(file, (LATER.timestamp(), LATER.timestamp()))
    wanted = {"by": "王五", "at": LATER.isoformat(), "through": "file"}
    assert acknowledgements(zone)[0]["banks"]["boc_huizhou"] == wanted
    deliver(zone, "boc_huizhou", DAY)
    file.unlink()
    banks = acknowledgements(zone)[0]["banks"]
    assert banks["boc_huizhou"] == wanted and banks["hzrcb"]["by"] == "风险部张三，电话"
    assert "HAS NOT" not in status(zone)


def test_a_bank_that_cannot_be_told_does_not_keep_the_others_waiting(zone):
    root = zone.delivery / "boc_huizhou" / "score_v1"
    (root / "2026-07-01" / "1.recall.json").mkdir()
    (root / "2026-07-01" / "1").rename(root / "2026-07-01" / "kept")
    (root / "latest.json").unlink()
    (root / "latest.json").mkdir()
    with pytest.raises(OutsideFailed, match="2026-07-01/1 is recalled; not told yet: boc_huizhou"):
        recall(zone, NEXT_DAY, 1, WHY, "王局", LATER)
    assert verify(zone.delivery / "hzrcb" / "score_v1" / "2026-07-01" / "1")["status"] == "recalled"


def test_a_damaged_edition_can_be_recalled_and_a_forged_recall_is_not_one(zone):
    folder = zone.published / "score_v1" / "2026-06-30" / "1"
    notice = zone.delivery / "hzrcb" / "score_v1" / "2026-06-30" / "1.recall.json"
    recall(zone, NEXT_DAY, 1, WHY, "王局", LATER)
    notice.write_bytes((notice.parents[1] / "2026-07-01" / notice.name).read_bytes())
    with pytest.raises(VerificationFailed, match="recalls another edition"):
        verify(notice.parent / "1")
    notice.write_bytes(notice.read_bytes().replace(b"6 \xe6\x9c\x88", b"7 \xe6\x9c\x88"))
    with pytest.raises(VerificationFailed, match="does not fit"):
        verify(notice.parent / "1")
    (folder / "manifest.json").chmod(0o644)
    (folder / "manifest.json").write_bytes(b"{}")
    assert recall(zone, DAY, 1, "存储介质损坏", "王局", LATER)["recalled"]


def test_the_commands_say_it_and_end_with_1_for_a_reader_of_a_recalled_edition(zone, monkeypatch, capsys):
    monkeypatch.setenv("INNOPOINTS_HOME", str(zone.root))
    run = CliRunner().invoke
    tried = run(app, ["recall", "2026-07-01/1", "--reason", WHY, "--dry-run"])
    assert tried.exit_code == 0 and json.loads(tried.stdout)["dry_run"]
    done = run(app, ["recall", "2026-07-01/1", "--reason", WHY, "--by", "王局", "--affected", uscc(6)])
    assert json.loads(done.stdout)["recalled"] and json.loads(done.stdout)["affected"] == 1
    assert run(app, ["acknowledge", "hzrcb", "2026-07-01/1", "--by", "张三"]).exit_code == 0
    seen = run(app, ["verify", str(zone.delivery / "hzrcb" / "score_v1" / "2026-07-01" / "1")])
    assert isinstance(seen.exception, Refused) and "RECALLED" in str(seen.exception)
    assert json.loads(seen.stdout)["verified"] and json.loads(seen.stdout)["status"] == "recalled"
    assert isinstance(run(app, ["recall", "2026-07-01", "--reason", WHY]).exception, WrongUse)
