"""送达：文件先到、核对，标志最后到；断了接着送；一家银行不通只耽误它自己；口令不外泄。"""

import json
import shutil
import signal
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from innopoints.errors import OutsideFailed, Refused
from innopoints.project import ROOT
from innopoints.publication import audit
from innopoints.publication.deliver import deliver, would_deliver
from innopoints.publication.notice import acknowledgements
from innopoints.publication.recall import recall
from innopoints.report.status import status
from innopoints.verify import verify
from tests.ingest.drop_servers import ACCESS_KEY, PASSWORD, SECRET_KEY, SftpServer, Store
from tests.publication.conftest import DAY, NOON

FLAG, LATEST = "score_v1/2026-06-30_1.ok", "score_v1/latest.json"


@pytest.fixture
def server(tmp_path):
    (tmp_path / "sftp" / "out").mkdir(parents=True)
    made = SftpServer(tmp_path / "sftp")
    yield made
    made.close()


@pytest.fixture
def inbox(server) -> Path:
    return server.folder / "out"


@pytest.fixture
def by_sftp(passports, server, monkeypatch) -> Path:
    """The passports, with hzrcb reached over SFTP; its two formats make four files."""
    monkeypatch.setenv("AIRFLOW_CONN_HZRCB_INBOX", server.connection())
    return passports("hzrcb", connection="hzrcb_inbox", formats=["parquet", "csv"], csv_encoding="gb18030")


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def sent(home) -> list[str]:
    return [each["flag"] for each in audit.entries(home) if each["event"] == "sent"]


def test_all_of_a_share_arrives_then_its_flag_and_the_bank_can_verify_it_there(published, by_sftp, server, inbox):
    order = []
    server.on_write = lambda name, offset: order.append(Path(name).name.removesuffix(".part"))
    done = deliver(published, "hzrcb", DAY, by_sftp)
    assert done["sent"]["parcels"] == ["2026-06-30_1.ok"] and done["sent"]["files"] == len(names(inbox))
    own = published.delivery / "hzrcb"
    assert {name for name in names(own) if name != ".lock"} == names(inbox)
    assert verify(inbox / "score_v1" / "2026-06-30" / "1")["root_hash"] == done["root_hash"]
    assert order[-3:] == ["2026-06-30_1.ok", "editions.json", "latest.json"]
    text = (inbox / "score_v1/2026-06-30/1/pub_score_v1.csv").read_text(encoding="gb18030")
    assert text.startswith("uscc,as_of_date,scheme")


def test_what_has_gone_out_is_not_sent_again_even_when_the_bank_took_it_away(published, by_sftp, server):
    deliver(published, "hzrcb", DAY, by_sftp)
    before = audit.entries(published)
    shutil.rmtree(server.folder / "out")
    again = deliver(published, "hzrcb", DAY, by_sftp)
    assert (again["delivered"], again["sent"]["files"]) == (False, 0)
    assert audit.entries(published) == before


@pytest.mark.parametrize("place", [0, 3, 6])
def test_a_transfer_that_breaks_off_goes_on_with_what_is_not_whole_there(published, by_sftp, server, inbox, place):
    seen = []

    def cut(name: str, offset: int) -> None:
        seen.append(name)
        if len(seen) == place + 1:
            raise ConnectionAbortedError

    server.on_write = cut
    with pytest.raises(OutsideFailed, match=r"sending broke off at .*: run the same command again") as broken:
        deliver(published, "hzrcb", DAY, by_sftp)
    assert PASSWORD not in str(broken.value)
    assert FLAG not in names(inbox) and LATEST not in names(inbox) and sent(published) == []
    arrived = {name: (inbox / name).stat().st_mtime_ns for name in names(inbox) if not name.endswith(".part")}
    assert len(arrived) == place
    server.on_write = lambda name, offset: None
    done = deliver(published, "hzrcb", DAY, by_sftp)
    assert done["sent"]["files"] == len(names(inbox)) - place
    assert arrived == {name: (inbox / name).stat().st_mtime_ns for name in arrived}
    assert verify(inbox / "score_v1/2026-06-30/1") and sent(published) == ["2026-06-30_1.ok"]


