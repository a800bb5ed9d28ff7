"""六十余种坏文件与坏行：坏文件整件退回并说明原因；只坏几行的，坏行另存，好行一行不少。"""

import json

import pytest

from innopoints.errors import Refused
from tests.ingest.poison import binary_files, promises, single_rows, whole_text_files
from tests.ingest.poison.case import COLUMNS, GOOD, Poison, csv, row

REFUSED = [*whole_text_files.CASES, *binary_files.CASES, *promises.CASES]
QUARANTINED = single_rows.CASES
KINDS = [*REFUSED, *QUARANTINED]
_COMMON = {"required": ["code", "month"], "columns": COLUMNS, "aliases": {"id": "code"}, "control_totals": ["amount"]}


def table(**own) -> dict:
    return {**_COMMON, **own}


@pytest.fixture
def drop(project, tmp_path, monkeypatch):
    tables = {
        "text": table(path="t_{period}.csv"),
        "national": table(path="g_{period}.csv", encoding="gbk"),
        "wide": table(path="w_{period}.csv", encoding="utf-16-le"),
        "line": table(path="l_{period}.jsonl"),
        "document": table(path="d_{period}.json", rows_key="rows"),
        "book": table(path="b_{period}.xlsx", sheet="表", header_row=2),
        "tall": table(path="h_{period}.xlsx", sheet="表", header_row=2, header_rows=2),
        "column": table(path="p_{period}.parquet"),
        "packed": table(path="z_{period}.zip", member="*.csv"),
    }
    text = {"text": table(path="t_{period}.csv")}
    project.folder = tmp_path / "drop"
    project.folder.mkdir()
    for source, its_tables, files in (
        ("office", tables, {"largest_mib": 64}),
        ("flagged", text, {"flag": "{file}.ok"}),
        ("listed", text, {"manifest": "manifest_*.csv", "promise_names": {"文件": "file"}}),
    ):
        variable = f"AIRFLOW_CONN_{source.upper()}_OFFICE"
        monkeypatch.setenv(variable, json.dumps({"conn_type": "file", "host": str(project.folder)}))
        project.passport(source, "files", its_tables, files=files)
    return project


def send(drop, poison: Poison) -> None:
    """The poisoned file, and a good neighbour that must not suffer from it."""
    (drop.folder / poison.file).write_bytes(poison.content)
    (drop.folder / "t_209912.csv").write_bytes(csv(good=1))
    if poison.source == "flagged":
        (drop.folder / "t_209912.csv.ok").write_bytes(b"1")
    if poison.source == "listed":
        (drop.folder / "manifest_2.json").write_bytes(b"")
        (drop.folder / "manifest_2.csv").write_text("文件,rows\nt_209912.csv,1\n", encoding="gb18030")
    for name, content in poison.beside.items():
        (drop.folder / name).write_bytes(content)


def table_of(drop, poison: Poison) -> str:
    names = {"t": "text", "g": "national", "w": "wide", "l": "line", "d": "document", "b": "book", "h": "tall"}
    return (names | {"p": "column", "z": "packed"})[poison.file[0]]


@pytest.mark.parametrize("poison", REFUSED, ids=[each.sentence for each in REFUSED])
def test_a_file_that_cannot_be_trusted_is_refused_in_words_and_its_neighbour_lands(drop, poison):
    send(drop, poison)
    with pytest.raises(Refused, match=rf"{poison.file} is refused: .*({poison.words})"):
        drop.bring(poison.source)
    landed = [batch.origin for batch in drop.batches(poison.source, table_of(drop, poison))]
    assert landed == (["t_209912.csv"] if poison.file.startswith("t_") else [])
    assert len(drop.rows(poison.source, "text")) == 1
    assert sorted(path.name for path in (drop.home.landing / poison.source).rglob("*.aside-*")) == []


@pytest.mark.parametrize("poison", QUARANTINED, ids=[each.sentence for each in QUARANTINED])
def test_a_row_that_cannot_be_read_is_set_aside_and_every_good_row_of_its_file_stays(drop, poison):
    send(drop, poison)
    drop.bring("office")
    name = table_of(drop, poison)
    (batch,) = [each for each in drop.batches("office", name) if each.origin == poison.file]
    note = batch.sidecar
    assert (note["rows"] + note["unread_rows"], note["unread_rows"]) == (note["sent_rows"], len(poison.unread))
    codes = {each["code"] for each in drop.rows("office", name) if each["_batch"] == batch.batch}
    assert codes - {"G999"} == {row(index)[:4] for index in range(1, GOOD + 1)}
    kept = batch.path.with_name(f"{batch.batch}.unread.jsonl").read_text(encoding="utf-8").splitlines()
    unread = [json.loads(line) for line in kept]
    assert [each["line"] for each in unread] == list(poison.unread)
    assert all(each["file"] == poison.file and each["raw"] and each["rule"] for each in unread)
    assert any(part in unread[0]["because"] for part in poison.words.split("|"))


def test_the_corpus_holds_at_least_sixty_kinds_each_named_once():
    sentences = [(each.sentence, each.file) for each in KINDS]
    assert len(set(sentences)) == len(sentences) >= 60
