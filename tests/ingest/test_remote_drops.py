"""远程投递：SFTP 与 S3 与本地文件夹一样落地；主机密钥不符不连；断线重来；写到一半的文件不取；口令不外泄。"""

import json
import logging
import os
import re
import signal
import subprocess
import sys
import threading

import asyncssh
import pytest
from moto.core import set_initial_no_auth_action_count

from innopoints.errors import OutsideFailed, Refused
from innopoints.home import Home
from innopoints.ingest.fetch import fetch
from tests.ingest import drop_servers
from tests.ingest.conftest import NIGHT
from tests.ingest.drop_servers import SftpServer, Store
from tests.ingest.test_landing_killed import landed

COLUMNS = ["code", "month", "amount"]


def month(period: str, rows: int = 3) -> bytes:
    return "\n".join(["code,month,amount", *(f"C{n},{period},{n}" for n in range(rows))]).encode() + b"\n"


@pytest.fixture
def server(tmp_path):
    (tmp_path / "sftp" / "out").mkdir(parents=True)
    made = SftpServer(tmp_path / "sftp", login_key=asyncssh.generate_private_key("ssh-ed25519"))
    yield made
    made.close()


@pytest.fixture
def drop(project, server, monkeypatch):
    """A passport whose office is the SFTP server."""
    monkeypatch.setenv("AIRFLOW_CONN_OUTPUT_OFFICE", server.connection())
    described(project)
    project.folder = server.folder / "out"
    return project


def described(project, **files) -> None:
    table = {"path": "monthly_{period}.csv", "required": COLUMNS[:2], "columns": COLUMNS}
    project.passport("output", "files", {"monthly": table}, files=files)


@pytest.fixture(scope="module")
def store():
    made = Store()
    yield made
    made.close()


def unreachable(drop) -> str:
    with pytest.raises(OutsideFailed) as raised:
        fetch(drop.home, "output", NIGHT)
    return str(raised.value)


def test_files_on_an_sftp_server_land_and_are_not_fetched_a_second_time(drop, server):
    for period in ("202603", "202604"):
        (drop.folder / f"monthly_{period}.csv").write_bytes(month(period))
    assert drop.bring("output")["monthly"] == {"batches": 2, "rows": 6, "repeated_rows": 0}
    read = server.bytes_read
    assert read == 2 * len(month("202603"))
    assert drop.bring("output", night=1)["monthly"]["batches"] == 0
    assert server.bytes_read == read
    (drop.folder / "monthly_202604.csv").write_bytes(month("202604", rows=4))
    assert drop.bring("output", night=2)["monthly"] == {"batches": 1, "rows": 4, "repeated_rows": 0}


def test_a_remote_file_without_a_required_column_is_refused_in_the_same_words(drop):
    (drop.folder / "monthly_202603.csv").write_bytes(b"code,amount\nC1,1\n")
    with pytest.raises(Refused, match=r"monthly_202603.csv is refused: required columns are missing: month"):
        drop.bring("output")


def test_a_remote_file_waits_for_its_flag_and_must_keep_what_the_flag_promises(drop):
    described(drop, flag="{file}.ok")
    (drop.folder / "monthly_202603.csv").write_bytes(month("202603"))
    assert fetch(drop.home, "output", NIGHT)["tables"]["monthly"]["waited_for"] == ["monthly_202603.csv"]
    (drop.folder / "monthly_202603.csv.ok").write_text("rows=4", encoding="utf-8")
    with pytest.raises(Refused, match=r"not what monthly_202603.csv.ok promises: rows are 3, promised 4"):
        drop.bring("output")
    (drop.folder / "monthly_202603.csv.ok").write_text("rows=3", encoding="utf-8")
    assert drop.bring("output", night=1)["monthly"]["rows"] == 3


def test_an_unknown_host_key_is_refused_and_the_words_say_what_to_put_where(drop, server, monkeypatch):
    monkeypatch.setenv("AIRFLOW_CONN_OUTPUT_OFFICE", server.connection(host_key=""))
    (drop.folder / "monthly_202603.csv").write_bytes(month("202603"))
    words = unreachable(drop)
    assert "is not known: it shows ssh-ed25519 SHA256:" in words
    assert server.key.get_fingerprint() in words
    assert "extra.host_key of AIRFLOW_CONN_OUTPUT_OFFICE" in words
    told = re.search(r'"(ssh-ed25519 [^"]+)"', words)[1]
    monkeypatch.setenv("AIRFLOW_CONN_OUTPUT_OFFICE", server.connection(host_key=told))
    assert drop.bring("output")["monthly"]["batches"] == 1


def test_another_host_key_than_agreed_is_refused_before_we_say_who_we_are(drop, server, monkeypatch):
    other = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode().strip()
    monkeypatch.setenv("AIRFLOW_CONN_OUTPUT_OFFICE", server.connection(host_key=other))
    words = unreachable(drop)
    assert "is another than agreed" in words
    assert "Somebody may stand in between" in words