def test_a_file_of_the_same_size_and_other_content_is_not_taken_for_ours(published, by_sftp, inbox):
    deliver(published, "hzrcb", DAY)
    wrong = inbox / "score_v1" / "2026-06-30" / "1" / "manifest.json"
    wrong.parent.mkdir(parents=True)
    ours = published.delivery / "hzrcb" / "score_v1" / "2026-06-30" / "1" / "manifest.json"
    wrong.write_bytes(b"x" * ours.stat().st_size)
    deliver(published, "hzrcb", DAY, by_sftp)
    assert wrong.read_bytes() == ours.read_bytes()


def test_a_bank_that_is_down_gets_everything_still_valid_when_it_is_back(published, by_sftp, build_gate_publish, inbox):
    inbox.rmdir()
    with pytest.raises(OutsideFailed, match="there is no such folder"):
        deliver(published, "hzrcb", DAY, by_sftp)
    assert (published.delivery / "hzrcb" / FLAG).exists()  # our own copy is complete
    assert "NOT WITH THE BANK  hzrcb: 2026-06-30_1.ok has not gone out" in status(published, by_sftp)
    inbox.mkdir()
    for day in (DAY + timedelta(days=31), DAY + timedelta(days=40)):
        build_gate_publish(published, day)
    done = deliver(published, "hzrcb", DAY + timedelta(days=31), by_sftp)
    assert done["sent"]["parcels"] == ["2026-06-30_1.ok", "2026-07-31_1.ok"]
    assert "NOT WITH THE BANK" not in status(published, by_sftp)
    assert json.loads((inbox / LATEST).read_bytes())["as_of_date"] == "2026-07-31"


KILLED = """
import sys
from datetime import date
from pathlib import Path
from innopoints.home import Home
from innopoints.publication.deliver import deliver
deliver(Home(Path(sys.argv[1])), "hzrcb", date(2026, 6, 30), Path(sys.argv[2]))
"""


@pytest.mark.parametrize(
    "place", [4, *(pytest.param(each, marks=pytest.mark.faults) for each in range(10) if each != 4)]
)
def test_killed_at_any_write_there_is_no_flag_before_everything_and_the_next_run_ends_well(
    published, by_sftp, server, inbox, place
):
    sending, writes = [], []

    def kill(name: str, offset: int) -> None:
        writes.append(name)
        if len(writes) == place + 1:
            sending[0].kill()
            raise ConnectionAbortedError

    server.on_write = kill
    sending.append(subprocess.Popen([sys.executable, "-c", KILLED, str(published.root), str(by_sftp)], cwd=ROOT))
    assert sending[0].wait(60) == -signal.SIGKILL
    if FLAG in names(inbox):
        assert verify(inbox / "score_v1/2026-06-30/1")
    server.on_write = lambda name, offset: None
    deliver(published, "hzrcb", DAY, by_sftp)
    assert verify(inbox / "score_v1/2026-06-30/1") and FLAG in names(inbox) and LATEST in names(inbox)
    assert sent(published) == ["2026-06-30_1.ok"]


def test_a_slow_bank_holds_up_nobody_else(published, by_sftp, server):
    """While one bank's server takes its time, another bank is served: the publication lock is free."""
    asked, go_on = threading.Event(), threading.Event()

    def slow(name: str, offset: int) -> None:
        asked.set()
        go_on.wait(30)

    server.on_write = slow
    ended = []
    sending = threading.Thread(target=lambda: ended.append(deliver(published, "hzrcb", DAY, by_sftp)))
    sending.start()
    try:
        assert asked.wait(30)
        assert deliver(published, "boc_huizhou", DAY, by_sftp)["delivered"] and ended == []
    finally:
        go_on.set()
        sending.join(30)
    assert ended[0]["sent"]["parcels"] == ["2026-06-30_1.ok"]


