"""Read one of our YAML files into its model, or say which file, which key, and what is allowed."""

from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from innopoints.errors import Refused

Model = TypeVar("Model", bound=BaseModel)


class _UniqueKeyLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """A key written twice is an error: YAML itself would silently keep the last."""


def _mapping(loader: _UniqueKeyLoader, node: yaml.MappingNode, deep: bool = False) -> dict:
    seen = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in seen:
            raise yaml.constructor.ConstructorError(None, None, f"key {key!r} is written twice", key_node.start_mark)
        seen.add(key)
    return yaml.SafeLoader.construct_mapping(loader, node, deep=deep)


_UniqueKeyLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def load(path: Path):
    """The plain value of a YAML file. Raises Refused with file, line and column when it is not YAML."""
    try:
        with path.open(encoding="utf-8") as file:
            return yaml.load(file, Loader=_UniqueKeyLoader)
    except yaml.YAMLError as error:
        raise Refused(f"{path}: not readable as YAML: {error}") from error


def read(path: Path, model: type[Model]) -> Model:
    """The validated content of a YAML file. Raises Refused naming file, key and what is allowed."""
    try:
        return model.model_validate(load(path))
    except ValidationError as error:
        raise Refused(f"{path}: " + "; ".join(_words(each, model) for each in error.errors())) from error


def _words(error: dict, model: type[BaseModel]) -> str:
    where = ".".join(str(part) for part in error["loc"]) or "(whole file)"
    if error["type"] == "extra_forbidden":
        allowed = ", ".join(sorted(_allowed(model, error["loc"][:-1])))
        return f"{where}: unknown key; allowed here: {allowed or 'see the folder README'}"
    return f"{where}: {error['msg']}"


def _allowed(model, loc) -> list[str]:
    for part in loc:
        field = getattr(model, "model_fields", {}).get(part) if isinstance(part, str) else None
        if field is None:
            continue
        for inner in (field.annotation, *getattr(field.annotation, "__args__", ())):
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                model = inner
    return [field.alias or name for name, field in getattr(model, "model_fields", {}).items()]
