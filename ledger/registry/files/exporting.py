"""Knows how registry entries are written as the files that an import takes: what is read back is what was written."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from typing import Any, Final

import msgspec
import yaml

from ledger.registry.catalogue import Catalogue
from ledger.registry.files.cells import write_cell
from ledger.registry.files.kinds import KINDS

_DUMPER: Final[Any] = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def as_yaml(catalogue: Catalogue, kinds: Iterable[str] = KINDS) -> str:
    """The entries of these kinds, each with what is not as it would be anyway."""
    whole = {kind: plain_entries(kind, getattr(catalogue, kind)) for kind in kinds}
    whole = {kind: entries for kind, entries in whole.items() if entries}
    text: str = yaml.dump(whole, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=1000)
    return text


def as_csv(catalogue: Catalogue, kind: str) -> str:
    """The entries of one kind, a column for each field of it."""
    columns = [each.name for each in fields(KINDS[kind].shape)]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for entry in plain_entries(kind, getattr(catalogue, kind)):
        writer.writerow([write_cell(entry[name]) if name in entry else "" for name in columns])
    return text.getvalue()


def plain_entries(kind: str, entries: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Entries as JSON has them, in the order of their keys."""
    defaults = {each.name: each.default for each in fields(KINDS[kind].shape) if each.default is not MISSING}
    return [
        {name: _plain(value) for name, value in plain(entries[key]).items() if not _as_anyway(name, value, defaults)}
        for key in sorted(entries)
    ]


def plain(entry: Any) -> dict[str, Any]:
    """An entry as JSON has it, whole."""
    value: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(entry))
    return value


def _plain(value: Any) -> Any:
    """Without the parts that say nothing."""
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if isinstance(value, dict):
        return {name: part for name, part in value.items() if part is not None and part is not False}
    return value


def _as_anyway(name: str, value: Any, defaults: Mapping[str, Any]) -> bool:
    return value is None or (name in defaults and value == _default(defaults[name]))


def _default(value: Any) -> Any:
    """A default as JSON has it."""
    return list(value) if isinstance(value, tuple) else value
