"""每一列都说明是谁的事（公开、企业、个人、受限）；个人的事不出部门，银行只看得到自己的事。"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import get_args

import pytest
import yaml

from innopoints.passports.bank import WITHDRAWAL, Table
from innopoints.project import DBT

MODELS = DBT / "models"
SETTINGS = yaml.safe_load((DBT / "dbt_project.yml").read_bytes())["models"]["innopoints"]
CLASSES = ("public", "enterprise", "personal", "restricted")
SECRET = {"personal", "restricted"}
DELIVERED = sorted({*get_args(Table), WITHDRAWAL})
REF = re.compile(r"ref\(\s*['\"](\w+)['\"]\s*\)")
STAGED_COLUMN = re.compile(r"^ +\['(\w+)', '[^']+', ", re.MULTILINE)


@dataclass(frozen=True)
class Model:
    """A model as its files say: its text, what it reads, the class of its described columns and of the others."""

    name: str
    text: str
    default: str
    columns: dict[str, str]
    declassifies: str

    @property
    def refs(self) -> set[str]:
        return set(REF.findall(self.text)) - {self.name}

    def secrets(self, kind: str) -> set[str]:
        """The columns of that class; `*` when those nobody described are of it."""
        named = {name for name, said in self.columns.items() if said == kind}
        return named | ({"*"} if self.default == kind and not self.columns else set())

    def reads(self, other: "Model", kind: str) -> list[str]:
        """The columns of that class of another model that this one names, or takes with a star."""
        words = set(re.findall(r"\w+", re.sub(r"--.*", "", self.text)))
        star = re.search(r"(\bselect|\bdistinct|,)\s+\*|\w\.\*", self.text) is not None
        return sorted(name for name in other.secrets(kind) if name == "*" or star or name in words)


def folder_default(path: Path) -> str:
    """What dbt_project.yml says of the folders a model lies in; the deepest counts."""
    settings = SETTINGS
    said = settings["+meta"]["classification"]
    for folder in path.relative_to(MODELS).parts[:-1]:
        settings = settings.get(folder, {})
        said = settings.get("+meta", {}).get("classification", said)
    return said


def read_models() -> dict[str, Model]:
    described = {
        each["name"]: each
        for path in MODELS.rglob("*.yml")
        for each in yaml.safe_load(path.read_bytes()).get("models", [])
    }
    found = {}
    for path in sorted([*MODELS.rglob("*.sql"), *MODELS.rglob("*.py")]):
        said = described.get(path.stem, {})
        meta = said.get("config", {}).get("meta", {})
        default = meta.get("classification") or folder_default(path)
        columns = {
            each["name"]: each.get("config", {}).get("meta", {}).get("classification", default)
            for each in said.get("columns", [])
        }
        text = path.read_text(encoding="utf-8")
        found[path.stem] = Model(path.stem, text, default, columns, meta.get("declassifies", ""))
    return found


KNOWN = read_models()


def readers(models: dict[str, Model], kind: str) -> dict[tuple[str, str], list[str]]:
    """(reader, model read) -> the columns of that class it takes."""
    pairs = ((model, models[name]) for model in models.values() for name in sorted(model.refs & models.keys()))
    return {(model.name, other.name): taken for model, other in pairs if (taken := model.reads(other, kind))}


@cache
def taken(kind: str) -> dict[tuple[str, str], list[str]]:
    return readers(KNOWN, kind)


@pytest.mark.parametrize("name", sorted(each for each in KNOWN if each.startswith("stg_")))
def test_every_column_as_it_is_cleaned_is_described_and_has_a_class(name):
    model = KNOWN[name]
    assert set(STAGED_COLUMN.findall(model.text)) <= set(model.columns)
    assert set(model.columns.values()) <= set(CLASSES)


def test_every_model_has_a_class_and_all_four_are_in_use():
    used = {each.default for each in KNOWN.values()} | {
        said for each in KNOWN.values() for said in each.columns.values()
    }
    assert used == set(CLASSES)


@pytest.mark.parametrize("kind", sorted(SECRET))
def test_who_reads_what_is_secret_keeps_it_secret_or_says_why_what_it_hands_on_is_not(kind):
    assert len(taken(kind)) >= 3
    loose = {pair: columns for pair, columns in taken(kind).items() if KNOWN[pair[0]].default not in SECRET}
    assert {pair: columns for pair, columns in loose.items() if len(KNOWN[pair[0]].declassifies) < 8} == {}


@pytest.mark.parametrize("name", DELIVERED)
def test_no_personal_or_restricted_column_is_handed_to_a_bank(name):
    model = KNOWN[name]
    personal = {column for each in KNOWN.values() for column, said in each.columns.items() if said == "personal"}
    # Names that facts about persons share with others.
    shared = {"valid_from", "valid_to", "operation", "update_time", "start_month", "end_month"}
    assert set(model.columns) & (personal - shared) == set()
    assert {column: said for column, said in model.columns.items() if said in SECRET} == {}
    assert [pair for pair in taken("personal") if pair[0] == name] == []


@pytest.mark.parametrize(
    "select",
    ["select uscc, person_code from", "select person_code as code from", "select * from", "select talent.* from"],
)
def test_a_published_model_that_took_a_persons_column_would_be_found(select):
    text = f"-- One row per person.\n{select} {{{{ ref('stg_talent__talent_title') }}}} as talent"
    planted = Model("pub_score_v1", text, "enterprise", {}, "")
    assert readers(KNOWN | {"pub_score_v1": planted}, "personal")["pub_score_v1", "stg_talent__talent_title"]