def test_a_recall_goes_out_even_when_nothing_else_does_and_the_acknowledgement_comes_back(published, by_sftp, inbox):
    done = deliver(published, "hzrcb", DAY, by_sftp)
    recall(published, DAY, 1, "税务局更正了 6 月申报", "王局", NOON)
    with pytest.raises(Refused, match="was recalled"):
        deliver(published, "hzrcb", DAY, by_sftp)
    assert verify(inbox / "score_v1/2026-06-30/1")["status"] == "recalled"
    assert sent(published) == ["2026-06-30_1.ok", "2026-06-30_1.recalled"]
    edition = json.loads((inbox / "score_v1/2026-06-30/1/manifest.json").read_bytes())["edition_root_hash"]
    assert (inbox / "score_v1/2026-06-30_1.recalled").read_text().strip() == edition != done["root_hash"]
    (inbox / "score_v1/2026-06-30_1.acknowledged").write_text(f"{edition}\n风险部张三\n", encoding="utf-8")
    with pytest.raises(Refused, match="was recalled"):
        deliver(published, "hzrcb", DAY, by_sftp)
    (said,) = acknowledgements(published)
    assert said["banks"]["hzrcb"]["by"] == "风险部张三"


def test_a_bank_with_an_object_store_finds_the_same_files(published, passports, monkeypatch):
    store = Store()
    try:
        monkeypatch.setenv("AIRFLOW_CONN_CMB_STORE", store.connection("exchange/cmb/inbox"))
        folder = passports("cmb_huizhou", connection="cmb_store")
        assert deliver(published, "cmb_huizhou", DAY, folder)["sent"]["parcels"] == ["2026-06-30_1.ok"]
        own = published.delivery / "cmb_huizhou"
        assert store.names("cmb/inbox") == names(own) - {".lock"}
        for name in store.names("cmb/inbox"):
            assert store.get(f"cmb/inbox/{name}") == (own / name).read_bytes(), name
        monkeypatch.setenv("AIRFLOW_CONN_CMB_STORE", store.connection("elsewhere/inbox"))
        with pytest.raises(OutsideFailed, match="there is no elsewhere/inbox in the object store") as wrong:
            deliver(published, "hzrcb", DAY, passports("hzrcb", connection="cmb_store"))
        assert ACCESS_KEY not in str(wrong.value) and SECRET_KEY not in str(wrong.value)
    finally:
        store.close()


def test_a_mounted_folder_is_a_place_too_and_a_missing_one_is_said(published, passports, tmp_path, monkeypatch):
    monkeypatch.setenv("AIRFLOW_CONN_ICBC_MOUNT", json.dumps({"conn_type": "file", "host": str(tmp_path / "mnt")}))
    folder = passports("icbc_huizhou", connection="icbc_mount")
    with pytest.raises(OutsideFailed, match="mount it"):
        deliver(published, "icbc_huizhou", DAY, folder)
    (tmp_path / "mnt").mkdir()
    deliver(published, "icbc_huizhou", DAY, folder)
    assert names(tmp_path / "mnt") == names(published.delivery / "icbc_huizhou") - {".lock"}


def test_a_dry_run_says_what_would_go_where_and_changes_nothing(published, by_sftp, server):
    before = names(published.root)
    said = would_deliver(published, "hzrcb", DAY, by_sftp)
    assert said["would_deliver"] and said["enterprises"] == 37 and said["rows"]["pub_score_v1.csv"] == 74
    assert said["to"] == "hzrcb_inbox (sftp: 127.0.0.1//out)" and PASSWORD not in str(said)
    assert names(published.root) == before and names(server.folder) == set()
    deliver(published, "hzrcb", DAY, by_sftp)
    assert would_deliver(published, "hzrcb", DAY, by_sftp)["would_deliver"] is False