def test_the_agreed_kind_of_host_key_is_asked_for_where_the_server_has_several(drop, server, monkeypatch):
    (drop.folder / "monthly_202603.csv").write_bytes(month("202603"))
    lines = f"10.0.0.8 {server.host_key_rsa} the office\n"
    monkeypatch.setenv("AIRFLOW_CONN_OUTPUT_OFFICE", server.connection(host_key=lines))
    assert drop.bring("output")["monthly"]["batches"] == 1


def test_switching_the_host_key_check_off_is_warned_about(drop, server, monkeypatch, caplog):
    monkeypatch.setenv("AIRFLOW_CONN_OUTPUT_OFFICE", server.connection(host_key="", no_host_key_check="true"))
    fetch(drop.home, "output", NIGHT)
    assert "the host key of 127.0.0.1 is not checked" in caplog.text


@pytest.mark.filterwarnings("ignore:.*bcrypt.kdf")
def test_we_may_log_in_with_a_private_key_and_its_passphrase(drop, server, monkeypatch):
    (drop.folder / "monthly_202603.csv").write_bytes(month("202603"))
    text = server._login_key.export_private_key("openssh", passphrase="canary-passphrase", rounds=1).decode()
    secret = {"private_key": text, "private_key_passphrase": "wrong-passphrase"}
    monkeypatch.setenv("AIRFLOW_CONN_OUTPUT_OFFICE", server.connection(password=None, **secret))
    assert "its private_key_passphrase is wrong" in unreachable(drop)
    secret["private_key_passphrase"] = "canary-passphrase"
    monkeypatch.setenv("AIRFLOW_CONN_OUTPUT_OFFICE", server.connection(password=None, **secret))
    assert drop.bring("output")["monthly"]["batches"] == 1


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"password": "not-the-password"}, "does not let reader-of-drops in; mend login, password or private_key of"),
        ({"extra": {"path": "/nowhere"}}, "/nowhere: there is no such folder; mend extra.path of"),
        ({"extra": {"host_key": "no key"}}, 'is no host key; write it as "ssh-ed25519 AAAA..."'),
        ({"port": 1}, "port 1 cannot be reached over SFTP"),
        ({"host": ""}, "names no host for SFTP"),
        ({"conn_type": "ftp"}, "conn_type 'ftp' is no place for files; in AIRFLOW_CONN_OUTPUT_OFFICE use one of file"),
    ],
)
def test_a_wrong_connection_says_what_to_mend_in_which_variable(drop, server, monkeypatch, changed, words):
    whole = json.loads(server.connection())
    whole |= changed | {"extra": whole["extra"] | changed.get("extra", {})}
    monkeypatch.setenv("AIRFLOW_CONN_OUTPUT_OFFICE", json.dumps(whole))
    said = unreachable(drop)
    assert words in said
    assert "AIRFLOW_CONN_OUTPUT_OFFICE" in said


def test_a_transfer_that_breaks_off_begins_again_and_lands_whole(drop, server):
    (drop.folder / "monthly_202603.csv").write_bytes(month("202603", rows=100_000))
    cuts = iter(range(1))

    def cut_once(name, offset):
        if offset > 500_000 and next(cuts, None) is not None:
            raise ConnectionAbortedError

    server.on_read = cut_once
    assert drop.bring("output")["monthly"] == {"batches": 1, "rows": 100_000, "repeated_rows": 0}
    assert next(cuts, None) is None


def test_a_line_that_always_breaks_leaves_no_half_file_and_keeps_what_was_brought(drop, server):
    (drop.folder / "monthly_202603.csv").write_bytes(month("202603"))
    (drop.folder / "monthly_202604.csv").write_bytes(month("202604", rows=50_000))

    def cut(name, offset):
        if name.endswith("202604.csv"):
            raise ConnectionAbortedError

    server.on_read = cut
    assert "monthly_202604.csv: the transfer broke off 3 times" in unreachable(drop)
    server.on_read = lambda name, offset: None
    before = server.bytes_read
    assert drop.bring("output")["monthly"] == {"batches": 2, "rows": 50_003, "repeated_rows": 0}
    assert server.bytes_read - before == len(month("202604", rows=50_000))


def test_a_file_that_grows_while_it_is_read_is_waited_for(drop, server):
    path = drop.folder / "monthly_202603.csv"
    path.write_bytes(month("202603", rows=10))

    def still_writing(name, offset):
        with path.open("ab") as more:
            more.write(b"C99,202603,1\n")

    server.on_read = still_writing
    assert fetch(drop.home, "output", NIGHT)["tables"]["monthly"]["waited_for"] == ["monthly_202603.csv"]
    server.on_read = lambda name, offset: None
    path.write_bytes(month("202603", rows=20))
    assert drop.bring("output", night=1)["monthly"]["rows"] == 20


def test_a_file_still_being_written_between_two_looks_is_waited_for(drop):
    described(drop, settle_seconds=0.5)
    path = drop.folder / "monthly_202603.csv"
    path.write_bytes(month("202603")[:20])
    writing = threading.Timer(0.2, path.write_bytes, [month("202603")])
    writing.start()
    assert fetch(drop.home, "output", NIGHT)["tables"]["monthly"]["waited_for"] == ["monthly_202603.csv"]
    writing.join()
    assert drop.bring("output", night=1)["monthly"]["rows"] == 3


