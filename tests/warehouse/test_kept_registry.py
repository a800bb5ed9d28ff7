"""登记表随每次计算留存一份：日后登记表改了，旧版本照样能按当时的规则重算。"""

import json
import shutil
from datetime import date

import duckdb
import pytest

from innopoints.durable import sha256_of
from innopoints.errors import Refused
from innopoints.home import Home
from innopoints.registry.register import register
from innopoints.registry.table_shapes import SHAPES
from innopoints.warehouse.inputs import prepare
from innopoints.warehouse.kept_registry import keep_registry, kept_folder, kept_registry


@pytest.fixture(scope="module")
def registered(tmp_path_factory) -> Home:
    home = Home(tmp_path_factory.mktemp("registered"))
    register(home)
    return home


@pytest.fixture
def home(registered, tmp_path) -> Home:
    shutil.copytree(registered.root, tmp_path / "home")
    return Home(tmp_path / "home")


def test_every_table_is_kept_once_under_its_hash_and_outlives_a_later_registry(home):
    whole, files = keep_registry(home)
    assert whole == sha256_of(home.registry / "registry.json")
    assert {f"{table}.parquet" for table in files} == {path.name for path in home.registry.glob("*.parquet")}
    before = {path: path.stat().st_mtime_ns for path in kept_folder(home).iterdir()}
    assert keep_registry(home) == (whole, files)
    assert {path: path.stat().st_mtime_ns for path in kept_folder(home).iterdir()} == before
    for path in home.registry.iterdir():
        path.unlink()
    assert kept_registry(home, whole) == files


def test_a_registry_that_is_not_whole_is_not_kept_and_a_kept_file_that_changed_is_not_used(home):
    bank = (home.registry / "bank.parquet").read_bytes()
    (home.registry / "bank.parquet").write_bytes(b"PAR1")
    with pytest.raises(Refused, match=r"bank\.parquet is not what registry\.json says; run `innopoints register`"):
        keep_registry(home)
    (home.registry / "bank.parquet").write_bytes(bank)
    whole, files = keep_registry(home)
    files["bank"].write_bytes(b"PAR1")
    with pytest.raises(Refused, match="not what it was when it was kept"):
        kept_registry(home, whole)
    with pytest.raises(Refused, match="was not kept"):
        kept_registry(home, "0" * 64)
    (home.registry / "registry.json").unlink()
    with pytest.raises(Refused, match="innopoints register"):
        keep_registry(home)


def test_the_manifest_of_a_registry_names_each_of_its_files(home):
    whole, files = keep_registry(home)
    named = json.loads((kept_folder(home) / f"{whole}.json").read_bytes())["files"]
    assert {name.removesuffix(".parquet"): digest for name, digest in named.items()} == {
        table: path.stem for table, path in files.items()
    }


LATER = ("policy", "product", "ladder", "entry")


def test_a_registry_older_than_a_kind_of_file_builds_as_if_there_were_none_of_that_kind(home):
    home.warehouse.mkdir()
    then = {path.stem: path for path in home.registry.glob("*.parquet") if not path.stem.startswith(LATER)}
    prepare(home, batches={}, previous=None, as_of=date(2026, 6, 30), registry=then)
    with duckdb.connect(home.candidate) as con:
        for table in (each for each in SHAPES if each.startswith(LATER)):
            columns = [name for name, *_ in con.execute(f"describe registry.{table}").fetchall()]
            assert columns == SHAPES[table].names
            assert con.execute(f"from registry.{table}").fetchall() == []
        assert con.execute("select count(*) > 0 from registry.scheme").fetchone() == (True,)
