"""Knows how to read the data files of the registry, and to say which entry of which file is wrong."""

import csv
from collections.abc import Iterable, Mapping
from importlib import resources
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

Entry = TypeVar("Entry")


class RegistryError(Exception):
    """A data file of the registry is wrong: `file`, the `entry` in it, and why."""

    def __init__(self, file: str, entry: str, why: str) -> None:
        super().__init__(f"{file}: {entry}: {why}")
        self.file = file
        self.entry = entry


def text_of(file: str) -> str:
    """The text of a data file beside this module, also when installed from a wheel."""
    return (resources.files("ledger.registry") / "data" / file).read_text(encoding="utf-8")


def parse_rows(file: str, text: str, kind: type[Entry]) -> tuple[Entry, ...]:
    """Every row of CSV text as an entry. Raises RegistryError."""
    return as_entries(file, list(csv.DictReader(text.splitlines())), kind)


def read_mapping(file: str) -> Mapping[str, Any]:
    """The top level of a YAML file. Raises RegistryError when it is not a mapping."""
    return parse_mapping(file, text_of(file))


def parse_mapping(file: str, text: str) -> Mapping[str, Any]:
    """The top level of YAML text. Raises RegistryError when it is not YAML or not a mapping."""
    try:
        content = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise RegistryError(file, "whole file", str(error)) from error
    if not isinstance(content, dict):
        raise RegistryError(file, "whole file", "not a mapping")
    return content


def as_entries(file: str, raw: Any, kind: type[Entry]) -> tuple[Entry, ...]:
    """A list of raw entries as entries of `kind`. Raises RegistryError naming the entry at fault."""
    if not isinstance(raw, list):
        raise RegistryError(file, kind.__name__, "not a list")
    adapter = TypeAdapter(kind)
    return tuple(_as_entry(file, place, item, adapter) for place, item in enumerate(raw, 1))


def by_key(file: str, entries: Iterable[Entry], key: str) -> dict[str, Entry]:
    """Entries by the attribute `key`. Raises RegistryError on a double one."""
    found: dict[str, Entry] = {}
    for entry in entries:
        name = str(getattr(entry, key))
        if name in found:
            raise RegistryError(file, name, "is there twice")
        found[name] = entry
    return found


def _as_entry(file: str, place: int, raw: Any, adapter: TypeAdapter[Entry]) -> Entry:
    try:
        return adapter.validate_python(raw)
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(str(part) for part in fault["loc"])
        raise RegistryError(file, _name_of(raw, place), f"{where}: {fault['msg']}") from error


def _name_of(raw: Any, place: int) -> str:
    if isinstance(raw, dict):
        for key in ("code", "id", "name"):
            if key in raw:
                return f"entry {place} ({raw[key]})"
    return f"entry {place}"