def test_a_link_on_the_server_is_told_of_and_not_followed(drop, server):
    (server.folder / "secret.csv").write_bytes(month("202603"))
    (drop.folder / "monthly_202603.csv").symlink_to(server.folder / "secret.csv")
    result = fetch(drop.home, "output", NIGHT)
    assert (result["tables"]["monthly"]["files"], result["belongs_to_no_table"]) == (0, ["monthly_202603.csv"])


KILLED = """
import sys
from datetime import datetime
from innopoints.home import Home
from innopoints.ingest.fetch import fetch
from innopoints.ingest.land import land
home, moment = Home.from_environment(), datetime.fromisoformat(sys.argv[1])
fetch(home, "output", moment)
land(home, "output", moment)
"""


def test_a_fetch_killed_in_the_middle_of_a_transfer_ends_as_if_nothing_had_happened(drop, server, tmp_path):
    for period in ("202603", "202604", "202605"):
        (drop.folder / f"monthly_{period}.csv").write_bytes(month(period, rows=20_000))

    environment = os.environ | {"INNOPOINTS_HOME": str(drop.home.root), "INNOPOINTS_PROJECT": str(drop.root)}
    worker = subprocess.Popen([sys.executable, "-c", KILLED, NIGHT.isoformat()], env=environment)

    def kill(name, offset):
        if "202604" in name and offset > 100_000:
            worker.send_signal(signal.SIGKILL)

    server.on_read = kill
    assert worker.wait() == -signal.SIGKILL
    server.on_read = lambda name, offset: None
    assert list(drop.home.landing.rglob("*.aside-*")) != []
    drop.bring("output")
    killed, drop.home = drop.home, Home(tmp_path / "undisturbed")
    drop.bring("output")
    assert landed(killed.root) == landed(drop.home.root)
    assert len(landed(killed.root)) == 6
    assert list(killed.landing.rglob("*.aside-*")) == []


def test_objects_of_an_s3_store_land_and_are_not_fetched_a_second_time(project, store, monkeypatch):
    monkeypatch.setenv("AIRFLOW_CONN_OUTPUT_OFFICE", store.connection("exchange/months"))
    described(project)
    store.put("months/monthly_202603.csv", month("202603"))
    store.put("months/deeper/monthly_202604.csv", month("202604"))
    assert fetch(project.home, "output", NIGHT)["belongs_to_no_table"] == ["deeper/monthly_202604.csv"]
    assert project.bring("output")["monthly"] == {"batches": 1, "rows": 3, "repeated_rows": 0}
    assert fetch(project.home, "output", NIGHT)["tables"]["monthly"] == {"files": 1, "new_files": 0}
    store.put("months/monthly_202603.csv", month("202603", rows=5))
    assert project.bring("output", night=1)["monthly"]["rows"] == 5


def test_a_bucket_that_is_not_there_and_a_key_the_store_refuses_are_told_apart(project, store, monkeypatch):
    described(project)
    monkeypatch.setenv("AIRFLOW_CONN_OUTPUT_OFFICE", store.connection("nowhere/out"))
    assert "there is no nowhere/out in the object store; mend extra.path of AIRFLOW_CONN_OUTPUT" in unreachable(project)
    store.put("keyed/monthly_202603.csv", month("202603"))
    monkeypatch.setenv("AIRFLOW_CONN_OUTPUT_OFFICE", store.connection("exchange/keyed"))
    asked = set_initial_no_auth_action_count(0)(unreachable)
    assert "the store refuses our key; mend login and password" in asked(project)


def test_no_credential_is_in_any_log_sidecar_file_or_error(project, server, store, tmp_path, monkeypatch, caplog):
    caplog.set_level(logging.DEBUG)
    described(project)
    private = server._login_key.export_private_key("openssh").decode()
    (server.folder / "out" / "monthly_202603.csv").write_bytes(month("202603"))
    store.put("safe/monthly_202603.csv", month("202603", rows=2))
    said = []
    for connection in (
        server.connection(),
        server.connection(password="canary-password-wrong"),
        server.connection(password=None, private_key=private),
        server.connection(path="/nowhere"),
        server.connection(host_key=""),
        store.connection("exchange/safe"),
        store.connection("nowhere"),
        store.connection("exchange/safe", port=1),
    ):
        monkeypatch.setenv("AIRFLOW_CONN_OUTPUT_OFFICE", connection)
        try:
            project.bring("output")
        except OutsideFailed as error:
            said.append(str(error))
    assert len(said) == 5
    told = "\n".join([*said, caplog.text]).encode() + project.all_bytes()
    secrets = [drop_servers.PASSWORD, drop_servers.ACCESS_KEY, drop_servers.SECRET_KEY, drop_servers.SESSION]
    assert [each for each in [*secrets, "canary", private.splitlines()[1]] if each.encode() in told] == []
    assert project.rows("output", "monthly") != []
