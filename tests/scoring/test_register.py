"""`innopoints register`: all kinds checked before the first table is written; the same YAML gives the same bytes."""

import hashlib
import json
import shutil

import pyarrow.parquet as pq
import pytest

from innopoints import durable
from innopoints.errors import Refused
from innopoints.home import Home
from innopoints.project import SCHEMES
from innopoints.registry.register import register
from innopoints.registry.table_shapes import SHAPES


def test_registering_twice_gives_the_same_bytes(tmp_path):
    first, second = Home(tmp_path / "first"), Home(tmp_path / "second")
    assert register(first) == register(second)
    for path in first.registry.iterdir():
        assert path.read_bytes() == (second.registry / path.name).read_bytes(), path.name


def test_registry_json_names_every_file_with_its_hash_and_one_hash_of_all(tmp_path):
    home = Home(tmp_path)
    register(home)
    said = json.loads((home.registry / "registry.json").read_text("utf-8"))
    assert set(said["files"]) == {f"{name}.parquet" for name in SHAPES}
    assert all(durable.sha256_of(home.registry / name) == digest for name, digest in said["files"].items())
    assert said["registry_sha256"] == hashlib.sha256(durable.canonical_json(said["files"])).hexdigest()


def test_a_changed_number_changes_the_hash(tmp_path):
    schemes = shutil.copytree(SCHEMES, tmp_path / "schemes")
    before = register(Home(tmp_path / "home"), schemes)
    path = schemes / "zone_default.yml"
    path.write_text(
        path.read_text("utf-8").replace("is_high_tech_enterprise:", "is_high_tech_enterprise: #", 1), "utf-8"
    )
    after = register(Home(tmp_path / "home"), schemes)
    assert before["registry_sha256"] != after["registry_sha256"], (
        "a comment too: the edition cites the file as it stood"
    )


def test_a_refused_scheme_leaves_the_registry_as_it_was(tmp_path):
    home, schemes = Home(tmp_path / "home"), shutil.copytree(SCHEMES, tmp_path / "schemes")
    register(home, schemes)
    before = {path.name: path.read_bytes() for path in home.registry.iterdir()}
    path = schemes / "kexiao_2017.yml"
    path.write_text(path.read_text("utf-8").replace("total: 100", "total: 120"), "utf-8")
    with pytest.raises(Refused, match=r"kexiao_2017\.yml: groups: .* but total is 120"):
        register(home, schemes)
    assert {path.name: path.read_bytes() for path in home.registry.iterdir()} == before


def test_every_stage_weighs_every_base_group_even_where_the_file_is_silent(tmp_path):
    register(Home(tmp_path))
    weights = pq.read_table(Home(tmp_path).registry / "scheme_weight.parquet").to_pylist()
    tree = pq.read_table(Home(tmp_path).registry / "scheme_node.parquet").to_pylist()
    base = {
        scheme: {row["name"] for row in tree if (row["scheme"], row["depth"], row["role"]) == (scheme, 1, "base")}
        for scheme in ("kexiao_2017", "zone_default")
    }
    stages = {"seed", "sapling", "growth", "expansion", "mature", "unknown"}
    for scheme, groups, total in (("kexiao_2017", 3, 100), ("zone_default", 5, 100)):
        for stage in stages:
            rows = [
                row["weight"]
                for row in weights
                if (row["scheme"], row["stage"]) == (scheme, stage) and row["name"] in base[scheme]
            ]
            assert (len(rows), sum(rows)) == (groups, total)


def test_what_is_remembered_is_marked_so_in_the_tables(tmp_path):
    register(Home(tmp_path))
    rows = pq.read_table(Home(tmp_path).registry / "scheme_rule.parquet").to_pylist()
    marks = {row["condition"]: row["certainty"] for row in rows}
    assert marks["high_tech_certificate"] == marks["staff_at_most_500"] == "remembered"
    assert marks["score_at_least_60"] == "verified"
    indicators = pq.read_table(Home(tmp_path).registry / "scheme_indicator.parquet").to_pylist()
    assert {row["certainty"] for row in indicators if row["scheme"] == "zone_default"} == {"illustrative"}
