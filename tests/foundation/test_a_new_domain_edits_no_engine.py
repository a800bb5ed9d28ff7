"""新领域（人才需求库）只添文件：引擎里没有一个文件知道它；它的指标政策、评价体系拿来就用。"""

import shutil
from pathlib import Path

import pytest
import yaml

from innopoints.errors import Refused
from innopoints.passports.scheme_checks import read_schemes
from innopoints.project import DBT, ROOT
from innopoints.registry.measure_meta import read_measures
from innopoints.warehouse.parsed import parsed

DOMAIN = "talent_demand"
OWN = {"open_posting", "available_person", "talent_level", "gap_reconciles"}
MEASURES = {name: meta for name, meta in read_measures(DBT / "models" / "measures").items()
            if meta.sources[0].startswith(f"{DOMAIN}.")}  # fmt: skip
SCHEME = {
    "scheme": "wants_talents",
    "edition": "1",
    "title": "人才需求",
    "title_en": "Talents wanted",
    "reference": "测试",
    "status": "illustrative",
    "effective_from": "2026-01-01",
    "total": 20,
    "minimum_coverage": 0.5,
    "missing": "drop_and_renormalise",
    "outage": "drop_and_renormalise",
    "groups": {
        "asks": {
            "title": "在招",
            "title_en": "Wanted",
            "max": 20,
            "indicators": {
                "wanted_person_count": {"title": "在招人数", "title_en": "Wanted", "bands": {3: 20, 1: 10, "else": 0}}
            },
        }
    },
}


def test_no_file_of_the_engine_speaks_of_the_domain_but_the_list_of_commands():
    words = {DOMAIN, *MEASURES, *OWN}
    files = [
        path
        for folder in ("dbt_project", "scripts/innopoints", "dags", "expectations")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in (".py", ".sql", ".yml") and not {"target", "logs"} & set(path.parts)
        if DOMAIN not in str(path.relative_to(ROOT)) and path.stem not in OWN
    ]
    assert len(files) > 500 and len(MEASURES) == 5
    spoken = [path.relative_to(ROOT).as_posix() for path in files if any(w in path.read_text("utf-8") for w in words)]
    assert spoken == ["scripts/innopoints/cli.py"]


def test_a_scheme_may_ask_for_its_measures_and_only_for_those_there_are(tmp_path):
    def read(measures) -> dict:
        (tmp_path / "wants_talents.yml").write_text(yaml.safe_dump(SCHEME, allow_unicode=True), "utf-8")
        return read_schemes(tmp_path, {}, measures)

    assert [each.scheme for each in read(MEASURES).values()] == ["wants_talents"]
    with pytest.raises(Refused, match="wanted_person_count"):
        read({name: each for name, each in MEASURES.items() if name != "wanted_person_count"})


@pytest.mark.faults
def test_a_domains_measures_are_found_the_night_its_file_comes(tmp_path):
    """小工程：先只有 a，再添 b 一个宏文件，不改别的，dbt 再读时两个都在。"""
    for name in ("macros/measures", "models"):
        (tmp_path / name).mkdir(parents=True)
    shutil.copy(DBT / "profiles.yml", tmp_path)
    (tmp_path / "dbt_project.yml").write_text("name: innopoints\nprofile: innopoints\nversion: '1.0'\n", "utf-8")
    shutil.copy(DBT / "macros" / "measures" / "every_domain.sql", tmp_path / "macros" / "measures")
    (tmp_path / "models" / "measure.sql").write_text("{{ measures_of_every_domain() }}", "utf-8")
    for name in ("a", "b"):
        (tmp_path / "models" / f"measure_{name}.sql").write_text("select 1 as one", "utf-8")
        announce(tmp_path, name)
        found = parsed(tmp_path).nodes["model.innopoints.measure"].depends_on.nodes
        assert sorted(each[-1] for each in found) == [each for each in "ab" if each <= name]


def announce(project: Path, name: str) -> None:
    text = f"{{% macro measures_of__{name}() %}}select * from {{{{ ref('measure_{name}') }}}}{{% endmacro %}}"
    (project / "macros" / "measures" / f"{name}.sql").write_text(text, "utf-8")
