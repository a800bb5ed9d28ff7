"""A rule file that is wrong says which file, which key, and what is allowed."""

import pytest
from pydantic import BaseModel, ConfigDict

from innopoints import yaml_file
from innopoints.errors import Refused


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid")
    weight: int


class Kind(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    part: Part


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name: a\npart: {weight: 1}\ncolour: red\n", ["colour", "unknown key", "name, part"]),
        ("name: a\npart: {weight: 1, colour: red}\n", ["part.colour", "unknown key", "weight"]),
        ("name: a\npart: {weight: heavy}\n", ["part.weight", "integer"]),
        ("name: a\n", ["part", "required"]),
        ("name: a\nname: b\npart: {weight: 1}\n", ["'name'", "twice", "line 2"]),
        ("name: [a\n", ["not readable as YAML", "line"]),
    ],
)
def test_a_wrong_file_is_refused_in_words(tmp_path, text, words):
    path = tmp_path / "kind.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        yaml_file.read(path, Kind)
    assert all(word in str(refused.value) for word in [*words, "kind.yml"])


def test_a_right_file_becomes_its_model(tmp_path):
    path = tmp_path / "kind.yml"
    path.write_text("name: 科技型中小企业\npart: {weight: 1}\n", encoding="utf-8")
    assert yaml_file.read(path, Kind).name == "科技型中小企业"
