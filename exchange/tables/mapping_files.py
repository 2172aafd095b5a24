"""Knows where mappings come from: those inside the package by their names, and YAML files of others."""

from collections.abc import Container
from importlib import resources
from pathlib import Path

from exchange.tables.faults import PlayError
from exchange.tables.mapping import Mapping
from exchange.texts.mapping_faults import faults_of_mapping
from exchange.texts.reading import read_text
from exchange.texts.yaml_once import load_once


def shipped_mappings() -> tuple[str, ...]:
    """The names of the mappings that come inside the package."""
    files = (resources.files("exchange.tables") / "mappings").iterdir()
    return tuple(sorted(file.name.removesuffix(".yaml") for file in files if file.name.endswith(".yaml")))


def load_mapping(name_or_file: str) -> Mapping:
    """A shipped mapping by its name, or one from a YAML file. Raises PlayError that says what is wrong with it."""
    if name_or_file in shipped_mappings():
        file = resources.files("exchange.tables") / "mappings" / f"{name_or_file}.yaml"
        return parse_mapping(name_or_file, file.read_text(encoding="utf-8"))
    path = Path(name_or_file)
    if not path.exists():
        raise PlayError(
            f"没有映射 {name_or_file}:既不是文件,也不是自带的映射 / "
            f"no mapping {name_or_file}: neither a file nor one that ships ({', '.join(shipped_mappings())})"
        )
    return parse_mapping(name_or_file, read_text(path))


def demand_categories(mapping: Mapping, known: Container[str]) -> None:
    """Raises PlayError that names a category of the mapping which a registry, one that knows these, does not have."""
    for category in mapping.category.named:
        if category not in known:
            raise PlayError(
                f"映射 {mapping.name} 有误 / mapping {mapping.name}: "
                f"名录中没有该问题类别 / the registry has no such category: {category.value}"
            )


def parse_mapping(name: str, text: str) -> Mapping:
    """A mapping from YAML text; `name` is only for the message. Raises PlayError."""
    with faults_of_mapping(name):
        return Mapping.model_validate(load_once(text))
